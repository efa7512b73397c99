package io.tollgate.adapters.gemini;

import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.MediaTokens;
import io.tollgate.adapters.json.Nodes;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How Google counts: cached tokens are inside the prompt; thoughts are outside of the candidates,
 * and what tools read is outside of the prompt. Details tell the kinds of token apart. Zeros are
 * left out. Every chunk of a stream has the totals so far.
 *
 * <p>Source: Gemini API reference, {@code UsageMetadata}, read in autumn 2026.
 */
final class GeminiUsage {

  private static final long ABSENT = -1;
  private static final long INVALID = -2;

  private final List<String> doubts = new ArrayList<>();
  private final JsonNode metadata;
  private boolean invalidDetail;

  private GeminiUsage(JsonNode metadata) {
    this.metadata = metadata;
  }

  /** What a {@code usageMetadata} object comes to; {@code null} where there is none. */
  static @Nullable ReportedUsage read(@Nullable JsonNode metadata) {
    if (metadata == null || !metadata.isObject()) {
      return null;
    }
    GeminiUsage reader = new GeminiUsage(metadata);
    Usage usage = reader.partition();
    return new ReportedUsage(
        usage,
        usage == null ? UsageQuality.TOKENIZER_ESTIMATED : UsageQuality.PROVIDER_REPORTED,
        reader.doubts);
  }

  /** The service tier in Google's words: the Gemini API's, or else Vertex AI's kind of traffic. */
  static @Nullable String servedTier(@Nullable JsonNode metadata) {
    String tier = Nodes.text(metadata, "serviceTier");
    return tier == null ? Nodes.text(metadata, "trafficType") : tier;
  }

  private @Nullable Usage partition() {
    long prompt = counter("promptTokenCount");
    long cached = counter("cachedContentTokenCount");
    long candidates = counter("candidatesTokenCount");
    long thoughts = counter("thoughtsTokenCount");
    long tools = counter("toolUsePromptTokenCount");
    long total = counter("totalTokenCount");
    if (prompt == INVALID
        || cached == INVALID
        || candidates == INVALID
        || thoughts == INVALID
        || tools == INVALID) {
      return implausible("a counter is no plausible whole number");
    }
    long beside = Math.max(0, thoughts) + Math.max(0, tools);
    if (prompt == ABSENT) {
      prompt = total - Math.max(0, candidates) - beside;
      if (prompt < 0) {
        return implausible("promptTokenCount is missing");
      }
      doubts.add("promptTokenCount is missing and taken from totalTokenCount");
    }
    if (candidates == ABSENT) {
      candidates = Math.max(0, total - prompt - beside);
      if (candidates > 0) {
        doubts.add("candidatesTokenCount is missing and taken from totalTokenCount");
      }
    }
    if (Math.max(0, cached) > prompt) {
      return implausible(
          "cachedContentTokenCount " + cached + " is more than promptTokenCount " + prompt);
    }
    long visible = candidates;
    long sum = prompt + candidates + beside;
    if (total != ABSENT && total != sum) {
      if (thoughts > 0 && thoughts <= candidates && total == sum - thoughts) {
        doubts.add("thoughtsTokenCount " + thoughts + " is counted inside candidatesTokenCount");
        visible = candidates - thoughts;
      } else {
        doubts.add(
            "totalTokenCount " + (total == INVALID ? "" : total + " ") + "is not the sum " + sum);
      }
    }
    Usage together =
        new Usage(
            prompt - Math.max(0, cached),
            Math.max(0, cached),
            0,
            0,
            0,
            Math.max(0, tools),
            visible,
            Math.max(0, thoughts),
            0);
    MediaTokens media =
        new MediaTokens(
            detail("promptTokensDetails", "AUDIO"),
            detail("promptTokensDetails", "IMAGE"),
            detail("promptTokensDetails", "VIDEO"),
            detail("cacheTokensDetails", "AUDIO"),
            detail("cacheTokensDetails", "IMAGE"),
            detail("cacheTokensDetails", "VIDEO"),
            detail("candidatesTokensDetails", "AUDIO"),
            detail("candidatesTokensDetails", "IMAGE"));
    return invalidDetail
        ? implausible("a tokenCount is no plausible whole number")
        : media.apart(together);
  }

  /** The tokens of one modality in a list of details, whose zeros are left out as well. */
  private long detail(String list, String modality) {
    long sum = 0;
    for (JsonNode detail : Nodes.array(metadata, list)) {
      if (modality.equals(Nodes.text(detail, "modality"))) {
        long tokens = counter(detail, "tokenCount");
        invalidDetail |= tokens == INVALID;
        sum += Math.max(0, tokens);
      }
    }
    return sum;
  }

  private long counter(String name) {
    return counter(metadata, name);
  }

  private static long counter(JsonNode object, String name) {
    JsonNode value = Nodes.get(object, name);
    if (value == null) {
      return ABSENT;
    }
    if (!value.isNumber()) {
      return INVALID;
    }
    try {
      BigDecimal number = value.decimalValue().stripTrailingZeros();
      // A large exponent must not be written out, so its size is looked at first.
      if (number.signum() < 0 || number.precision() - (long) number.scale() > 10) {
        return INVALID;
      }
      long whole = number.longValueExact();
      return whole <= Usage.MAX_TOKENS ? whole : INVALID;
    } catch (ArithmeticException e) {
      return INVALID;
    }
  }

  private @Nullable Usage implausible(String why) {
    doubts.add(why);
    return null;
  }
}
