package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.profile.TokenEstimate;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The usage of a stream so far: the input as its start says, the output as its last {@code
 * message_delta} says, and until then as much as was seen of it.
 */
final class StreamUsage {

  final UsageCounters counters = new UsageCounters();
  private boolean started;
  private boolean totalled;
  private long contentEvents;
  private long contentBytes;

  /** The start of the answer says what its input was. */
  void start() {
    started = true;
  }

  /** A {@code message_delta} has said what was consumed in all. */
  void total() {
    totalled = true;
  }

  /** A part of the answer came. */
  void content(long bytes) {
    contentEvents++;
    contentBytes += bytes;
  }

  long contentEvents() {
    return contentEvents;
  }

  long contentBytes() {
    return contentBytes;
  }

  /** What is known; {@code null} while nothing was said. */
  @Nullable ReportedUsage reported() {
    if (totalled) {
      return UsagePartition.of(counters);
    }
    if (!started) {
      return null;
    }
    ReportedUsage start = UsagePartition.of(counters);
    Usage usage = start.usage();
    if (usage == null) {
      return start;
    }
    long output = Math.max(usage.totalOutput(), TokenEstimate.output(contentEvents, contentBytes));
    return new ReportedUsage(
        new Usage(
            usage.inUncached(),
            usage.inCacheRead(),
            usage.inCacheWrite5m(),
            usage.inCacheWrite1h(),
            0,
            0,
            Math.min(output, Usage.MAX_TOKENS),
            0,
            0,
            usage.extras()),
        UsageQuality.PARTIAL_STREAM_ESTIMATED,
        List.of("the output is estimated from the part of it that came"),
        start.region());
  }
}
