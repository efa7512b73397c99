package io.tollgate.gateway.reconcile;

import io.tollgate.policies.usage.Meter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a usage type of Bedrock counts.
 *
 * <p>AWS documents no grammar for them. Seen in its public price list are {@code
 * USE1-NovaLite-input-tokens}, {@code USE1-NovaPro-cache-read-input-token-count}, {@code
 * USE1-qwen.qwen3-32b-mantle-output-tokens-flex}, and for models that are sold through the
 * Marketplace {@code USE1-MP:USE1_InputTokenCount-Units}, whose model is the product's name.
 *
 * @param model empty where the type names none
 */
record CurUsageType(String model, String tier, Meter meter) {

  private static final Pattern REGION = Pattern.compile("^[A-Z]{2,4}\\d-");
  private static final Pattern MARKETPLACE = Pattern.compile("^(?:MP:)?(?:[A-Z]{2,4}\\d_)");
  private static final Pattern COUNTED =
      Pattern.compile(
          "(?:mantle-)?(?:text-)?(cache-?read|cache-?write(?:-?5m|-?1h)?)?-?(input|output)?"
              + "-?tokens?(?:-?count)?(?=-|$)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern TIER = Pattern.compile("-(batch|flex|priority|standard)(?=-|$)");

  /** What a usage type counts; {@code null} if it counts no tokens that are known. */
  static @Nullable CurUsageType of(String usageType) {
    String rest = REGION.matcher(usageType).replaceFirst("");
    Matcher marketplace = MARKETPLACE.matcher(rest);
    if (marketplace.find()) {
      rest = rest.substring(marketplace.end());
    } else if (rest.startsWith("MP:")) {
      rest = rest.substring(3);
    }
    String joined = rest.replace('_', '-');
    Matcher counted = COUNTED.matcher(joined);
    if (!counted.find()) {
      return null;
    }
    Meter meter = meter(counted.group(1), counted.group(2));
    if (meter == null) {
      return null;
    }
    String model = joined.substring(0, counted.start()).replaceFirst("-$", "");
    Matcher tier = TIER.matcher(joined.substring(counted.end()).toLowerCase(Locale.ROOT));
    return new CurUsageType(model, tier.find() ? tier.group(1) : Levels.STANDARD, meter);
  }

  private static @Nullable Meter meter(@Nullable String cache, @Nullable String direction) {
    if (cache != null) {
      String plain = cache.toLowerCase(Locale.ROOT).replace("-", "");
      return switch (plain) {
        case "cacheread" -> Meter.IN_CACHE_READ;
        case "cachewrite5m" -> Meter.IN_CACHE_WRITE_5M;
        case "cachewrite1h" -> Meter.IN_CACHE_WRITE_1H;
        default -> Meter.IN_CACHE_WRITE_OTHER;
      };
    }
    if (direction == null) {
      return null;
    }
    return direction.equalsIgnoreCase("input") ? Meter.IN_UNCACHED : Meter.OUT_VISIBLE;
  }
}
