package io.tollgate.gateway.budget;

import org.jspecify.annotations.Nullable;

/**
 * By how much the requests that run may exceed their holds: keeps the sum, and knows the largest
 * two of them to within an eighth, in the space of some counters.
 *
 * <p>Not safe for use by several threads.
 */
final class Excesses {

  /** Parts of an octave that are told apart. */
  private static final int PARTS_BITS = 3;

  /** A millionth of a dollar: what is less counts as that much. */
  private static final int LEAST_OCTAVE = 20;

  /** A thousand dollars: no more is told apart, and counts as all there is. */
  private static final int MOST_OCTAVE = 50;

  private static final int BUCKETS = ((MOST_OCTAVE - LEAST_OCTAVE) << PARTS_BITS) + 2;

  private char @Nullable [] counts;
  private long sum;

  void add(long excess) {
    if (excess > 0) {
      char[] now = counts;
      if (now == null) {
        now = new char[BUCKETS];
        counts = now;
      }
      if (++now[bucket(excess)] == 0) {
        throw new IllegalStateException("more requests at once than are counted");
      }
      // It may wrap where a thousand requests may each cost thousands, and comes back as they end.
      sum += excess;
    }
  }

  void remove(long excess) {
    char[] now = counts;
    if (excess > 0 && now != null) {
      now[bucket(excess)]--;
      sum -= excess;
    }
  }

  void clear() {
    counts = null;
    sum = 0;
  }

  /** The same at this moment, for itself. */
  Excesses copy() {
    Excesses copy = new Excesses();
    copy.counts = counts == null ? null : counts.clone();
    copy.sum = sum;
    return copy;
  }

  /**
   * What is kept free because two requests may exceed their holds at the same time, those that may
   * exceed them furthest: not less than that, an eighth more at most, and never more than all may.
   *
   * @param further the excess of a request that is to come in addition, or 0
   */
  long margin(long further) {
    if (sum == 0 && further == 0) {
      return 0;
    }
    long all = sum < 0 ? Long.MAX_VALUE : sum;
    long first = further;
    long second = 0;
    char[] now = counts;
    int found = 0;
    for (int bucket = BUCKETS - 1; now != null && bucket >= 0 && found < 2; bucket--) {
      for (int i = 0; i < now[bucket] && found < 2; i++) {
        long most = Math.min(ceiling(bucket), all);
        found++;
        if (most > first) {
          second = first;
          first = most;
        } else if (most > second) {
          second = most;
        }
      }
    }
    return Math.min(Sums.plus(all, further), Sums.plus(first, second));
  }

  private static int bucket(long excess) {
    int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(excess);
    if (octave < LEAST_OCTAVE) {
      return 0;
    }
    if (octave >= MOST_OCTAVE) {
      return BUCKETS - 1;
    }
    int part = (int) (excess >>> (octave - PARTS_BITS)) & ((1 << PARTS_BITS) - 1);
    return 1 + ((octave - LEAST_OCTAVE) << PARTS_BITS) + part;
  }

  /** The largest number of a bucket. */
  private static long ceiling(int bucket) {
    if (bucket == BUCKETS - 1) {
      return Long.MAX_VALUE;
    }
    if (bucket == 0) {
      return (1L << LEAST_OCTAVE) - 1;
    }
    int octave = LEAST_OCTAVE + ((bucket - 1) >> PARTS_BITS);
    int part = (bucket - 1) & ((1 << PARTS_BITS) - 1);
    long next = (1L << PARTS_BITS) + part + 1;
    return (next << (octave - PARTS_BITS)) - 1;
  }
}
