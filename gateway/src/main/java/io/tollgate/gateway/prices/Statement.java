package io.tollgate.gateway.prices;

import io.tollgate.policies.price.Rates;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a feed states of one model, number by number; what cannot be a price is refused and not
 * rounded. A refused number leaves the knowledge that there is a price.
 */
final class Statement {

  /** A price of a million tokens is so many decimal places right of that of one. */
  static final int PER_TOKEN = 6;

  /** A price as the feed writes it is per million tokens. */
  static final int PER_MILLION = 0;

  private static final int DECIMALS = 6;

  /** The longest number that is looked at, so that no exponent makes it huge. */
  private static final int TEXT_MAX = 40;

  private static final int SCALE_MAX = 60;

  /** A cache for an hour costs twice the input at those who sell it. */
  private static final BigDecimal WRITE_MAX = BigDecimal.valueOf(4);

  private final String source;
  private final String name;
  private final List<Refusal> refusals;
  private final SortedMap<Term, BigDecimal> stated = new TreeMap<>();
  private final SortedSet<Term> unknown = new TreeSet<>();
  private boolean abandoned;

  Statement(String source, String name, List<Refusal> refusals) {
    this.source = source;
    this.name = name;
    this.refusals = refusals;
  }

  /**
   * Takes a number of a feed, or nothing where there is none.
   *
   * @param node a number, or a text that is one
   * @param shift {@link #PER_TOKEN} or {@link #PER_MILLION}
   */
  void put(long above, FeedMeter meter, @Nullable JsonNode node, int shift) {
    if (node == null || node.isNull() || node.isMissingNode()) {
      return;
    }
    Term term = new Term.Price(above, meter);
    BigDecimal price = dollarsPerMillion(term.text(), node, shift);
    if (price == null) {
      unknown.add(term);
    } else if (price.signum() != 0 || meter == FeedMeter.INPUT || meter == FeedMeter.OUTPUT) {
      // Zero for anything else is how feeds say that they do not know: unknown is never 0.
      stated.put(term, price);
    }
  }

  /** A number in dollars per million tokens, or {@code null} after it was refused. */
  @Nullable BigDecimal dollarsPerMillion(String what, JsonNode node, int shift) {
    BigDecimal number = number(node);
    if (number == null) {
      refuse(Refusal.Kind.ABSURD, what + ": found " + node + ", which is no number");
      return null;
    }
    BigDecimal price = number.movePointRight(shift).stripTrailingZeros();
    String text = what + ": $" + price.toPlainString() + " per million tokens";
    if (price.signum() < 0) {
      refuse(Refusal.Kind.NEGATIVE, text + " is negative");
    } else if (price.compareTo(BigDecimal.valueOf(Rates.MAX_PICO, DECIMALS)) > 0) {
      refuse(
          Refusal.Kind.ABSURD,
          text + " (expected: at most $" + Rates.MAX_PICO / 1_000_000 + "): is it of this unit?");
    } else if (price.scale() > DECIMALS) {
      refuse(Refusal.Kind.NOISE, text + " has more than " + DECIMALS + " decimals");
    } else {
      return price;
    }
    return null;
  }

  /** The number as it is written: no binary fraction is ever made of it. */
  private static @Nullable BigDecimal number(JsonNode node) {
    try {
      if (node.isNumber()) {
        BigDecimal number = node.decimalValue();
        return Math.abs((long) number.scale()) > SCALE_MAX ? null : number;
      }
      if (node.isString() && node.stringValue().length() <= TEXT_MAX) {
        BigDecimal number = new BigDecimal(node.stringValue());
        return Math.abs((long) number.scale()) > SCALE_MAX ? null : number;
      }
    } catch (NumberFormatException e) {
      return null;
    }
    return null;
  }

  /** Takes the rates of a service tier or a time of day as one multiplier of the prices. */
  void multiply(Term term, SortedMap<Term, BigDecimal> rates) {
    BigDecimal multiplier = null;
    for (var rate : rates.entrySet()) {
      BigDecimal base = stated.get(rate.getKey());
      if (base == null || base.signum() == 0) {
        continue;
      }
      if (multiplier == null) {
        multiplier = ratio(rate.getValue(), base);
      }
      if (multiplier == null || multiplier.multiply(base).compareTo(rate.getValue()) != 0) {
        String detail = term.text() + ": its rates are not one multiple of the others";
        if (term instanceof Term.Band) {
          abandon(detail);
        } else {
          refuse(Refusal.Kind.SHAPE, detail); // calls in a tier without a price are unpriced
        }
        return;
      }
    }
    if (multiplier != null && multiplier.signum() > 0) {
      stated.put(term, multiplier);
    }
  }

