package io.tollgate.gateway.admin;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.function.Consumer;

/** Gathers the body of a call, as long as it is not too large. */
final class RequestBody {

  /** The largest body. */
  private static final int BYTES_MAX = 64 << 10;

  /** Up to here the rest of a body is let pass, so that its sender lives to read the answer. */
  private static final long BYTES_READ_MAX = 1 << 20;

  private static final String JSON = "application/json";

  private final HttpServerRequest request;
  private final Consumer<Answer> refused;
  private final Consumer<byte[]> read;
  private final Buffer body = Buffer.buffer();
  private long bytes;
  private boolean given;

  private RequestBody(HttpServerRequest request, Consumer<Answer> refused, Consumer<byte[]> read) {
    this.request = request;
    this.refused = refused;
    this.read = read;
  }

  /**
   * Reads a body.
   *
   * @param refused is told if it is too large or of another type
   * @param read is given the body otherwise; an empty object where there is none
   */
  static void read(HttpServerRequest request, Consumer<Answer> refused, Consumer<byte[]> read) {
    RequestBody reader = new RequestBody(request, refused, read);
    request.handler(reader::take);
    request.endHandler(ended -> reader.end());
  }

  private void take(Buffer part) {
    bytes += part.length();
    if (bytes <= BYTES_MAX) {
      body.appendBuffer(part);
    } else if (bytes > BYTES_READ_MAX) {
      end();
    }
  }

  private void end() {
    if (given) {
      return;
    }
    given = true;
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (bytes > BYTES_MAX) {
      refused.accept(Answer.problem(413, "The body has more than " + BYTES_MAX + " bytes."));
    } else if (bytes == 0) {
      read.accept(new byte[] {'{', '}'});
    } else if (type == null || !type.strip().toLowerCase(Locale.ROOT).startsWith(JSON)) {
      refused.accept(Answer.problem(415, "The body has to be " + JSON + "."));
    } else {
      read.accept(body.getBytes());
    }
  }
}
