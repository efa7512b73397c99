package io.tollgate.gateway.exchange;

import io.tollgate.adapters.dialect.ClientDialect;
import io.vertx.core.http.HttpServerRequest;

/**
 * An admitted request as its client sees it.
 *
 * @param http the request and its response
 * @param held what it keeps in memory
 * @param recorder is told what the client is answered
 * @param dialect how the client speaks
 */
public record ClientRequest(
    HttpServerRequest http, HeldBytes.Share held, AnswerRecorder recorder, ClientDialect dialect) {

  /** One whose answer nobody records. */
  public ClientRequest(HttpServerRequest http, HeldBytes.Share held, ClientDialect dialect) {
    this(http, held, AnswerRecorder.NONE, dialect);
  }

  /** The same with another recorder. */
  public ClientRequest with(AnswerRecorder other) {
    return new ClientRequest(http, held, other, dialect);
  }
}
