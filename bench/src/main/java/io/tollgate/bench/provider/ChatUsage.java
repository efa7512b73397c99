package io.tollgate.bench.provider;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Usage of a chat completion in a provider's style. */
final class ChatUsage {

  private ChatUsage() {}

  /** The value of the field {@code usage}. */
  static JsonNode of(UsageStyle style, Counts counts) {
    if (counts.isNull()) {
      return Trees.NODES.nullNode();
    }
    SimulatedUsage usage = counts.usage();
    ObjectNode node = Trees.object();
    node.set("prompt_tokens", counts.of(usage.promptTokens()));
    node.set("completion_tokens", counts.of(usage.completionTokens()));
    node.set("total_tokens", counts.of(usage.totalTokens()));
    JsonNode cached = counts.of(usage.cachedTokens());
    switch (style) {
      case OPENAI, ON_FINISH_CHUNK -> {
        ObjectNode prompt = node.putObject("prompt_tokens_details");
        prompt.set("cached_tokens", cached);
        prompt.put("audio_tokens", 0);
        long written = usage.writtenTokens() + usage.writtenHourTokens();
        if (written > 0) {
          prompt.set("cache_write_tokens", counts.of(written));
        }
        ObjectNode completion = node.putObject("completion_tokens_details");
        completion.set("reasoning_tokens", counts.of(usage.reasoningTokens()));
        completion.put("audio_tokens", 0);
        completion.put("accepted_prediction_tokens", 0);
        completion.put("rejected_prediction_tokens", 0);
      }
      case DEEPSEEK -> {
        node.set("prompt_cache_hit_tokens", cached);
        node.set(
            "prompt_cache_miss_tokens", counts.of(usage.promptTokens() - usage.cachedTokens()));
        node.putObject("completion_tokens_details")
            .set("reasoning_tokens", counts.of(usage.reasoningTokens()));
      }
      case VLLM_CONTINUOUS -> node.putObject("prompt_tokens_details").set("cached_tokens", cached);
    }
    return node;
  }
}
