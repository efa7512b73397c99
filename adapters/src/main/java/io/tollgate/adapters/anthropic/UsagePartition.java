package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.policies.usage.Extras;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How Anthropic counts: input excludes what was read from and written to the cache, output includes
 * thoughts.
 *
 * <p>The breakdown of cache writes by their life may cover the first round of a turn with server
 * tools only, so what it leaves of their total is counted as written for five minutes, which is the
 * life of a cache where none is said. A report that contradicts itself is not believed.
 */
final class UsagePartition {

  private UsagePartition() {}

  /** What the counters come to. */
  static ReportedUsage of(UsageCounters counters) {
    List<String> doubts = new ArrayList<>();
    Usage usage = usage(counters, doubts);
    return new ReportedUsage(
        usage,
        usage == null ? UsageQuality.TOKENIZER_ESTIMATED : UsageQuality.PROVIDER_REPORTED,
        doubts,
        counters.inferenceGeo);
  }

  private static @Nullable Usage usage(UsageCounters counters, List<String> doubts) {
    if (hasInvalid(counters)) {
      doubts.add("a counter is no plausible whole number");
      return null;
    }
    if (counters.inputTokens == UsageCounters.ABSENT) {
      doubts.add("input_tokens is missing");
      return null;
    }
    if (counters.outputTokens == UsageCounters.ABSENT) {
      doubts.add("output_tokens is missing");
      return null;
    }
    long write5m = Math.max(0, counters.cacheWrite5mTokens);
    long write1h = Math.max(0, counters.cacheWrite1hTokens);
    long broken = write5m + write1h;
    long write = counters.cacheWriteTokens;
    if (write == UsageCounters.ABSENT) {
      write = broken;
    }
    if (broken > write) {
      doubts.add("cache_creation " + broken + " is more than cache_creation_input_tokens " + write);
      return null;
    }
    if (broken > 0 && broken < write) {
      doubts.add("cache_creation covers " + broken + " of " + write + "; the rest is taken for 5m");
    }
    long thinking = Math.max(0, counters.thinkingTokens);
    if (thinking > counters.outputTokens) {
      doubts.add(
          "thinking_tokens " + thinking + " is more than output_tokens " + counters.outputTokens);
      return null;
    }
    if (counters.countsBeside) {
      doubts.add("iterations counts work beside the answer, which is not in its totals");
    }
    return new Usage(
        counters.inputTokens,
        Math.max(0, counters.cacheReadTokens),
        write - write1h,
        write1h,
        0,
        0,
        counters.outputTokens - thinking,
        thinking,
        0,
        counters.searches > 0 ? Extras.of(Meter.SEARCHES, counters.searches) : Extras.EMPTY);
  }

  private static boolean hasInvalid(UsageCounters counters) {
    return counters.inputTokens == UsageCounters.INVALID
        || counters.outputTokens == UsageCounters.INVALID
        || counters.cacheReadTokens == UsageCounters.INVALID
        || counters.cacheWriteTokens == UsageCounters.INVALID
        || counters.cacheWrite5mTokens == UsageCounters.INVALID
        || counters.cacheWrite1hTokens == UsageCounters.INVALID
        || counters.thinkingTokens == UsageCounters.INVALID
        || counters.searches == UsageCounters.INVALID;
  }
}
