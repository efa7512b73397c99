package io.tollgate.bench.provider;

/**
 * What a simulated call consumed, in OpenAI's terms: the totals include their details.
 *
 * @param promptTokens all input, at least its three cached parts together
 * @param cachedTokens the part of the input served from the prompt cache, at least 0
 * @param writtenTokens the part of the input written to the prompt cache for five minutes, at least
 *     0
 * @param writtenHourTokens the part of the input written to it for an hour, at least 0
 * @param completionTokens all output, at least {@code reasoningTokens}
 * @param reasoningTokens the hidden part of the output, at least 0
 */
public record SimulatedUsage(
    long promptTokens,
    long cachedTokens,
    long writtenTokens,
    long writtenHourTokens,
    long completionTokens,
    long reasoningTokens) {

  /** Nothing consumed. */
  public static final SimulatedUsage NONE = new SimulatedUsage(0, 0, 0, 0);

  public SimulatedUsage {
    if (cachedTokens < 0
        || writtenTokens < 0
        || writtenHourTokens < 0
        || promptTokens < cachedTokens + writtenTokens + writtenHourTokens
        || reasoningTokens < 0
        || completionTokens < reasoningTokens) {
      throw new IllegalArgumentException(
          "usage: %d + %d + %d of %d cached, %d of %d reasoning (expected: 0 <= parts <= total)"
              .formatted(
                  cachedTokens,
                  writtenTokens,
                  writtenHourTokens,
                  promptTokens,
                  reasoningTokens,
                  completionTokens));
    }
  }

  /** A usage that wrote nothing to the prompt cache. */
  public SimulatedUsage(
      long promptTokens, long cachedTokens, long completionTokens, long reasoningTokens) {
    this(promptTokens, cachedTokens, 0, 0, completionTokens, reasoningTokens);
  }

  /** Input and output together. */
  public long totalTokens() {
    return promptTokens + completionTokens;
  }

  /** The input that the prompt cache had nothing to do with. */
  public long freshTokens() {
    return promptTokens - cachedTokens - writtenTokens - writtenHourTokens;
  }

  /** The output that is no reasoning. */
  public long visibleTokens() {
    return completionTokens - reasoningTokens;
  }

  /** The same input with only the first tokens of the output; hidden ones come first. */
  public SimulatedUsage afterOutput(long tokens) {
    long produced = Math.min(tokens, completionTokens);
    return new SimulatedUsage(
        promptTokens,
        cachedTokens,
        writtenTokens,
        writtenHourTokens,
        produced,
        Math.min(produced, reasoningTokens));
  }
}
