package io.tollgate.gateway.exchange;

import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.dialect.Crossing;
import io.vertx.core.buffer.Buffer;

/** Reads the body of an answer with an error status, as far as it is worth reading. */
final class ErrorReader implements AnswerReader {

  private static final int BYTES_MAX = 64 << 10;

  private final Attempt attempt;
  private final Crossing crossing;
  private final int status;
  private final long retryAfterMs;
  private final Buffer body = Buffer.buffer();

  /**
   * A reader of nothing yet.
   *
   * @param retryAfterMs the pause the provider asks for, or -1
   */
  ErrorReader(Attempt attempt, Crossing crossing, int status, long retryAfterMs) {
    this.attempt = attempt;
    this.crossing = crossing;
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }

  @Override
  public void chunk(Buffer data) {
    body.appendBuffer(data);
    if (body.length() >= BYTES_MAX) {
      ended();
    }
  }

  @Override
  public void ended() {
    byte[] bytes = body.getBytes();
    ProviderError error = crossing.error(status, bytes, 0, bytes.length);
    attempt.fail(
        AttemptFailure.status(
            status, error, retryAfterMs >= 0 ? retryAfterMs : error.retryAfterMs()),
        new AttemptEnd.Unbilled(status, "the provider answered HTTP " + status));
  }

  @Override
  public void discard() {
    // It is small.
  }

  @Override
  public AttemptSoFar.AnswerSoFar soFar() {
    return AttemptSoFar.AnswerSoFar.NOTHING;
  }
}
