package io.tollgate.bench.provider;

import io.tollgate.bench.provider.Fault.UsageLie;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Usage as the JSON of a provider's style, true or as false as a fault wants it. */
final class UsageJson {

  private final UsageStyle style;
  private final @Nullable UsageLie lie;

  UsageJson(UsageStyle style, @Nullable Fault fault) {
    this.style = style;
    this.lie = fault instanceof UsageLie usageLie ? usageLie : null;
  }

  /** Whether usage is left out altogether. */
  boolean missing() {
    return lie == UsageLie.MISSING;
  }

  /** Whether what is sent is what was consumed. */
  boolean truthful() {
    return lie == null;
  }

  /** The value of the field {@code usage}. */
  String of(SimulatedUsage usage) {
    if (lie == UsageLie.NULL) {
      return "null";
    }
    LongFunction<String> count = this::count;
    String totals =
        "\"prompt_tokens\":%s,\"completion_tokens\":%s,\"total_tokens\":%s"
            .formatted(
                count.apply(usage.promptTokens()),
                count.apply(usage.completionTokens()),
                count.apply(usage.totalTokens()));
    String cached = count.apply(usage.cachedTokens());
    String reasoning = count.apply(usage.reasoningTokens());
    return switch (style) {
      case OPENAI, ON_FINISH_CHUNK ->
          ("{%s,\"prompt_tokens_details\":{\"cached_tokens\":%s,\"audio_tokens\":0},"
                  + "\"completion_tokens_details\":{\"reasoning_tokens\":%s,\"audio_tokens\":0,"
                  + "\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}}")
              .formatted(totals, cached, reasoning);
      case DEEPSEEK ->
          ("{%s,\"prompt_cache_hit_tokens\":%s,\"prompt_cache_miss_tokens\":%s,"
                  + "\"completion_tokens_details\":{\"reasoning_tokens\":%s}}")
              .formatted(
                  totals,
                  cached,
                  count.apply(usage.promptTokens() - usage.cachedTokens()),
                  reasoning);
      case VLLM_CONTINUOUS ->
          "{%s,\"prompt_tokens_details\":{\"cached_tokens\":%s}}".formatted(totals, cached);
    };
  }

  private String count(long tokens) {
    if (lie == null) {
      return Long.toString(tokens);
    }
    return switch (lie) {
      case MISSING, NULL -> Long.toString(tokens);
      case NEGATIVE -> Long.toString(-1 - tokens);
      case HUGE -> "1000000000000000000";
      case STRING -> "\"" + tokens + "\"";
      case FLOAT -> tokens + ".5";
    };
  }
}
