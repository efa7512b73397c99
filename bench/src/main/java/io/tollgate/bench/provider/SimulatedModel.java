package io.tollgate.bench.provider;

import java.time.Duration;

/**
 * How one model of a simulated provider behaves.
 *
 * @param name the upstream model name
 * @param timeToFirstToken mean wait before the first token; each answer's own is within 20 % of it
 * @param tokensPerSecond speed after the first token, 1 to {@value #UNPACED}, which means no pacing
 * @param prices what it charges
 * @param usageStyle how it reports usage
 * @param cachedPpm share of the input served from its prompt cache, in millionths
 * @param reasoningPpm share of the output that is hidden reasoning, in millionths
 * @param typicalOutputTokens mean visible length of an answer, at least 1; each answer's own is
 *     between half and one and a half times that
 */
public record SimulatedModel(
    String name,
    Duration timeToFirstToken,
    int tokensPerSecond,
    TokenPrices prices,
    UsageStyle usageStyle,
    int cachedPpm,
    int reasoningPpm,
    int typicalOutputTokens) {

  /** A speed that means: as fast as the client reads. */
  public static final int UNPACED = 1_000_000;

  public SimulatedModel {
    if (timeToFirstToken.isNegative() || tokensPerSecond < 1 || tokensPerSecond > UNPACED) {
      throw new IllegalArgumentException(
          "%s: first token after %s, %d tokens/s (expected: >= 0, 1 to %d)"
              .formatted(name, timeToFirstToken, tokensPerSecond, UNPACED));
    }
    if (cachedPpm < 0 || cachedPpm > 1_000_000 || reasoningPpm < 0 || reasoningPpm > 900_000) {
      throw new IllegalArgumentException(
          "%s: cached %d ppm, reasoning %d ppm (expected: 0 to 1,000,000, 0 to 900,000)"
              .formatted(name, cachedPpm, reasoningPpm));
    }
    if (typicalOutputTokens < 1) {
      throw new IllegalArgumentException(
          "%s: typical output %d tokens (expected: >= 1)".formatted(name, typicalOutputTokens));
    }
  }

  /** A model that answers at once, in OpenAI's style, at $2 in, $0.20 cached and $8 out. */
  public static SimulatedModel instant(String name) {
    TokenPrices prices = new TokenPrices(2_000_000, 200_000, 8_000_000);
    return new SimulatedModel(name, Duration.ZERO, UNPACED, prices, UsageStyle.OPENAI, 0, 0, 24);
  }

  /** The same model at another speed. */
  public SimulatedModel paced(Duration newTimeToFirstToken, int newTokensPerSecond) {
    return new SimulatedModel(
        name,
        newTimeToFirstToken,
        newTokensPerSecond,
        prices,
        usageStyle,
        cachedPpm,
        reasoningPpm,
        typicalOutputTokens);
  }

  /** The same model with answers of another typical length, in tokens. */
  public SimulatedModel ofLength(int newTypicalOutputTokens) {
    return new SimulatedModel(
        name,
        timeToFirstToken,
        tokensPerSecond,
        prices,
        usageStyle,
        cachedPpm,
        reasoningPpm,
        newTypicalOutputTokens);
  }

  /** The same model at other prices. */
  public SimulatedModel pricedAt(TokenPrices newPrices) {
    return new SimulatedModel(
        name,
        timeToFirstToken,
        tokensPerSecond,
        newPrices,
        usageStyle,
        cachedPpm,
        reasoningPpm,
        typicalOutputTokens);
  }

  /** The same model with another way to report usage. */
  public SimulatedModel reporting(UsageStyle newUsageStyle) {
    return new SimulatedModel(
        name,
        timeToFirstToken,
        tokensPerSecond,
        prices,
        newUsageStyle,
        cachedPpm,
        reasoningPpm,
        typicalOutputTokens);
  }

  /** The same model with other shares of cached input and of reasoning, in millionths. */
  public SimulatedModel sharing(int newCachedPpm, int newReasoningPpm) {
    return new SimulatedModel(
        name,
        timeToFirstToken,
        tokensPerSecond,
        prices,
        usageStyle,
        newCachedPpm,
        newReasoningPpm,
        typicalOutputTokens);
  }

  /** Nanoseconds between two tokens; 0 when unpaced. */
  long tokenNanos() {
    return tokensPerSecond == UNPACED ? 0 : 1_000_000_000L / tokensPerSecond;
  }
}
