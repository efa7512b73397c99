package io.tollgate.gateway.http;

import io.tollgate.adapters.openai.chat.ChatErrors;
import io.tollgate.gateway.exchange.ResponseHeaders;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
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

  private static final CharSequence SHOULD_RETRY = HttpHeaders.createOptimized("x-should-retry");

  static ErrorReply of(int status, String code, String message) {
    return new ErrorReply(status, code, null, message, false);
  }

  static ErrorReply closing(int status, String code, String message) {
    return new ErrorReply(status, code, null, message, true);
  }

  /** Sends the refusal under a request id. */
  void send(HttpServerRequest request, String requestId) {
    if (request.response().ended() || request.response().closed()) {
      return;
    }
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(ResponseHeaders.REQUEST_ID, requestId)
        .putHeader(ResponseHeaders.TOLLGATE_REQUEST_ID, requestId)
        .putHeader(ResponseHeaders.ERROR_SOURCE, "gateway");
    if (status == 503) {
      request.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
    } else {
      request.response().putHeader(SHOULD_RETRY, "false");
    }
    if (closes) {
      request.response().putHeader(HttpHeaders.CONNECTION, "close");
    }
    var sent = request.response().end(Buffer.buffer(ChatErrors.body(status, code, param, message)));
    if (closes) {
      sent.onComplete(ignored -> request.connection().close());
    }
  }
}
