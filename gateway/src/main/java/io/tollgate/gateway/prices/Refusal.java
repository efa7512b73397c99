package io.tollgate.gateway.prices;

import java.util.Locale;

/**
 * Something a feed states that is not believed.
 *
 * @param source the feed
 * @param name the model as the feed names it
 * @param kind why it is not believed
 * @param detail what was found, for people
 */
public record Refusal(String source, String name, Kind kind, String detail) {

  /** Why a statement of a feed is not believed. */
  public enum Kind {
    /**
     * More decimals than a price has: what is left of a binary fraction, or a converted currency.
     */
    NOISE,
    /** Less than nothing. */
    NEGATIVE,
    /** No number, or more than any price: perhaps of another unit. */
    ABSURD,
    /** Out of proportion to the price of input. */
    IMPLAUSIBLE,
    /** A name that stands for another model every few months. */
    ALIAS,
    /** Zero for input and output, which may be a gift, a subscription, or not stated. */
    FREE,
    /** Rates that no price file can state. */
    SHAPE;

    /** The name in JSON. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public String toString() {
    return "%s %s: %s".formatted(source, name, detail);
  }
}
