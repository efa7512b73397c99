package io.tollgate.gateway.http;

import io.tollgate.adapters.dialect.ClientDialect;
import io.tollgate.adapters.dialect.ClientError;
import io.tollgate.gateway.exchange.ResponseHeaders;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * A refusal in the caller's dialect.
 *
 * @param status the HTTP status
 * @param code the error code, also the metric's label
 * @param param the field at fault, or {@code null}
 * @param message what is wrong and what would be right
 * @param closes whether the connection cannot be used on, because the body was not read
 */
record ErrorReply(int status, String code, @Nullable String param, String message, boolean closes) {

  /** How long the rest of a refused body is read and thrown away. */
  private static final long LINGER_MILLIS = 2_000;

  private static final CharSequence SHOULD_RETRY = HttpHeaders.createOptimized("x-should-retry");

  static ErrorReply of(int status, String code, String message) {
    return new ErrorReply(status, code, null, message, false);
  }

  static ErrorReply closing(int status, String code, String message) {
    return new ErrorReply(status, code, null, message, true);
  }

  /** Whether the same request may well be answered a second later. */
  private boolean isTemporary() {
    return status == 503 || code.equals(Refusals.STILL_RUNNING.code());
  }

  byte[] body(ClientDialect dialect) {
    return dialect.errorBody(new ClientError(status, code, param, message, null));
  }

  /** Sends the refusal in the client's dialect and under a request id. */
  void send(Vertx vertx, HttpServerRequest request, ClientDialect dialect, String requestId) {
    HttpServerResponse response = request.response();
    if (response.headWritten() || response.closed()) {
      return;
    }
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(ResponseHeaders.REQUEST_ID, requestId)
        .putHeader(dialect.requestIdHeader(), requestId)
        .putHeader(ResponseHeaders.TOLLGATE_REQUEST_ID, requestId)
        .putHeader(ResponseHeaders.ERROR_SOURCE, "gateway");
    if (response.headers().contains(HttpHeaders.RETRY_AFTER)) {
      response.putHeader(SHOULD_RETRY, "true");
    } else if (isTemporary()) {
      response.putHeader(HttpHeaders.RETRY_AFTER, "1").putHeader(SHOULD_RETRY, "true");
    } else if (status < 500) {
      response.putHeader(SHOULD_RETRY, "false");
    }
    if (closes) {
      response.putHeader(HttpHeaders.CONNECTION, "close");
    }
    Future<Void> sent = response.end(Buffer.buffer(body(dialect)));
    if (closes) {
      sent.onComplete(ignored -> closeGently(vertx, request));
    }
  }

  /**
   * Closes the connection when the rest of the body has come or has had its time: a close with
   * bytes unread resets the connection, and the reset may overtake the answer.
   */
  private static void closeGently(Vertx vertx, HttpServerRequest request) {
    HttpConnection connection = request.connection();
    if (request.isEnded()) {
      connection.close();
    } else {
      request.endHandler(ignored -> connection.close());
      vertx.setTimer(LINGER_MILLIS, ignored -> connection.close());
    }
  }
}
