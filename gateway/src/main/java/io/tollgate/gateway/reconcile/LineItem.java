package io.tollgate.gateway.reconcile;

import io.tollgate.policies.usage.Meter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a line item of OpenAI's costs is about, e.g. {@code priority | gpt-5.6-sol, cached input,
 * long context}.
 *
 * <p>The API's reference does not list the texts. The table has those that public tools have met:
 * {@code MODEL, input}, {@code output}, {@code cached input}, {@code cache writes}, with a tier
 * before a bar, a modality behind the model ({@code gpt-audio-mini audio, input}) and remarks
 * behind.
 *
 * @param tier empty where the text names none
 */
record LineItem(String model, String tier, Meter meter) {

  private static final Map<String, Meter> METERS =
      Map.ofEntries(
          Map.entry("input", Meter.IN_UNCACHED),
          Map.entry("uncached input", Meter.IN_UNCACHED),
          Map.entry("in_uncached", Meter.IN_UNCACHED),
          Map.entry("cached input", Meter.IN_CACHE_READ),
          Map.entry("input cached", Meter.IN_CACHE_READ),
          Map.entry("cached", Meter.IN_CACHE_READ),
          Map.entry("cache read", Meter.IN_CACHE_READ),
          Map.entry("cache reads", Meter.IN_CACHE_READ),
          Map.entry("cache write", Meter.IN_CACHE_WRITE_OTHER),
          Map.entry("cache writes", Meter.IN_CACHE_WRITE_OTHER),
          Map.entry("cache write 5m", Meter.IN_CACHE_WRITE_5M),
          Map.entry("cache write 1h", Meter.IN_CACHE_WRITE_1H),
          Map.entry("output", Meter.OUT_VISIBLE),
          Map.entry("reasoning", Meter.OUT_REASONING),
          Map.entry("reasoning output", Meter.OUT_REASONING));

  private static final Set<String> TIERS = Set.of("priority", "flex", "batch", "scale", "standard");
  private static final Set<String> REMARKS = Set.of("long context", "short context");
  private static final List<String> MODALITIES = List.of(" audio", " image", " text");

  /** What a text is about; {@code null} if it is not understood. */
  static @Nullable LineItem of(String text) {
    String rest = text.strip();
    String tier = "";
    int bar = rest.indexOf('|');
    if (bar >= 0) {
      tier = rest.substring(0, bar).strip().toLowerCase(Locale.ROOT);
      rest = rest.substring(bar + 1);
    }
    List<String> parts = Arrays.stream(rest.split(",", -1)).map(String::strip).toList();
    String model = modelAlone(parts.getFirst());
    Meter meter = null;
    for (String part : parts.subList(1, parts.size())) {
      String word = part.toLowerCase(Locale.ROOT);
      if (TIERS.contains(word)) {
        tier = word;
      } else if (!REMARKS.contains(word)) {
        Meter named = isCached(word, meter) ? Meter.IN_CACHE_READ : meter(word);
        if (named == null || (meter != null && !isCached(word, meter))) {
          return null;
        }
        meter = named;
      }
    }
    return meter == null || model.isEmpty() || (!tier.isEmpty() && !TIERS.contains(tier))
        ? null
        : new LineItem(model, tier, meter);
  }

  /** "input, cached" in two parts. */
  private static boolean isCached(String word, @Nullable Meter before) {
    return word.equals("cached") && before == Meter.IN_UNCACHED;
  }

  private static String modelAlone(String text) {
    for (String modality : MODALITIES) {
      if (text.endsWith(modality)) {
        return text.substring(0, text.length() - modality.length());
      }
    }
    return text;
  }

  /** The meter of a word, or of a meter's own name; {@code null} if it is none. */
  static @Nullable Meter meter(String word) {
    String lower = word.strip().toLowerCase(Locale.ROOT);
    for (Meter meter : Meter.values()) {
      if (meter.key().equals(lower)) {
        return meter;
      }
    }
    String plain = lower.replace('_', ' ').replaceFirst(" tokens$", "");
    return METERS.get(plain);
  }
}
