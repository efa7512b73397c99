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

  /** The unit of a meter. */
  static SkuUnit of(Meter meter) {
    return switch (meter) {
      case IN_UNCACHED -> tokens("Input Tokens");
      case IN_CACHE_READ -> tokens("Cache Read Input Tokens");
      case IN_CACHE_WRITE_5M -> tokens("Cache Write 5m Input Tokens");
      case IN_CACHE_WRITE_1H -> tokens("Cache Write 1h Input Tokens");
      case IN_CACHE_WRITE_OTHER -> tokens("Cache Write Input Tokens");
      case IN_TOOL -> tokens("Tool Input Tokens");
      case IN_AUDIO -> tokens("Audio Input Tokens");
      case IN_AUDIO_CACHE_READ -> tokens("Cache Read Audio Input Tokens");
      case IN_IMAGE -> tokens("Image Input Tokens");
      case IN_VIDEO -> tokens("Video Input Tokens");
      case OUT_VISIBLE -> tokens("Output Tokens");
      case OUT_REASONING -> tokens("Reasoning Output Tokens");
      case OUT_OTHER -> tokens("Other Output Tokens");
      case OUT_AUDIO -> tokens("Audio Output Tokens");
      case OUT_IMAGE -> tokens("Image Output Tokens");
      case CALLS -> new SkuUnit("Requests", "Requests", 0, "1000 Requests", 3);
      case SEARCHES -> new SkuUnit("Search Requests", "Requests", 0, "1000 Requests", 3);
      case IMAGES -> new SkuUnit("Images", "Images", 0, "Images", 0);
      case AUDIO_MILLIS -> new SkuUnit("Audio Seconds", "Seconds", 3, "Seconds", 3);
      case VIDEO_MILLIS -> new SkuUnit("Video Seconds", "Seconds", 3, "Seconds", 3);
      case CHARACTERS -> new SkuUnit("Characters", "Characters", 0, "1000000 Characters", 6);
      case PAGES -> new SkuUnit("Pages", "Pages", 0, "1000 Pages", 3);
      case CACHE_TOKEN_HOURS ->
          new SkuUnit("Cache Storage", "Token-Hours", 0, "1000000 Token-Hours", 6);
      case MINIMUM_CHARGE -> new SkuUnit("Minimum Charge", "Units", 0, "Units", 0);
    };
  }

  private static SkuUnit tokens(String meter) {
    return new SkuUnit(meter, "Tokens", 0, "1000000 Tokens", 6);
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
    return price(unitPricePico, multiplier, Ratio.ONE);
  }

  /**
   * The same in the currency of the unit price, where the multiplier has the conversion in it.
   *
   * @param usdPerUnit what one of the currency was worth, more than 0
   */
  BigDecimal price(long unitPricePico, Ratio multiplier, Ratio usdPerUnit) {
    return published(unitPricePico)
        .multiply(BigDecimal.valueOf(multiplier.numerator()))
        .multiply(BigDecimal.valueOf(usdPerUnit.denominator()))
        .divide(
            BigDecimal.valueOf(multiplier.denominator())
                .multiply(BigDecimal.valueOf(usdPerUnit.numerator())),
            PRICE_SCALE,
            RoundingMode.HALF_EVEN);
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
