package io.tollgate.bench.provider;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Usage as Anthropic reports it: input without what the prompt cache read or wrote. */
final class AnthropicUsage {

  private AnthropicUsage() {}

  /** The usage of a message. */
  static JsonNode of(Counts counts, String tier) {
    if (counts.isNull()) {
      return Trees.NODES.nullNode();
    }
    SimulatedUsage usage = counts.usage();
    ObjectNode node = delta(counts, usage.completionTokens());
    ObjectNode created = node.putObject("cache_creation");
    created.set("ephemeral_5m_input_tokens", counts.of(usage.writtenTokens()));
    created.set("ephemeral_1h_input_tokens", counts.of(usage.writtenHourTokens()));
    return node.putNull("inference_geo").put("service_tier", tier).put("speed", "standard");
  }

  /** The usage in the last event of a stream, which is the whole so far. */
  static ObjectNode delta(Counts counts, long outputTokens) {
    SimulatedUsage usage = counts.usage();
    ObjectNode node = Trees.object();
    node.set("input_tokens", counts.of(usage.freshTokens()));
    node.set(
        "cache_creation_input_tokens",
        counts.of(usage.writtenTokens() + usage.writtenHourTokens()));
    node.set("cache_read_input_tokens", counts.of(usage.cachedTokens()));
    node.set("output_tokens", counts.of(outputTokens));
    if (usage.reasoningTokens() > 0) {
      node.putObject("output_tokens_details")
          .set("thinking_tokens", counts.of(usage.reasoningTokens()));
    } else {
      node.putNull("output_tokens_details");
    }
    return node.putNull("server_tool_use");
  }
}
