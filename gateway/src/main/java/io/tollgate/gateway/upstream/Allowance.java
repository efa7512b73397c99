package io.tollgate.gateway.upstream;

/**
 * What an account may be sent in a minute, as its contract says.
 *
 * @param requests requests in a minute, or 0 where that is not said
 * @param tokens tokens in a minute, in and out, or 0 where that is not said
 */
public record Allowance(long requests, long tokens) {

  /** Nothing is said of it. */
  public static final Allowance UNSAID = new Allowance(0, 0);

  /** The most that is taken for a limit; far above any contract. */
  public static final long MOST = 1_000_000_000_000L;

  public Allowance {
    if (requests < 0 || requests > MOST || tokens < 0 || tokens > MOST) {
      throw new IllegalArgumentException(
          "allowance: "
              + requests
              + " requests, "
              + tokens
              + " tokens (expected: 0 to "
              + MOST
              + ")");
    }
  }

  /** The part of it that the provider's own word does not stand in the place of. */
  Allowance without(boolean requestsLearnt, boolean tokensLearnt) {
    return requestsLearnt || tokensLearnt
        ? new Allowance(requestsLearnt ? 0 : requests, tokensLearnt ? 0 : tokens)
        : this;
  }
}
