package io.tollgate.gateway.exchange;

import io.tollgate.adapters.dialect.ClientDialect;
import io.tollgate.policies.routing.Decision;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** What the client of one request is told beside the answer itself, in its own dialect. */
final class Telling {

  /** In every answer, whatever the dialect. */
  private static final String OPENAI_REQUEST_ID = ResponseHeaders.REQUEST_ID.toString();

  private final ClientReply reply;
  private final ClientDialect dialect;
  private final String id;
  private final Decision decision;
  private @Nullable String how;

  Telling(ClientReply reply, ClientDialect dialect, String id, Decision decision) {
    this.reply = reply;
    this.dialect = dialect;
    this.id = id;
    this.decision = decision;
  }

  /** The name of the client's dialect. */
  String dialect() {
    return dialect.name();
  }

  /** What is to be said of the way the answer came about. */
  void note(String said) {
    how = said;
  }

  /** Why this deployment answers. */
  String reason() {
    return how == null ? decision.reason() : decision.reason() + "; " + how;
  }

  /** The headers that say what was decided and why, and what the provider could not be told. */
  void describe(Attempt answering, int attempts) {
    ResponseHeaders.describe(
        reply, id, decision.policy(), reason(), answering.candidate(), attempts);
    if (!OPENAI_REQUEST_ID.equals(dialect.requestIdHeader())) {
      reply.header(dialect.requestIdHeader(), id);
    }
    ResponseHeaders.warn(reply, answering.crossing().losses());
  }

  /** An answer that is an error. */
  void refuse(AttemptFailure failure, String source) {
    reply.header(ResponseHeaders.ERROR_SOURCE, source);
    if (failure.retryAfterMs() >= 0) {
      reply.header(ResponseHeaders.RETRY_AFTER, RetryAfter.seconds(failure.retryAfterMs()));
    }
    reply.sendJson(failure.status(), Buffer.buffer(dialect.errorBody(failure.told())));
  }

  /** The end of a stream that is not complete. */
  void breakOff(AttemptFailure failure) {
    reply.breakOff(Buffer.buffer(dialect.errorEvent(failure.told())));
  }
}
