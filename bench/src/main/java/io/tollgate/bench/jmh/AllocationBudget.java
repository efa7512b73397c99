package io.tollgate.bench.jmh;

import io.tollgate.bench.load.PlainRequestBenchmark;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * What the gateway's own code may allocate for a plain request: the difference of the two servers
 * of {@link PlainRequestBenchmark}.
 *
 * @param bytes what it allocates
 */
record AllocationBudget(long bytes) {

  /** What is acceptable. */
  static final long BAR = 8 << 10;

  /**
   * More than this is worse than it was (bench/RESULTS.md), and fails the command. With the few
   * warm-ups that are the default, less is compiled and a fifth more allocated.
   */
  static final long CEILING = 10 << 10;

  private static final String ALLOCATED = "gc.alloc.rate.norm";

  /** What a run says of it; {@code null} where it did not measure both servers. */
  static @Nullable AllocationBudget of(Collection<RunResult> results) {
    Double bare = allocated(results, PlainRequestBenchmark.BARE);
    Double tollgate = allocated(results, PlainRequestBenchmark.TOLLGATE);
    return bare == null || tollgate == null
        ? null
        : new AllocationBudget(Math.round(tollgate - bare));
  }

  private static @Nullable Double allocated(Collection<RunResult> results, String server) {
    for (RunResult result : results) {
      Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
      if (result.getParams().getBenchmark().startsWith(PlainRequestBenchmark.class.getName())
          && server.equals(result.getParams().getParam("server"))
          && allocated != null) {
        return allocated.getScore();
      }
    }
    return null;
  }

  /** Whether it is no worse than it was. */
  boolean isKept() {
    return bytes <= CEILING;
  }

  /** A sentence for who ran it. */
  String sentence() {
    return "Gateway code allocates %,d bytes for a plain request: %s the bar of %,d, %s the ceiling of %,d."
        .formatted(
            bytes, bytes <= BAR ? "within" : "over", BAR, isKept() ? "within" : "over", CEILING);
  }
}
