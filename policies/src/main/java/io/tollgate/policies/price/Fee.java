package io.tollgate.policies.price;

import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.yaml.YamlType;
import java.math.BigDecimal;
import java.util.List;

/**
 * A key of price files that prices something other than tokens.
 *
 * @param key the key
 * @param meter what it prices
 * @param units how many units of the meter the price is for
 * @param per the same in words
 */
record Fee(String key, Meter meter, long units, String per) {

  /** Every such key; where a meter has several, a price states one of them. */
  static final List<Fee> ALL =
      List.of(
          new Fee("per_call", Meter.CALLS, 1, "call"),
          new Fee("per_1000_calls", Meter.CALLS, 1_000, "thousand calls"),
          new Fee("per_search", Meter.SEARCHES, 1, "search"),
          new Fee("per_1000_searches", Meter.SEARCHES, 1_000, "thousand searches"),
          new Fee("per_image", Meter.IMAGES, 1, "image"),
          new Fee("per_audio_second", Meter.AUDIO_MILLIS, 1_000, "second"),
          new Fee("per_audio_minute", Meter.AUDIO_MILLIS, 60_000, "minute"),
          new Fee("per_video_second", Meter.VIDEO_MILLIS, 1_000, "second"),
          new Fee("per_million_characters", Meter.CHARACTERS, 1_000_000, "million characters"),
          new Fee("per_page", Meter.PAGES, 1, "page"),
          new Fee("per_1000_pages", Meter.PAGES, 1_000, "thousand pages"),
          new Fee(
              "per_million_token_hours",
              Meter.CACHE_TOKEN_HOURS,
              1_000_000,
              "million tokens kept for an hour"),
          new Fee("minimum_charge", Meter.MINIMUM_CHARGE, 1, "call at least"));

  private static final int PICO_DECIMALS = 12;

  /** The price as a file states it, read as trillionths per unit of the meter. */
  YamlType<Long> type() {
    BigDecimal most = dollars(Rates.maxPico(meter));
    return YamlType.of(
        "dollars per %s from 0 to %s, in whole trillionths per %s, or unknown"
            .formatted(per, most.toPlainString(), meter.unit().key().replace('_', '-')),
        0L,
        text -> text.equals("unknown") ? Rates.UNPRICED : pico(text, most));
  }

  private BigDecimal dollars(long pico) {
    BigDecimal exact =
        BigDecimal.valueOf(pico, PICO_DECIMALS)
            .multiply(BigDecimal.valueOf(units))
            .stripTrailingZeros();
    return exact.scale() < 0 ? exact.setScale(0) : exact;
  }

  private long pico(String text, BigDecimal most) {
    BigDecimal price = PriceTypes.decimal(text);
    if (price.compareTo(most) > 0) {
      throw new IllegalArgumentException(text + " is out of range: is it per " + per + "?");
    }
    BigDecimal[] quotient =
        price.movePointRight(PICO_DECIMALS).divideAndRemainder(BigDecimal.valueOf(units));
    if (quotient[1].signum() != 0) {
      throw new IllegalArgumentException(
          "%s per %s is no whole number of trillionths per %s"
              .formatted(text, per, meter.unit().key().replace('_', '-')));
    }
    return quotient[0].longValueExact();
  }
}
