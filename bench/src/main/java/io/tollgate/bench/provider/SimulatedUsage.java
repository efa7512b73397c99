package io.tollgate.bench.provider;

/**
 * What a simulated call consumed, in OpenAI's terms: the totals include their details.
 *
 * @param promptTokens all input, at least {@code cachedTokens}
 * @param cachedTokens the part of the input served from the prompt cache, at least 0
 * @param completionTokens all output, at least {@code reasoningTokens}
 * @param reasoningTokens the hidden part of the output, at least 0
 */
public record SimulatedUsage(
    long promptTokens, long cachedTokens, long completionTokens, long reasoningTokens) {

  /** Nothing consumed. */
  public static final SimulatedUsage NONE = new SimulatedUsage(0, 0, 0, 0);

  public SimulatedUsage {
    if (cachedTokens < 0
        || promptTokens < cachedTokens
        || reasoningTokens < 0
        || completionTokens < reasoningTokens) {
      throw new IllegalArgumentException(
          "usage: %d of %d cached, %d of %d reasoning (expected: 0 <= part <= total)"
              .formatted(cachedTokens, promptTokens, reasoningTokens, completionTokens));
    }
  }

  /** Input and output together. */
  public long totalTokens() {
    return promptTokens + completionTokens;
  }

  /** The same input with only the first tokens of the output; hidden ones come first. */
  public SimulatedUsage afterOutput(long tokens) {
    long produced = Math.min(tokens, completionTokens);
    return new SimulatedUsage(
        promptTokens, cachedTokens, produced, Math.min(produced, reasoningTokens));
  }
}
