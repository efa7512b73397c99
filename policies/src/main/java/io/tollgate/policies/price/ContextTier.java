package io.tollgate.policies.price;

/**
 * The prices of a request, or of a part of it, whose input is larger than a threshold.
 *
 * @param aboveInput tokens of input, cached or not, that a request must exceed; at least 1
 * @param rates the prices above it
 */
public record ContextTier(long aboveInput, Rates rates) {

  public ContextTier {
    if (aboveInput < 1) {
      throw new IllegalArgumentException("above input: " + aboveInput + " (expected: >= 1)");
    }
  }
}
