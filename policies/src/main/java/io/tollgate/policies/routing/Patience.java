package io.tollgate.policies.routing;

/**
 * How long a candidate is waited for while another one could answer instead. It binds only as long
 * as nothing of an answer has been released, and only where the plan has a next candidate.
 *
 * @param firstTokenMs milliseconds to the first token of a stream, after which the next candidate
 *     is tried instead; {@link #UNLIMITED} for no limit
 * @param tokensPerSecond a stream that begins more slowly is given up for the next candidate; 0 for
 *     no limit. Its first tokens are held back until that is known
 * @param hedgeAfterMs milliseconds without a first token, after which the next candidate is asked
 *     as well and the first to answer wins; {@link #UNLIMITED} for never. Both are paid for
 */
public record Patience(long firstTokenMs, long tokensPerSecond, long hedgeAfterMs) {

  /** A time that never passes. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  /** Waits as long as the deadlines of the provider allow. */
  public static final Patience ENDLESS = new Patience(UNLIMITED, 0, UNLIMITED);

  /** Whether a second candidate may be asked while the first has not answered. */
  public boolean hedges() {
    return hedgeAfterMs != UNLIMITED;
  }
}
