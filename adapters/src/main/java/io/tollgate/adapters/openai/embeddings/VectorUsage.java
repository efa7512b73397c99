package io.tollgate.adapters.openai.embeddings;

import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.UsageCounters;
import io.tollgate.adapters.json.Nodes;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** How providers count what they read for embeddings; nothing is ever written. */
final class VectorUsage {

  private VectorUsage() {}

  /** What an answer's report comes to; {@code null} where it has none. */
  static @Nullable ReportedUsage of(EmbeddingsProvider.Api api, VectorAnswer answer) {
    VectorAnswer.Range range = answer.usage();
    JsonNode report = range == null ? null : answer.tree(range);
    if (report == null || report.isNull()) {
      return null;
    }
    return switch (api) {
      case OPENAI -> openai(report);
      case GEMINI -> gemini(report);
      case COHERE -> cohere(report);
      case OLLAMA -> ollama(report);
    };
  }

  private static ReportedUsage openai(JsonNode report) {
    UsageCounters counters = new UsageCounters(report);
    long total = counters.optional("total_tokens");
    long prompt;
    if (Nodes.get(report, "prompt_tokens") == null && total > 0) {
      counters.doubt("prompt_tokens is missing and taken from total_tokens");
      prompt = total;
    } else {
      prompt = counters.required("prompt_tokens");
      if (total != 0 && total != prompt) {
        counters.doubt("total_tokens " + total + " is not prompt_tokens " + prompt);
      }
    }
    return counters.reported(Usage.of(prompt, 0), UsageQuality.PROVIDER_REPORTED);
  }

  private static @Nullable ReportedUsage gemini(JsonNode report) {
    return counted(report, "promptTokenCount", UsageQuality.PROVIDER_REPORTED);
  }

  private static @Nullable ReportedUsage cohere(JsonNode report) {
    JsonNode billed = Nodes.object(report, "billed_units");
    return billed == null ? null : counted(billed, "input_tokens", UsageQuality.PROVIDER_REPORTED);
  }

  private static @Nullable ReportedUsage ollama(JsonNode report) {
    JsonNode named = JsonNodeFactory.instance.objectNode().set("prompt_eval_count", report);
    return counted(named, "prompt_eval_count", UsageQuality.ENGINE_REPORTED);
  }

  private static @Nullable ReportedUsage counted(
      JsonNode report, String name, UsageQuality quality) {
    if (Nodes.get(report, name) == null) {
      return null;
    }
    UsageCounters counters = new UsageCounters(report);
    return counters.reported(Usage.of(counters.required(name), 0), quality);
  }
}
