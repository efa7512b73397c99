package io.tollgate.gateway.http;

import io.tollgate.gateway.exchange.AnswerRecorder;
import io.tollgate.gateway.exchange.GatheredBytes;
import io.tollgate.gateway.exchange.HeldBytes;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Keeps what a client is answered until it is complete. An answer that grows too large is not kept;
 * its key then only keeps two requests from running at once.
 */
final class AnswerRecording implements AnswerRecorder {

  /** The largest answer that is kept, in bytes. */
  static final int BYTES_MAX = 1 << 20;

  private final IdempotentAnswers answers;
  private final IdempotentAnswers.Scope scope;
  private final String fingerprint;
  private final GatheredBytes body;
  private List<Map.Entry<String, String>> headers = List.of();
  private boolean tooLarge;
  private boolean over;

  AnswerRecording(
      IdempotentAnswers answers,
      IdempotentAnswers.Scope scope,
      String fingerprint,
      HeldBytes.Share held) {
    this.answers = answers;
    this.scope = scope;
    this.fingerprint = fingerprint;
    this.body = new GatheredBytes(held, HeldBytes.Use.ANSWER, BYTES_MAX);
  }

  @Override
  public void head(MultiMap all) {
    List<Map.Entry<String, String>> kept = new ArrayList<>(all.entries());
    kept.removeIf(header ->
        HttpHeaders.TRANSFER_ENCODING.toString().equalsIgnoreCase(header.getKey())
            || HttpHeaders.CONTENT_LENGTH.toString().equalsIgnoreCase(header.getKey())
            || HttpHeaders.CONNECTION.toString().equalsIgnoreCase(header.getKey()));
    headers = kept;
  }

  @Override
  public void bytes(Buffer data) {
    if (!tooLarge && (body.length() + data.length() > BYTES_MAX || !body.add(data))) {
      tooLarge = true;
      body.clear();
    }
  }

  @Override
  public void complete() {
    if (!over && !tooLarge) {
      Buffer copy = Buffer.buffer(body.length());
      copy.appendBytes(body.array(), body.offset(), body.length());
      answers.keep(scope, new KeptAnswer(fingerprint, headers, copy));
    }
    free();
  }

  /** The request is over, answered or not; saying it twice does no harm. */
  void free() {
    if (!over) {
      over = true;
      body.clear();
      answers.free(scope);
    }
  }
}
