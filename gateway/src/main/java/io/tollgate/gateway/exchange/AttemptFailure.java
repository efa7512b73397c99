package io.tollgate.gateway.exchange;

import io.tollgate.adapters.openai.chat.ChatErrors;
import io.tollgate.gateway.upstream.UpstreamFailure;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Why there is no complete answer, and what the client is told if it was the last one.
 *
 * @param tryNext whether another deployment may be tried, as long as nothing was released
 * @param status the HTTP status for the client
 * @param code the error code for the client, the log and the ledger
 * @param message one sentence for the client; it may quote the provider, so it is never logged
 * @param retryAfter the provider's {@code Retry-After}, passed on
 * @param body the provider's own error in the client's dialect, where the request was at fault
 */
record AttemptFailure(
    boolean tryNext,
    int status,
    String code,
    String message,
    @Nullable String retryAfter,
    @Nullable Buffer body) {

  /** The gateway is being stopped, and the time for it is over. */
  static final AttemptFailure STOPPING =
      of(false, 503, "gateway_stopping", "The gateway is being stopped and can wait no longer.");

  /** No entry can be written. */
  static final AttemptFailure NO_LEDGER =
      of(
          false,
          503,
          "ledger_unavailable",
          "The gateway's ledger cannot be written; nothing more is done for now.");

  /** The answers that are gathered fill the memory there is for them. */
  static final AttemptFailure NO_ROOM =
      new AttemptFailure(
          false,
          503,
          "overloaded",
          "The gateway holds as many answers as it has memory for; try again.",
          "1",
          null);

  /** A fault of the gateway itself. */
  static final AttemptFailure FAULT =
      of(
          false,
          500,
          "internal_error",
          "The gateway failed to handle this request; its log says why.");

  private static AttemptFailure of(boolean tryNext, int status, String code, String message) {
    return new AttemptFailure(tryNext, status, code, message, null, null);
  }

  /** The failure that a broken call amounts to. */
  static AttemptFailure of(UpstreamFailure failure, boolean resendLost) {
    return switch (failure.kind()) {
      // Where providers are is no caller's business; the ledger has the whole reason.
      case NOT_SENT -> of(true, 502, "upstream_unreachable", "the provider cannot be reached");
      case LATE -> of(true, 504, "upstream_timeout", failure.message());
      // The provider may have done the work; doing it twice is the operator's choice.
      case LOST -> of(resendLost, 502, "upstream_connection_lost", failure.message());
      case CUT -> of(true, 502, "upstream_truncated", failure.message());
      case PROTOCOL -> of(true, 502, "upstream_protocol_error", failure.message());
    };
  }

  /** The provider reported an error in the place of an answer. */
  static AttemptFailure inBand(String message) {
    return of(true, 502, "upstream_error", "the provider reports: " + message);
  }

  /**
   * The failure that a provider's error status amounts to.
   *
   * @param message the provider's own message, shortened and without control characters
   * @param body its error body where that is in the client's dialect
   */
  static AttemptFailure status(
      int status, String message, @Nullable String retryAfter, @Nullable Buffer body) {
    return switch (status) {
      // The request itself is at fault: no other deployment is asked, the caller gets it as it is.
      case 400, 413, 415, 422 ->
          new AttemptFailure(false, status, "upstream_rejected", message, retryAfter, body);
      // Our key, our account or our model name: never the caller's fault.
      case 401, 403 ->
          of(true, 502, "upstream_authentication", "the provider refused the gateway's key");
      case 402 -> of(true, 502, "upstream_account", "the provider's account is out of credit");
      case 404 -> of(true, 502, "upstream_model_not_found", "the provider does not know the model");
      case 429 -> new AttemptFailure(true, 429, "upstream_rate_limited", message, retryAfter, null);
      case 503, 529 ->
          new AttemptFailure(true, 503, "upstream_overloaded", message, retryAfter, null);
      default -> of(true, 502, "upstream_error", "HTTP " + status + ": " + message);
    };
  }

  /** The failure as the body of an answer. */
  Buffer json() {
    return body != null ? body : Buffer.buffer(ChatErrors.body(status, code, null, message));
  }

  /** The failure as an event of a stream that has begun. */
  Buffer event() {
    return Buffer.buffer(ChatErrors.event(status, code, null, message));
  }
}
