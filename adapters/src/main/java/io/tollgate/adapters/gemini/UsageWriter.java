package io.tollgate.adapters.gemini;

import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.usage.Usage;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** Writes {@code usageMetadata}; zeros are left out, as Google does, but of the main counters. */
final class UsageWriter {

  private UsageWriter() {}

  /** The object; {@code null} where nothing is known. */
  static @Nullable ObjectNode write(
      @Nullable ReportedUsage reported, @Nullable String servedTier, @Nullable Picodollars cost) {
    Usage usage = reported == null ? null : reported.usage();
    if (usage == null) {
      return null;
    }
    long prompt = usage.totalInput() - usage.inTool();
    long visible = usage.totalOutput() - usage.outReasoning();
    ObjectNode metadata = Trees.object();
    metadata.put("promptTokenCount", prompt);
    metadata.put("candidatesTokenCount", visible);
    metadata.put("totalTokenCount", usage.totalInput() + usage.totalOutput());
    put(metadata, "cachedContentTokenCount", usage.totalCacheRead());
    put(metadata, "thoughtsTokenCount", usage.outReasoning());
    put(metadata, "toolUsePromptTokenCount", usage.inTool());
    writeTier(metadata, servedTier);
    if (cost != null) {
      metadata.set("cost", Trees.NODES.rawValueNode(new RawValue(cost.toPlainDollars())));
    }
    return metadata;
  }

  private static void put(ObjectNode metadata, String name, long tokens) {
    if (tokens > 0) {
      metadata.put(name, tokens);
    }
  }

  /** Only in Google's own words: SDKs read them as constants. */
  private static void writeTier(ObjectNode metadata, @Nullable String tier) {
    switch (tier) {
      case "ON_DEMAND",
          "ON_DEMAND_PRIORITY",
          "ON_DEMAND_FLEX",
          "ON_DEMAND_OFFPEAK",
          "PROVISIONED_THROUGHPUT" ->
          metadata.put("trafficType", tier);
      case "flex", "standard", "priority", "FLEX", "STANDARD", "PRIORITY" ->
          metadata.put("serviceTier", tier.toLowerCase(Locale.ROOT));
      case "default" -> metadata.put("serviceTier", "standard");
      case null, default -> {
        // No word of Google's.
      }
    }
  }
}
