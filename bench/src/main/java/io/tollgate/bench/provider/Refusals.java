package io.tollgate.bench.provider;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Consumer;

/** Writes errors in place of answers. */
final class Refusals {

  private Refusals() {}

  /**
   * Writes status and headers, and hands on the body.
   *
   * @param now what a date that says how long to wait counts from
   */
  static void write(
      HttpServerResponse response,
      DialectService dialect,
      Refusal refusal,
      Instant now,
      Consumer<Buffer> end) {
    ErrorAnswer error = dialect.error(refusal);
    response.setStatusCode(refusal.status).putHeader("content-type", "application/json");
    error.headers().forEach(response::putHeader);
    for (Fault.Wait wait : dialect.waitsInHeaders() ? refusal.waits : List.<Fault.Wait>of()) {
      switch (wait.form()) {
        case SECONDS -> response.putHeader("retry-after", "" + wait.length().toSeconds());
        case DATE ->
            response.putHeader(
                "retry-after",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                    now.plus(wait.length()).atOffset(ZoneOffset.UTC)));
        case MILLIS -> response.putHeader("retry-after-ms", "" + wait.length().toMillis());
      }
    }
    end.accept(Buffer.buffer(error.json()));
  }
}
