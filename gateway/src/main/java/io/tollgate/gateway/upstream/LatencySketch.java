package io.tollgate.gateway.upstream;

import java.time.Duration;

/**
 * Quantiles of what was seen lately: a histogram with exponential buckets, in which the past fades.
 *
 * <p>Not safe for use by several threads. Observing allocates nothing.
 */
final class LatencySketch {
  /*
   * Buckets: values below 8 have a bucket each; from there on every octave has 8 equal buckets, as in
   * an HdrHistogram of one digit. The middle of a bucket is at most 1/16 away from any value in it.
   * So a quantile is within MAX_ERROR of the value that has this rank exactly.
   *
   * Decay: forward decay [1]. Instead of making all old weights smaller, each new one is made larger,
   * by the factor 2^(1/HALF_LIFE_COUNT + passed/HALF_LIFE): what came 32 answers ago, or five minutes
   * ago, counts half. The first keeps a busy deployment's figures as steady as some 90 answers make
   * them, and quick: after 32 slow answers a fast past is outvoted in the median, after 5 in the p90.
   * The second lets the past of a quiet one fade. Only ratios of weights count, so that all can be
   * divided by one number before they overflow.
   *
   * HdrHistogram, which measures in bench, has no decay; DDSketch (sketches-java) neither. Both need
   * a ring of histograms for it, which forgets in jumps.
   *
   * [1] Cormode, Shkapenyuk, Srivastava, Xu: Forward Decay. ICDE 2009.
   */

  /** Quantiles are off by no more than this part of themselves. */
  static final double MAX_ERROR = 1.0 / 16;

  /** Values above are taken for this one. */
  static final long MAX_VALUE = (1L << 30) - 1;

  /** Where nothing else is said: so that a figure follows what changes within some tens. */
  static final int HALF_LIFE_COUNT = 32;

  static final Duration HALF_LIFE = Duration.ofMinutes(5);

  private static final int SUB_BITS = 3;
  private static final int SUB = 1 << SUB_BITS;
  private static final int BUCKETS = (30 - SUB_BITS + 1) * SUB;
  private static final double WEIGHT_MAX = 1e100;

  private final double lifeOfOne;
  private final double[] weights = new double[BUCKETS];
  private double total;
  private double next = 1;
  private long lastNanos;

  /** A sketch of latencies. */
  LatencySketch() {
    this(HALF_LIFE_COUNT);
  }

  /**
   * A sketch that remembers longer, for what changes more slowly and where rare values matter.
   *
   * @param halfLifeCount values after which one counts half
   */
  LatencySketch(int halfLifeCount) {
    this.lifeOfOne = 1.0 / halfLifeCount;
  }

  /**
   * Takes in a value.
   *
   * @param value at least 0
   * @param nanos the monotonic clock
   */
  void add(long value, long nanos) {
    if (total > 0) {
      double lives = lifeOfOne + Math.max(0, nanos - lastNanos) / (double) HALF_LIFE.toNanos();
      next *= Math.pow(2, Math.min(lives, 100));
    }
    lastNanos = nanos;
    if (next > WEIGHT_MAX) {
      scaleDown();
    }
    weights[bucket(value)] += next;
    total += next;
  }

  private void scaleDown() {
    total = 0;
    for (int i = 0; i < BUCKETS; i++) {
      weights[i] /= next;
      total += weights[i];
    }
    next = 1;
  }

  /** Whether nothing was taken in. */
  boolean isEmpty() {
    return total == 0;
  }

  /**
   * The value that a part of what was seen lately does not exceed; -1 where nothing was seen.
   *
   * @param part more than 0, at most 1
   */
  long quantile(double part) {
    if (isEmpty()) {
      return -1;
    }
    double rank = part * total;
    double sum = 0;
    int last = 0;
    for (int i = 0; i < BUCKETS; i++) {
      if (weights[i] > 0) {
        last = i;
        sum += weights[i];
        if (sum >= rank) {
          break;
        }
      }
    }
    return middle(last);
  }

  private static int bucket(long value) {
    long bounded = Math.clamp(value, 0, MAX_VALUE);
    if (bounded < SUB) {
      return (int) bounded;
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(bounded) - SUB_BITS;
    return (shift + 1) * SUB + (int) (bounded >>> shift) - SUB;
  }

  private static long middle(int bucket) {
    if (bucket < SUB) {
      return bucket;
    }
    int shift = bucket / SUB - 1;
    long least = (long) (SUB + bucket % SUB) << shift;
    return least + ((1L << shift) - 1) / 2;
  }
}
