package io.tollgate.gateway.exchange;

import io.tollgate.adapters.openai.chat.ChatErrors;
import io.tollgate.gateway.ledger.LedgerException;
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
 * @param retryAfter the provider's {@code Retry-After}, passed on, or the gateway's own
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

  /** No entry can be written until the gateway is started again. */
  private static final AttemptFailure LEDGER_FAILED =
      ledger(
          "ledger_unavailable",
          "The gateway's ledger has failed; this gateway does nothing more until its restart.",
          "30");

  /** No request can begin until there is room on the ledger's disk. */
  private static final AttemptFailure LEDGER_FULL =
      ledger(
          "ledger_full",
          "The gateway's ledger has no room for another request; it goes on by itself once there"
              + " is.",
          "5");

  /** The ledger has too much to do, or its disk is too slow. */
  private static final AttemptFailure LEDGER_BUSY =
      ledger("ledger_busy", "The gateway's ledger is too slow for another request just now.", "1");

  /** A fault of the gateway itself. */
  static final AttemptFailure FAULT =
      of(
          false,
          500,
          "internal_error",
          "The gateway failed to handle this request; its log says why.");

  /** The failure that an entry amounts to which the ledger did not take. */
  static AttemptFailure ledger(Throwable cause) {
    if (!(cause instanceof LedgerException refusal)) {
      return LEDGER_FAILED;
    }
    return switch (refusal.kind()) {
      case BUSY -> LEDGER_BUSY;
      case FULL -> LEDGER_FULL;
      case FAILED, UNUSABLE, REFUSED -> LEDGER_FAILED;
    };
  }

  private static AttemptFailure ledger(String code, String message, String retryAfterSeconds) {
    return new AttemptFailure(false, 503, code, message, retryAfterSeconds, null);
  }

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
