package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.MediaTokens;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the counters of a report come to: input tokens contain those read from the prompt cache and
 * those written to it, output tokens contain reasoning.
 *
 * <p>A report that contradicts itself is not believed; one that is merely odd is believed with a
 * doubt.
 */
final class UsageReading {

  private final UsageCounters counters;
  private final List<String> doubts = new ArrayList<>();

  private UsageReading(UsageCounters counters) {
    this.counters = counters;
  }

  /** The report; its usage is {@code null} where it cannot be so. */
  static ReportedUsage of(UsageCounters counters) {
    UsageReading reading = new UsageReading(counters);
    Usage usage = reading.usage();
    return new ReportedUsage(
        usage,
        usage == null ? UsageQuality.TOKENIZER_ESTIMATED : UsageQuality.PROVIDER_REPORTED,
        reading.doubts);
  }

  private @Nullable Usage usage() {
    long input = counters.inputTokens;
    long output = counters.outputTokens;
    if (input == UsageCounters.INVALID || output == UsageCounters.INVALID) {
      return implausible("input_tokens or output_tokens is no plausible whole number");
    }
    if (input == UsageCounters.ABSENT) {
      return implausible("input_tokens is missing");
    }
    if (output == UsageCounters.ABSENT) {
      if (counters.totalTokens < input) {
        return implausible("output_tokens is missing");
      }
      output = counters.totalTokens - input;
      doubts.add("output_tokens is missing and taken from total_tokens");
    }
    long cached = counters.cachedTokens;
    long written = counters.cacheWriteTokens;
    if (cached == UsageCounters.INVALID || written == UsageCounters.INVALID) {
      return implausible("cached_tokens or cache_write_tokens is no plausible whole number");
    }
    if (cached > input) {
      return implausible("cached_tokens " + cached + " is more than input_tokens " + input);
    }
    long read = Math.max(0, cached);
    long write = Math.max(0, written);
    if (read + write > input) {
      // OpenAI calls the written tokens unadjusted: they may count what was read as well.
      doubts.add("cache_write_tokens " + write + " passes what was not read from the cache");
      write = input - read;
    }
    return output(input, output, read, write);
  }

  private @Nullable Usage output(long input, long output, long read, long write) {
    if (counters.reasoningTokens == UsageCounters.INVALID) {
      return implausible("reasoning_tokens is no plausible whole number");
    }
    long reasoning = Math.max(0, counters.reasoningTokens);
    long visible = output - reasoning;
    if (visible < 0) {
      if (counters.totalTokens != input + output + reasoning) {
        return implausible(
            "reasoning_tokens " + reasoning + " is more than output_tokens " + output);
      }
      doubts.add("reasoning_tokens " + reasoning + " is counted beside output_tokens");
      visible = output;
    } else if (counters.totalTokens != UsageCounters.ABSENT
        && counters.totalTokens != input + output) {
      doubts.add(
          "total_tokens "
              + (counters.totalTokens == UsageCounters.INVALID ? "" : counters.totalTokens + " ")
              + "is not the sum "
              + (input + output));
    }
    if (counters.inputAudioTokens == UsageCounters.INVALID
        || counters.inputImageTokens == UsageCounters.INVALID
        || counters.outputAudioTokens == UsageCounters.INVALID
        || counters.outputImageTokens == UsageCounters.INVALID) {
      return implausible("audio_tokens or image_tokens is no plausible whole number");
    }
    return MediaTokens.textCachedFirst(
            input,
            read,
            Math.max(0, counters.inputAudioTokens),
            Math.max(0, counters.inputImageTokens),
            Math.max(0, counters.outputAudioTokens),
            Math.max(0, counters.outputImageTokens))
        .apart(new Usage(input - read - write, read, 0, 0, write, 0, visible, reasoning, 0));
  }

  private @Nullable Usage implausible(String why) {
    doubts.add(why);
    return null;
  }
}
