package io.tollgate.gateway.focus;

import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.usage.Meter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * How a meter is named, counted and priced in an export.
 *
 * <p>Units are those of the specification's appendix on tokens: consumed are {@code Tokens}, priced
 * are {@code 1000000 Tokens}. What the quantities are divided by are powers of ten, so that all of
 * them are exact decimals.
 *
 * @param meter as bills call it, e.g. {@code Cache Read Input Tokens}
 * @param consumedUnit e.g. {@code Tokens}
 * @param consumedDigits how many decimal places the meter's quantity is moved for the consumed unit
 * @param pricingUnit e.g. {@code 1000000 Tokens}
 * @param pricingDigits how many it is moved for the pricing unit, at most 6
 */
record SkuUnit(
    String meter, String consumedUnit, int consumedDigits, String pricingUnit, int pricingDigits) {

  /**
   * Decimals of a unit price: what a million tokens cost is told to the pico-dollar, so that the
   * rounding of a price is a millionth of the ledger's own for each token.
   */
  static final int PRICE_SCALE = 12;

  private static final int PICO_DIGITS = 12;

  /** The unit of a meter; of meters that are not known here, what their name says. */
  static SkuUnit of(Meter meter) {
    String key = meter.key();
    return switch (key) {
      case "in_uncached" -> tokens("Input Tokens");
      case "in_cache_read" -> tokens("Cache Read Input Tokens");
      case "in_cache_write_5m" -> tokens("Cache Write 5m Input Tokens");
      case "in_cache_write_1h" -> tokens("Cache Write 1h Input Tokens");
      case "in_cache_write_other" -> tokens("Cache Write Input Tokens");
      case "in_tool" -> tokens("Tool Input Tokens");
      case "in_audio_cache_read" -> tokens("Cache Read Audio Input Tokens");
      case "out_visible" -> tokens("Output Tokens");
      case "out_reasoning" -> tokens("Reasoning Output Tokens");
      case "out_other" -> tokens("Other Output Tokens");
      case "calls" -> new SkuUnit("Requests", "Requests", 0, "1000 Requests", 3);
      case "searches" -> new SkuUnit("Search Requests", "Requests", 0, "1000 Requests", 3);
      case "images" -> new SkuUnit("Images", "Images", 0, "Images", 0);
      case "audio_ms" -> new SkuUnit("Audio Seconds", "Seconds", 3, "Seconds", 3);
      case "video_ms" -> new SkuUnit("Video Seconds", "Seconds", 3, "Seconds", 3);
      case "audio_seconds" -> new SkuUnit("Audio Seconds", "Seconds", 0, "Seconds", 0);
      case "characters" -> new SkuUnit("Characters", "Characters", 0, "1000000 Characters", 6);
      case "pages" -> new SkuUnit("Pages", "Pages", 0, "1000 Pages", 3);
      case "cache_token_hours" ->
          new SkuUnit("Cache Storage", "Token-Hours", 0, "1000000 Token-Hours", 6);
      case "minimum_charge" -> new SkuUnit("Minimum Charge", "Units", 0, "Units", 0);
      default ->
          key.startsWith("in_")
              ? tokens(words(key.substring(3)) + " Input Tokens")
              : key.startsWith("out_")
                  ? tokens(words(key.substring(4)) + " Output Tokens")
                  : new SkuUnit(words(key), "Units", 0, "Units", 0);
    };
  }

  private static SkuUnit tokens(String meter) {
    return new SkuUnit(meter, "Tokens", 0, "1000000 Tokens", 6);
  }

  private static String words(String key) {
    StringBuilder words = new StringBuilder();
    for (String word : key.split("_", -1)) {
      if (!word.isEmpty()) {
        words.append(words.isEmpty() ? "" : " ");
        words.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
      }
    }
    return words.toString();
  }

  /** A quantity of the meter in the consumed unit, exactly. */
  BigDecimal consumed(BigInteger quantity) {
    return new BigDecimal(quantity, consumedDigits);
  }

  /** A quantity of the meter in the pricing unit, exactly. */
  BigDecimal priced(BigInteger quantity) {
    return new BigDecimal(quantity, pricingDigits);
  }

  /** What a pricing unit costs, exactly, in the currency of the unit price. */
  BigDecimal published(long unitPricePico) {
    return BigDecimal.valueOf(unitPricePico, PICO_DIGITS - pricingDigits);
  }

  /**
   * What a pricing unit costs with a multiplier, rounded half-even to {@value #PRICE_SCALE}
   * decimals where it is not a shorter one.
   */
  BigDecimal price(long unitPricePico, Ratio multiplier) {
    return published(unitPricePico)
        .multiply(BigDecimal.valueOf(multiplier.numerator()))
        .divide(BigDecimal.valueOf(multiplier.denominator()), PRICE_SCALE, RoundingMode.HALF_EVEN);
  }

  /** Whether tokens are counted. */
  boolean isTokens() {
    return consumedUnit.equals("Tokens");
  }

  /** The meter's name as a part of an identifier, e.g. {@code cache-read-input-tokens}. */
  String slug() {
    return meter.toLowerCase(Locale.ROOT).replace(' ', '-');
  }
}
