package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a provider of this dialect counts: which of its counters contain which others.
 *
 * <p>A report that contradicts itself is not believed; one that is merely odd is believed with a
 * doubt.
 */
public enum UsageRule {
  /**
   * OpenAI, and whoever follows it: OpenRouter, Groq, Together, Mistral, vLLM. Prompt tokens
   * contain cache reads and writes; completion tokens contain reasoning and rejected predictions.
   * Cached tokens may stand beside the details instead of in them (Moonshot).
   */
  OPENAI,
  /** DeepSeek: prompt tokens are the sum of cache hits and cache misses. */
  DEEPSEEK,
  /** xAI: reasoning is billed as output and stands outside of the completion tokens. */
  XAI,
  /** Perplexity: reasoning and citations are billed and stand outside of the completion tokens. */
  PERPLEXITY,
  /** llama.cpp: the engine's timings count what was processed, cached and predicted. */
  LLAMA_CPP;

  /**
   * What the report in a whole document with the members {@code usage} and, from llama.cpp, {@code
   * timings} comes to; {@code null} where it has neither.
   */
  public @Nullable ReportedUsage read(byte[] document, int offset, int length) {
    return ChatAnswer.readUsage(document, offset, length, this);
  }

  /** What the counters come to; {@code null} is never the usage of nothing. */
  ReportedUsage apply(UsageFields fields) {
    List<String> doubts = new ArrayList<>();
    if (this == LLAMA_CPP && fields.timingPredictedTokens >= 0 && fields.timingPromptTokens >= 0) {
      Usage usage = engineUsage(fields, doubts);
      return reported(usage, UsageQuality.ENGINE_REPORTED, doubts);
    }
    return reported(usage(fields, doubts), UsageQuality.PROVIDER_REPORTED, doubts);
  }

  private static ReportedUsage reported(
      @Nullable Usage usage, UsageQuality quality, List<String> doubts) {
    return new ReportedUsage(
        usage, usage == null ? UsageQuality.TOKENIZER_ESTIMATED : quality, doubts);
  }

  private @Nullable Usage usage(UsageFields fields, List<String> doubts) {
    UsageParts parts = new UsageParts(fields, doubts);
    if (!parts.readTotals()) {
      return null;
    }
    boolean known =
        switch (this) {
          case OPENAI, LLAMA_CPP -> parts.readCache() && parts.readOutputWithReasoning();
          case DEEPSEEK -> parts.readHitsAndMisses() && parts.readOutputWithReasoning();
          case XAI -> parts.readCache() && parts.readOutputBesideReasoning(false);
          case PERPLEXITY -> parts.readCache() && parts.readOutputBesideReasoning(true);
        };
    return known && parts.readExtras() ? parts.usage() : null;
  }

  private static Usage engineUsage(UsageFields fields, List<String> doubts) {
    long processed = fields.timingPromptTokens;
    long cached = fields.timingCacheTokens;
    if (cached < 0) {
      // Older servers report what was processed only; the rest of the prompt came from the cache.
      cached = Math.max(0, fields.promptTokens - processed);
    }
    long predicted = fields.timingPredictedTokens;
    if (fields.completionTokens >= 0 && fields.completionTokens != predicted) {
      doubts.add(
          "completion_tokens " + fields.completionTokens + " is not predicted_n " + predicted);
    }
    return new Usage(processed, cached, 0, 0, 0, 0, predicted, 0, 0);
  }
}
