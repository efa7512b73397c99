package io.tollgate.gateway.upstream;

import io.tollgate.policies.routing.Outlook.Availability;
import io.tollgate.policies.routing.Outlook.Forecast;
import io.tollgate.policies.usage.Usage;
import java.util.concurrent.TimeUnit;

/**
 * What was seen of one deployment's answers lately.
 *
 * <p>Safe for use by several threads: an observation holds a lock for a few additions, and a
 * forecast is made anew by the first who asks after one.
 */
final class DeploymentOutlook {

  /** What half of the answers keep is expected, and what nine in ten keep is held to limits. */
  static final double EXPECTED = 0.5;

  static final double SLOW = 0.9;

  /** What an answer is not likely to exceed: 99 in 100 do not. */
  static final double LONG = 0.99;

  /** Lengths of answers that have to be seen before it is said what is long. */
  private static final int LENGTHS_MIN = 100;

  /** And those after which the longest of them tells something of what is to come. */
  private static final int LENGTHS_TELLING = 500;

  /** Half as much counts a length after so many, enough for some to be longer than 99 in 100. */
  private static final int LENGTHS_HALF_LIFE = 512;

  /** A new observation counts one part in this many, where means are kept. */
  private static final int WINDOW = 16;

  private static final int PPM = 1_000_000;

  private final LatencySketch ttftMs = new LatencySketch();

  /** Microseconds for each token after the first. */
  private final LatencySketch tokenMicros = new LatencySketch();

  private final LatencySketch lengths = new LatencySketch(LENGTHS_HALF_LIFE);
  private long lengthsSeen;
  private long longest;
  private long outputTokens = -1;
  private double inputTokens;
  private double cachedTokens;
  private volatile boolean changed;
  private volatile Forecast forecast = Forecast.UNKNOWN;

  /**
   * Takes in a complete answer.
   *
   * @param ttft time to the first content byte in milliseconds, or -1 where there was none
   * @param totalMs time to the last byte in milliseconds
   * @param usage what it consumed
   * @param reported whether the provider said so: an estimate knows nothing of caches
   */
  synchronized void observe(long ttft, long totalMs, Usage usage, boolean reported, long nanos) {
    long output = usage.totalOutput();
    outputTokens = blend(outputTokens, output);
    lengths.add(output, nanos);
    lengthsSeen++;
    longest = Math.max(longest, output);
    if (ttft >= 0) {
      ttftMs.add(ttft, nanos);
      if (output > 0) {
        long micros = TimeUnit.MILLISECONDS.toMicros(Math.max(1, totalMs - ttft));
        tokenMicros.add(micros / output, nanos);
      }
    }
    if (reported) {
      double kept = 1 - 1.0 / WINDOW;
      inputTokens = kept * inputTokens + usage.totalInput();
      cachedTokens = kept * cachedTokens + usage.totalCacheRead();
    }
    changed = true;
  }

  private static long blend(long old, long now) {
    return old < 0 ? now : old + Math.floorDiv(now - old + WINDOW / 2, (long) WINDOW);
  }

  Forecast forecast() {
    return changed ? renewed() : forecast;
  }

  private synchronized Forecast renewed() {
    if (changed) {
      forecast =
          new Forecast(
              Availability.AVAILABLE,
              0,
              ttftMs.quantile(EXPECTED),
              ttftMs.quantile(SLOW),
              tokensPerSecond(EXPECTED),
              tokensPerSecond(SLOW),
              outputTokens,
              lengthsSeen < LENGTHS_MIN ? -1 : longLength(),
              lengthsSeen < LENGTHS_TELLING ? -1 : longest,
              0,
              0,
              inputTokens == 0 ? 0 : (int) (PPM * (cachedTokens / inputTokens)));
      changed = false;
    }
    return forecast;
  }

  /** The sketch may be under by a part, a hold should not be. */
  private long longLength() {
    return (long) Math.ceil(lengths.quantile(LONG) * (1 + LatencySketch.MAX_ERROR));
  }

  private long tokensPerSecond(double part) {
    return tokenMicros.isEmpty() ? -1 : Math.max(1, PPM / Math.max(1, tokenMicros.quantile(part)));
  }
}