  private static @Nullable BigDecimal ratio(BigDecimal dividend, BigDecimal divisor) {
    try {
      BigDecimal ratio = dividend.divide(divisor).stripTrailingZeros();
      return ratio.scale() > DECIMALS ? null : ratio;
    } catch (ArithmeticException e) {
      return null; // no finite decimal, so not what a provider multiplies by
    }
  }

  /** The terms as stated, in dollars per million tokens. */
  SortedMap<Term, BigDecimal> stated() {
    return stated;
  }

  /** Refuses all of it, where the rest would be too low without the part that cannot be stated. */
  void abandon(String detail) {
    refuse(Refusal.Kind.SHAPE, detail);
    abandoned = true;
  }

  void refuse(Refusal.Kind kind, String detail) {
    refusals.add(new Refusal(source, name, kind, detail));
  }

  /** All that is believed, or {@code null} where that is no price of input and output. */
  @Nullable Terms terms() {
    BigDecimal input = stated.get(Term.of(FeedMeter.INPUT));
    BigDecimal output = stated.get(Term.of(FeedMeter.OUTPUT));
    if (abandoned || input == null || output == null) {
      return null;
    }
    if (input.signum() == 0 && output.signum() == 0) {
      refuse(Refusal.Kind.FREE, "input and output cost nothing: write such a price by hand");
      return null;
    }
    for (Term.Price price : new TreeSet<>(Terms.prices(stated.keySet()))) {
      BigDecimal max = max(price, stated.get(new Term.Price(price.above(), FeedMeter.INPUT)));
      BigDecimal value = stated.get(price);
      if (max != null && value != null && value.compareTo(max) > 0) {
        refuse(
            Refusal.Kind.IMPLAUSIBLE,
            "%s: $%s per million tokens (expected: at most %s, by its price of input)"
                .formatted(
                    price.text(), value.toPlainString(), max.stripTrailingZeros().toPlainString()));
        stated.remove(price);
        unknown.add(price);
      }
    }
    writes();
    SortedMap<Term, Long> millionths = new TreeMap<>();
    stated.forEach(
        (term, value) -> millionths.put(term, value.movePointRight(DECIMALS).longValueExact()));
    return new Terms(millionths, unknown).normal();
  }

  /** A longer life is never cheaper, and a life that is not stated is the shorter one. */
  private void writes() {
    for (Term.Price price : List.copyOf(Terms.prices(stated.keySet()))) {
      BigDecimal plain = stated.get(price);
      if (price.meter() != FeedMeter.CACHE_WRITE_5M || plain == null) {
        continue;
      }
      Term hour = new Term.Price(price.above(), FeedMeter.CACHE_WRITE_1H);
      BigDecimal ofHour = stated.get(hour);
      if (ofHour != null && ofHour.compareTo(plain) < 0) {
        refuse(
            Refusal.Kind.IMPLAUSIBLE,
            "%s: $%s per million tokens (expected: at least %s, what five minutes cost)"
                .formatted(hour.text(), ofHour.toPlainString(), plain.toPlainString()));
        stated.remove(hour);
        unknown.add(hour);
      }
      stated.putIfAbsent(new Term.Price(price.above(), FeedMeter.CACHE_WRITE), plain);
    }
  }

  private static @Nullable BigDecimal max(Term.Price price, @Nullable BigDecimal input) {
    if (input == null || input.signum() == 0) {
      return null;
    }
    return switch (price.meter()) {
      case CACHE_READ -> input;
      case CACHE_WRITE_5M, CACHE_WRITE_1H, CACHE_WRITE -> input.multiply(WRITE_MAX);
      case INPUT, OUTPUT, TOOL_INPUT, REASONING, OTHER_OUTPUT -> null;
      case AUDIO_INPUT, AUDIO_CACHE_READ, AUDIO_OUTPUT, IMAGE_INPUT, IMAGE_OUTPUT -> null;
    };
  }

  /** Collected prices, each deployment once: the first of equal names stays. */
  static final class Collected {
    private final SortedMap<String, FeedPrice> byKey = new TreeMap<>();

    void add(FeedPrice price) {
      byKey.putIfAbsent(DeploymentNames.key(price.deployment()), price);
    }

    List<FeedPrice> prices() {
      return new ArrayList<>(byKey.values());
    }
  }
}
