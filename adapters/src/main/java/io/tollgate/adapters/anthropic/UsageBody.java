package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.usage.Usage;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** Writes the usage of an answer. */
final class UsageBody {

  private static final Set<String> TIERS = Set.of("standard", "priority", "batch");

  private UsageBody() {}

  /** The usage of a plain answer, every member of it that the SDKs know. */
  static ObjectNode whole(
      @Nullable ReportedUsage reported, @Nullable String servedTier, @Nullable Picodollars cost) {
    Usage usage = reported == null ? null : reported.usage();
    ObjectNode body = start(usage == null ? 0 : uncached(usage));
    put(body, usage);
    if (servedTier != null && TIERS.contains(servedTier)) {
      body.put("service_tier", servedTier);
    }
    putCost(body, cost);
    return body;
  }

  /**
   * The usage at the start of a stream. The output is zero there, since some clients add that of
   * the end to it.
   *
   * @param inputTokens an estimate, which the end of the stream corrects
   */
  static ObjectNode start(long inputTokens) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("input_tokens", inputTokens)
        .put("output_tokens", 0L)
        .put("cache_creation_input_tokens", 0L)
        .put("cache_read_input_tokens", 0L)
        .putNull("cache_creation")
        .putNull("output_tokens_details")
        .putNull("server_tool_use")
        .putNull("service_tier")
        .putNull("inference_geo")
        .putNull("speed")
        .putNull("iterations");
    return body;
  }

  /** The usage at the end of a stream, in all. */
  static ObjectNode end(@Nullable ReportedUsage reported, @Nullable Picodollars cost) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    Usage usage = reported == null ? null : reported.usage();
    if (usage == null) {
      body.put("output_tokens", 0L);
    } else {
      put(body, usage);
    }
    putCost(body, cost);
    return body;
  }

  /** Of every kind: Anthropic counts pictures and documents with text. */
  private static long uncached(Usage usage) {
    return usage.totalInput()
        - usage.totalCacheRead()
        - usage.inCacheWrite5m()
        - usage.inCacheWrite1h()
        - usage.inCacheWriteOther();
  }

  private static void put(ObjectNode body, @Nullable Usage usage) {
    if (usage == null) {
      return;
    }
    long write5m = usage.inCacheWrite5m() + usage.inCacheWriteOther();
    body.put("input_tokens", uncached(usage));
    body.put("output_tokens", usage.totalOutput());
    body.put("cache_creation_input_tokens", write5m + usage.inCacheWrite1h());
    body.put("cache_read_input_tokens", usage.totalCacheRead());
    body.putObject("cache_creation")
        .put("ephemeral_5m_input_tokens", write5m)
        .put("ephemeral_1h_input_tokens", usage.inCacheWrite1h());
    body.putObject("output_tokens_details").put("thinking_tokens", usage.outReasoning());
  }

  private static void putCost(ObjectNode body, @Nullable Picodollars cost) {
    if (cost != null) {
      // As a number of its own, a small amount would be written with an exponent.
      body.putRawValue("cost", new RawValue(cost.toPlainDollars()));
    }
  }
}
