package io.tollgate.gateway.exchange;

import io.tollgate.gateway.upstream.UpstreamFailure;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Why an attempt gave no complete answer, and what the client is told if it was the last one.
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

  private static AttemptFailure of(boolean tryNext, int status, String code, String message) {
    return new AttemptFailure(tryNext, status, code, message, null, null);
  }

  /** The failure that a broken call amounts to. */
  static AttemptFailure of(UpstreamFailure failure, boolean resendLost) {
    return switch (failure.kind()) {
      case NOT_SENT -> of(true, 502, "upstream_unreachable", failure.message());
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
}
