package io.tollgate.gateway.exchange;

import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.dialect.ClientError;
import io.tollgate.gateway.upstream.UpstreamFailure;
import io.tollgate.gateway.upstream.Verdict;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why there is no complete answer, what may be tried instead, and what the client is told if
 * nothing is.
 *
 * @param next where the request may be sent, as long as nothing was released
 * @param status the HTTP status for the client
 * @param code the error code for the client, the log and the ledger
 * @param message one sentence for the client; it may quote the provider, so it is never logged
 * @param retryAfterMs the pause that was asked for, passed on, or the gateway's own; -1 where none
 *     was
 * @param rejection the provider's own words, where the request was at fault
 * @param verdict what it says of the deployment
 */
record AttemptFailure(
    Next next,
    int status,
    String code,
    String message,
    long retryAfterMs,
    @Nullable ProviderError rejection,
    Verdict verdict) {

  /** Where a request may go after an attempt that failed. */
  enum Next {
    /** It is at fault itself, or sending it twice is not the gateway's to decide. */
    NOWHERE,
    /** To another deployment. */
    ELSEWHERE,
    /** To another deployment, or to the same where there is no other. */
    ANYWHERE
  }

  /**
   * What providers call an account that has no money left or has reached its limit. More than the
   * rate is meant: waiting a little does not help.
   */
  private static final Set<String> ACCOUNT_CODES =
      Set.of(
          "insufficient_quota",
          "credit_balance_exhausted",
          "organization_spend_limit_exceeded",
          "project_spend_limit_exceeded",
          "organization_usage_limit_exceeded",
          "billing_hard_limit_reached",
          "billing_error",
          "enforced_spend_limit_reached");

  /** What Anthropic says, with 400 and no code of its own, at a limit that its customer has set. */
  private static final String OWN_LIMIT = "You have reached your specified API usage limits";

  /** What providers call a key that is good for something else. */
  private static final Set<String> KEY_CODES =
      Set.of(
          "permission_error",
          "authentication_error",
          "invalid_api_key",
          "PERMISSION_DENIED",
          "AccessDeniedException");

  /** The gateway is being stopped, and the time for it is over. */
  static final AttemptFailure STOPPING =
      ours(503, "gateway_stopping", "The gateway is being stopped and can wait no longer.");

  /** The answers that are gathered fill the memory there is for them. */
  static final AttemptFailure NO_ROOM =
      new AttemptFailure(
          Next.NOWHERE,
          503,
          "overloaded",
          "The gateway holds as many answers as it has memory for; try again.",
          1_000,
          null,
          Verdict.NOTHING);

  /** A fault of the gateway itself. */
  static final AttemptFailure FAULT =
      ours(500, "internal_error", "The gateway failed to handle this request; its log says why.");

  /** The failure that an entry amounts to which the ledger did not take. */
  static AttemptFailure ledger(Throwable cause) {
    LedgerRefusal refusal = LedgerRefusal.of(cause);
    return new AttemptFailure(
        Next.NOWHERE,
        503,
        refusal.code(),
        refusal.message(),
        refusal.retryAfterMs(),
        null,
        Verdict.NOTHING);
  }

  private static AttemptFailure ours(int status, String code, String message) {
    return of(Next.NOWHERE, status, code, message, Verdict.NOTHING);
  }

  private static AttemptFailure of(
      Next next, int status, String code, String message, Verdict verdict) {
    return new AttemptFailure(next, status, code, message, RetryAfter.UNSAID, null, verdict);
  }

  private static Verdict faulty(String reason) {
    return new Verdict.Faulty(reason, false);
  }

  /** The failure that a broken call amounts to. */
  static AttemptFailure of(UpstreamFailure failure, boolean resendLost) {
    return switch (failure.kind()) {
      // Where providers are is no caller's business; the ledger has the whole reason.
      case NOT_SENT ->
          of(
              Next.ANYWHERE,
              502,
              "upstream_unreachable",
              "the provider cannot be reached",
              faulty("not reachable"));
      case UNPROVABLE ->
          of(
              Next.ANYWHERE,
              502,
              "upstream_unreachable",
              "the provider cannot be reached",
              new Verdict.Refused("not reachable", Verdict.Refused.Of.PROOF));
      case UNTRUSTED ->
          of(
              Next.ELSEWHERE,
              502,
              "upstream_untrusted",
              "the provider cannot be reached safely",
              new Verdict.Untrusted(failure.message()));
      case LATE ->
          of(
              Next.ELSEWHERE,
              504,
              "upstream_timeout",
              failure.message(),
              new Verdict.Faulty("late", true));
      // The provider may have done the work; doing it twice is the operator's choice.
      case LOST ->
          of(
              resendLost ? Next.ELSEWHERE : Next.NOWHERE,
              502,
              "upstream_connection_lost",
              failure.message(),
              faulty("connection lost"));
      case CUT ->
          of(Next.ELSEWHERE, 502, "upstream_truncated", failure.message(), faulty("truncated"));
      case PROTOCOL ->
          of(
              Next.ELSEWHERE,
              502,
              "upstream_protocol_error",
              failure.message(),
              faulty("not of its dialect"));
    };
  }

  /** The first tokens were too late or too slow for the policy, and another deployment is asked. */
  static AttemptFailure impatient(String message) {
    return of(Next.ELSEWHERE, 504, "upstream_timeout", message, new Verdict.Faulty("slow", true));
  }

  /** The provider reported an error in the place of an answer. */
  static AttemptFailure inBand(String message) {
    return of(
        Next.ELSEWHERE,
        502,
        "upstream_error",
        "the provider reports: " + message,
        faulty("error in place of an answer"));
  }

  /**
   * The failure that a provider's error status amounts to.
   *
   * @param error what the provider says, shortened and without control characters
   * @param retryAfterMs the pause it asks for, or -1
   */
  static AttemptFailure status(int status, ProviderError error, long retryAfterMs) {
    String message = error.message().isEmpty() ? "no message" : error.message();
    if (status == 402 || (status < 500 && isOfAccount(error))) {
      // Ours, not the caller's: told as 502, so that no client waits for what will not come.
      return of(
          Next.ELSEWHERE,
          502,
          "upstream_account",
          "the account with the provider is out of credit or at its limit",
          new Verdict.AccountSpent(retryAfterMs));
    }
    return switch (status) {
      // The request itself is at fault: no other deployment is asked, the caller gets it as it is.
      case 400, 413, 415, 422 ->
          new AttemptFailure(
              Next.NOWHERE,
              status,
              "upstream_rejected",
              message,
              retryAfterMs,
              error,
              Verdict.NOTHING);
      // Our key, our account or our model name: never the caller's fault.
      case 401 ->
          of(
              Next.ELSEWHERE,
              502,
              "upstream_authentication",
              "the provider refused the gateway's key",
              new Verdict.Refused("key refused", Verdict.Refused.Of.KEY));
      // Many a provider answers so to what a caller wrote: only its word for keys is held against
      // one.
      case 403 ->
          of(
              Next.ELSEWHERE,
              502,
              "upstream_authentication",
              "the provider refused the gateway's key",
              names(error, KEY_CODES)
                  ? new Verdict.Refused("not permitted", Verdict.Refused.Of.DEPLOYMENT)
                  : Verdict.NOTHING);
      case 404 ->
          of(
              Next.ELSEWHERE,
              502,
              "upstream_model_not_found",
              "the provider does not know the model",
              faulty("model unknown"));
      case 429 ->
          new AttemptFailure(
              Next.ANYWHERE,
              429,
              "upstream_rate_limited",
              message,
              retryAfterMs,
              null,
              new Verdict.Throttled(retryAfterMs));
      case 503, 529 ->
          new AttemptFailure(
              Next.ANYWHERE,
              503,
              "upstream_overloaded",
              message,
              retryAfterMs,
              null,
              new Verdict.Faulty("HTTP " + status, true));
      default ->
          of(
              status >= 500 ? Next.ANYWHERE : Next.ELSEWHERE,
              502,
              "upstream_error",
              "HTTP " + status + ": " + message,
              faulty("HTTP " + status));
    };
  }

  private static boolean isOfAccount(ProviderError error) {
    return names(error, ACCOUNT_CODES) || error.message().startsWith(OWN_LIMIT);
  }

  private static boolean names(ProviderError error, Set<String> codes) {
    return (error.code() != null && codes.contains(error.code()))
        || (error.type() != null && codes.contains(error.type()));
  }

  /** Whether the account that it was sent with is to blame, so that another may do better. */
  boolean isOfAccount() {
    return verdict instanceof Verdict.Throttled
        || verdict instanceof Verdict.AccountSpent
        || verdict instanceof Verdict.Refused;
  }

  /** Whose failure it is, in the words of the header that says so. */
  String source() {
    return equals(NO_ROOM) ? "gateway" : "provider";
  }

  /** What the client is told. */
  ClientError told() {
    return rejection == null
        ? ClientError.of(status, code, message)
        : new ClientError(status, rejection.code(), rejection.param(), message, rejection.type());
  }
}
