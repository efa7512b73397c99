package io.tollgate.gateway.limit;

/**
 * How one bound of a limit stands at a moment.
 *
 * @param limit the limit
 * @param kind which of its bounds
 * @param remaining what is left of it, rounded down
 * @param fullMs milliseconds until all of it is there, if nothing more is asked; of running
 *     requests a guess
 * @param waiting requests that wait for the limit
 */
public record Standing(RateLimit limit, LimitKind kind, long remaining, long fullMs, int waiting) {

  /** The bound. */
  public long bound() {
    return limit.bound(kind);
  }

  /** Whether less is left of it than of another, or the same for longer. */
  public boolean isTighterThan(Standing other) {
    return remaining != other.remaining ? remaining < other.remaining : fullMs > other.fullMs;
  }
}
