package io.tollgate.policies.price;

/**
 * What a call that is yet to be made is taken to consume at most.
 *
 * @param input tokens of input of every kind, at least 0
 * @param output tokens of output of every kind, at least 0
 * @param media whether some of them may be of sound, pictures or film; otherwise all are of text
 */
public record UsageBound(long input, long output, boolean media) {

  public UsageBound {
    if (input < 0 || output < 0) {
      throw new IllegalArgumentException(
          "bound: " + input + " in, " + output + " out (expected: both >= 0)");
    }
  }
}
