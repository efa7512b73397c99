package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.dialect.MediaTokens;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.Usage;
import java.util.List;

/**
 * The partition of one report in the making. Each reading step returns whether the counters make
 * sense; where they do not, it has said why among the doubts.
 */
final class UsageParts {

  private final UsageFields fields;
  private final List<String> doubts;

  private long prompt;
  private long completion;
  private long uncached;
  private long cacheRead;
  private long cacheWrite;
  private long visible;
  private long reasoning;
  private long other;

  UsageParts(UsageFields fields, List<String> doubts) {
    this.fields = fields;
    this.doubts = doubts;
  }

  /** The prompt and completion tokens, or what the total says about a missing one. */
  boolean readTotals() {
    prompt = fields.promptTokens;
    completion = fields.completionTokens;
    if (prompt == UsageFields.INVALID || completion == UsageFields.INVALID) {
      return implausible("prompt_tokens or completion_tokens is no plausible whole number");
    }
    if (prompt == UsageFields.ABSENT) {
      return implausible("prompt_tokens is missing");
    }
    if (completion == UsageFields.ABSENT) {
      if (fields.totalTokens < prompt) {
        return implausible("completion_tokens is missing");
      }
      completion = fields.totalTokens - prompt;
      doubts.add("completion_tokens is missing and taken from total_tokens");
    }
    return true;
  }

  /** Cache reads and writes inside the prompt tokens. */
  boolean readCache() {
    long read = fields.cachedTokens;
    if (read == UsageFields.ABSENT) {
      read = fields.outerCachedTokens;
    }
    if (fields.engineCachedTokens > 0 && read == UsageFields.ABSENT) {
      doubts.add("num_cached_tokens is not documented as billed, and counted as uncached");
    }
    long write = fields.cacheWriteTokens;
    if (read == UsageFields.INVALID || write == UsageFields.INVALID) {
      return implausible("cached_tokens or cache_write_tokens is no plausible whole number");
    }
    cacheRead = Math.max(0, read);
    cacheWrite = Math.max(0, write);
    if (cacheRead > prompt) {
      return implausible("cached_tokens " + cacheRead + " is more than prompt_tokens " + prompt);
    }
    if (cacheRead + cacheWrite > prompt) {
      // OpenAI calls the written tokens unadjusted: they may count what was read as well.
      doubts.add("cache_write_tokens " + cacheWrite + " passes what was not read from the cache");
      cacheWrite = prompt - cacheRead;
    }
    uncached = prompt - cacheRead - cacheWrite;
    return true;
  }

  /** DeepSeek's own pair of counters, or the usual ones where it is absent. */
  boolean readHitsAndMisses() {
    long hit = fields.cacheHitTokens;
    long miss = fields.cacheMissTokens;
    if (hit == UsageFields.ABSENT && miss == UsageFields.ABSENT) {
      return readCache();
    }
    if (hit == UsageFields.INVALID || miss == UsageFields.INVALID) {
      return implausible("prompt_cache_hit_tokens or _miss_tokens is no plausible whole number");
    }
    cacheRead = hit == UsageFields.ABSENT ? prompt - miss : hit;
    uncached = miss == UsageFields.ABSENT ? prompt - hit : miss;
    if (cacheRead < 0 || uncached < 0 || cacheRead + uncached != prompt) {
      return implausible(
          "prompt_cache_hit_tokens "
              + hit
              + " and prompt_cache_miss_tokens "
              + miss
              + " are not prompt_tokens "
              + prompt);
    }
    return true;
  }

  /** Reasoning inside the completion tokens. */
  boolean readOutputWithReasoning() {
    if (!readReasoning()) {
      return false;
    }
    long rejected = fields.rejectedPredictionTokens;
    if (rejected == UsageFields.INVALID) {
      return implausible("rejected_prediction_tokens is no plausible whole number");
    }
    other = Math.max(0, rejected);
    if (reasoning + other <= completion) {
      visible = completion - reasoning - other;
      doubtTotal(prompt + completion);
      return true;
    }
    if (other == 0 && fields.totalTokens == prompt + completion + reasoning) {
      doubts.add("reasoning_tokens " + reasoning + " is counted beside completion_tokens");
      visible = completion;
      return true;
    }
    return implausible(
        "reasoning_tokens "
            + reasoning
            + " and rejected_prediction_tokens "
            + other
            + " are more than completion_tokens "
            + completion);
  }

  /** Reasoning, and with Perplexity citations, outside of the completion tokens. */
  boolean readOutputBesideReasoning(boolean citations) {
    if (!readReasoning()) {
      return false;
    }
    if (citations && fields.citationTokens == UsageFields.INVALID) {
      return implausible("citation_tokens is no plausible whole number");
    }
    visible = completion;
    other = citations ? Math.max(0, fields.citationTokens) : 0;
    doubtTotal(prompt + completion + reasoning + other);
    return true;
  }

  private boolean readReasoning() {
    long tokens =
        fields.reasoningTokens == UsageFields.ABSENT
            ? fields.outerReasoningTokens
            : fields.reasoningTokens;
    if (tokens == UsageFields.INVALID) {
      return implausible("reasoning_tokens is no plausible whole number");
    }
    reasoning = Math.max(0, tokens);
    return true;
  }

  private void doubtTotal(long expected) {
    if (fields.totalTokens != UsageFields.ABSENT && fields.totalTokens != expected) {
      doubts.add(
          "total_tokens "
              + (fields.totalTokens == UsageFields.INVALID ? "" : fields.totalTokens + " ")
              + "is not the sum "
              + expected);
    }
  }

  private boolean implausible(String why) {
    doubts.add(why);
    return false;
  }

  /** Whether the counters of sound and pictures, and of searches, are believable. */
  boolean readExtras() {
    if (fields.promptAudioTokens == UsageFields.INVALID
        || fields.promptImageTokens == UsageFields.INVALID
        || fields.completionAudioTokens == UsageFields.INVALID
        || fields.completionImageTokens == UsageFields.INVALID) {
      return implausible("audio_tokens or image_tokens is no plausible whole number");
    }
    return fields.searchQueries != UsageFields.INVALID
        || implausible("num_search_queries is no plausible whole number");
  }

  Usage usage() {
    Usage text = new Usage(uncached, cacheRead, 0, 0, cacheWrite, 0, visible, reasoning, other);
    Usage usage =
        MediaTokens.textCachedFirst(
                prompt,
                cacheRead,
                Math.max(0, fields.promptAudioTokens),
                Math.max(0, fields.promptImageTokens),
                Math.max(0, fields.completionAudioTokens),
                Math.max(0, fields.completionImageTokens))
            .apart(text);
    return fields.searchQueries > 0
        ? usage.with(usage.extras().with(Meter.SEARCHES, fields.searchQueries))
        : usage;
  }
}
