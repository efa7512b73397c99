package io.tollgate.gateway.upstream;

/**
 * One of the accounts that a provider knows the gateway by, as it is configured.
 *
 * @param name tells it from the provider's others; no secret
 * @param authentication how the provider is told that it is this one
 * @param weight its share of the requests, against the weights of the others; at least 1
 * @param allowance what it may be sent
 */
public record Account(String name, Authentication authentication, int weight, Allowance allowance) {

  /** The name of an account that nobody named, because it is the only one. */
  public static final String ONLY = "default";

  /** The largest weight. */
  public static final int WEIGHT_MAX = 1_000;

  public Account {
    if (weight < 1 || weight > WEIGHT_MAX) {
      throw new IllegalArgumentException(
          "weight: " + weight + " (expected: 1 to " + WEIGHT_MAX + ")");
    }
  }

  /** The only account of a provider, of which no limits are known. */
  public static Account only(Authentication authentication) {
    return new Account(ONLY, authentication, 1, Allowance.UNSAID);
  }
}
