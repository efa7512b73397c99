package io.tollgate.bench.routing.data;

import io.tollgate.gateway.training.OutcomeSet;
import io.tollgate.gateway.training.Question;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Splits questions into folds, or draws some of them, by question rather than by row: all rows with
 * one key fall into the same part, in whatever set they stand. The part depends on the key and the
 * seed only, so it stays the same when sets are added or left out.
 */
public final class Folds {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final int count;
  private final long seed;

  /**
   * @param count number of folds, at least 2
   */
  public Folds(int count, long seed) {
    if (count < 2) {
      throw new IllegalArgumentException("folds: " + count + " (expected: >= 2)");
    }
    this.count = count;
    this.seed = seed;
  }

  /** Number of folds. */
  public int count() {
    return count;
  }

  /** The fold of a question, 0 to {@link #count()} - 1. */
  public int of(Question question) {
    return (int) Long.remainderUnsigned(hash(question, seed), count);
  }

  /** Rows of a set outside of a fold: what may be learnt from. */
  public int[] training(OutcomeSet set, int fold) {
    return rows(set).filter(row -> of(set.question(row)) != fold).toArray();
  }

  /** Rows of a set in a fold: what is tested on. */
  public int[] test(OutcomeSet set, int fold) {
    return rows(set).filter(row -> of(set.question(row)) == fold).toArray();
  }

  /**
   * Rows of a set in an order that is random but for the seed, and in which rows of one question
   * stand together.
   */
  public static int[] shuffled(OutcomeSet set, long seed) {
    return rows(set)
        .boxed()
        .sorted(
            Comparator.comparingLong((Integer row) -> hash(set.question(row), seed))
                .thenComparingInt(row -> row))
        .mapToInt(row -> row)
        .toArray();
  }

  /** The first of shuffled rows, at least so many, without cutting a question in two. */
  public static int[] firstOf(OutcomeSet set, int[] shuffled, int atLeast) {
    int end = Math.min(Math.max(0, atLeast), shuffled.length);
    while (end > 0
        && end < shuffled.length
        && set.question(shuffled[end]).key().equals(set.question(shuffled[end - 1]).key())) {
      end++;
    }
    return Arrays.copyOf(shuffled, end);
  }

  private static IntStream rows(OutcomeSet set) {
    return IntStream.range(0, set.size());
  }

  /** FNV-1a of the key, mixed with the seed by the finaliser of SplitMix64. */
  private static long hash(Question question, long seed) {
    long hash = FNV_OFFSET;
    String key = question.key();
    for (int i = 0; i < key.length(); i++) {
      hash = (hash ^ key.charAt(i)) * FNV_PRIME;
    }
    long mixed = hash + (seed + 1) * 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
