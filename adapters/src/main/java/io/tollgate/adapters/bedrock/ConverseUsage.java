package io.tollgate.adapters.bedrock;

import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.UsageCounters;
import io.tollgate.adapters.json.Nodes;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How Bedrock counts: {@code inputTokens} is what was neither read from a cache nor written to one,
 * {@code outputTokens} contains what was thought, and {@code cacheDetails} splits what was written
 * by how long it is kept.
 */
final class ConverseUsage {

  private ConverseUsage() {}

  /** The report in a whole document; {@code null} where it has none. */
  static @Nullable ReportedUsage inDocument(byte[] document, int offset, int length) {
    return of(Nodes.object(ConverseReader.tree(document, offset, length), "usage"));
  }

  /** What a usage object comes to; {@code null} where there is none. */
  static @Nullable ReportedUsage of(@Nullable JsonNode usage) {
    if (usage == null) {
      return null;
    }
    UsageCounters counters = new UsageCounters(usage);
    long input = counters.required("inputTokens");
    long output = counters.required("outputTokens");
    long read = counters.optional("cacheReadInputTokens");
    long written = counters.optional("cacheWriteInputTokens");
    long total = counters.optional("totalTokens");
    long hour = 0;
    long split = 0;
    for (JsonNode detail : Nodes.array(usage, "cacheDetails")) {
      long tokens = counters.in(detail, "inputTokens");
      split += tokens;
      hour += Nodes.text(detail, "ttl", "5m").equals("1h") ? tokens : 0;
    }
    if (split > written) {
      counters.contradict("cacheDetails " + split + " are more than cacheWriteInputTokens");
    } else if (split > 0 && split < written) {
      // The rest is priced as the default, five minutes.
      counters.doubt("cacheDetails " + split + " are less than cacheWriteInputTokens " + written);
    }
    if (total != 0 && total != input + output && total != input + output + read + written) {
      counters.doubt("totalTokens " + total + " is not the sum of the others");
    }
    if (counters.isImplausible()) {
      return counters.reported(Usage.NONE, UsageQuality.PROVIDER_REPORTED);
    }
    return counters.reported(
        new Usage(input, read, written - hour, hour, 0, 0, output, 0, 0),
        UsageQuality.PROVIDER_REPORTED);
  }
}
