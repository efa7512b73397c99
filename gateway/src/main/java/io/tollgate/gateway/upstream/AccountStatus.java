package io.tollgate.gateway.upstream;

/**
 * How an account with a provider stands at a moment, for people; nothing of it is secret.
 *
 * @param provider the provider's name
 * @param account the account's name there
 * @param weight its share of the requests
 * @param state whether it is used
 * @param pauseMs milliseconds until that may change; 0 where it is used
 * @param requestsLeft requests that are left in this minute, as the provider said last or else by
 *     the contract; -1 where neither is known
 * @param tokensLeft tokens that are left in this minute, likewise
 * @param requests requests that it was given since the start
 * @param throttles how often the provider said that it is used too much
 */
public record AccountStatus(
    String provider,
    String account,
    int weight,
    State state,
    long pauseMs,
    long requestsLeft,
    long tokensLeft,
    long requests,
    long throttles) {

  /** Whether an account is used. */
  public enum State {
    /** It is. */
    READY,
    /** At one deployment at least the provider has asked for a pause. */
    THROTTLED,
    /** It is out of credit or at its limit; once its pause is over it has to prove itself. */
    DRAINED,
    /** The provider does not take its key; once its pause is over it has to prove itself. */
    REJECTED
  }
}
