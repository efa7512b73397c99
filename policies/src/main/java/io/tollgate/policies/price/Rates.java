package io.tollgate.policies.price;

import io.tollgate.policies.usage.Meter;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The unit prices of every meter in one context tier, in trillionths of the pricing currency per
 * unit; of a token that is the same number as millionths per million tokens.
 *
 * <p>A meter that has no price of its own takes another's, where billing is known to work so:
 *
 * <ul>
 *   <li>cache reads, and input that the provider's tools added, cost what uncached input costs;
 *   <li>cache writes cost what uncached input costs, but only where no cache write of any life has
 *       a price. Where one has, the others are unpriced: lives differ in price, and a guess would
 *       be too low;
 *   <li>reasoning and other output cost what visible output costs;
 *   <li>tokens of pictures and film that are read cost what uncached input costs, as providers bill
 *       them, and sound from a cache costs what sound costs.
 * </ul>
 *
 * <p>Nothing else is guessed: sound, pictures that are made, searches and what is not counted in
 * tokens have the price that is stated or none, for any other would be too low. A fee per call and
 * a minimum charge are owed only where they are stated. A meter whose price is declared unknown
 * takes no other's: it is unpriced.
 */
public final class Rates {

  /** What {@link #pico} gives for a meter without a price. */
  public static final long UNPRICED = -1;

  /**
   * The highest price of a token, a character or a token-hour that is believed: a thousand per
   * million.
   */
  public static final long MAX_PICO = 1_000_000_000L;

  /** The highest price of anything else that is believed: a thousand. */
  public static final long MAX_FEE_PICO = 1_000_000_000_000_000L;

  private static final Set<Meter> CACHE_WRITES =
      Set.of(Meter.IN_CACHE_WRITE_5M, Meter.IN_CACHE_WRITE_1H, Meter.IN_CACHE_WRITE_OTHER);

  private static final Meter[] METERS = Meter.values();

  private final Set<Meter> stated = EnumSet.noneOf(Meter.class);

  /** By the meters' index. */
  private final long[] picos = new long[METERS.length];

  private Rates(Map<Meter, Long> prices, Set<Meter> unknown) {
    prices.forEach((meter, pico) -> {
      if (pico < 0 || pico > maxPico(meter)) {
        throw new IllegalArgumentException(
            meter.key() + ": " + pico + " pico-dollars (expected: 0 to " + maxPico(meter) + ")");
      }
      if (unknown.contains(meter)) {
        throw new IllegalArgumentException(meter.key() + ": both priced and unknown");
      }
    });
    stated.addAll(prices.keySet());
    stated.addAll(unknown);
    for (Meter meter : METERS) {
      Long own = prices.get(meter);
      picos[meter.index()] =
          own != null ? own : stated.contains(meter) ? UNPRICED : fallback(meter);
    }
  }

  /** The highest price of a meter that is believed. */
  static long maxPico(Meter meter) {
    return switch (meter.unit()) {
      case TOKEN, CHARACTER, TOKEN_HOUR -> MAX_PICO;
      case CALL, SEARCH, IMAGE, MILLISECOND, PAGE, CHARGE -> MAX_FEE_PICO;
    };
  }

  /** Another meter's price; those that are taken come first in the order of the meters. */
  private long fallback(Meter meter) {
    return switch (meter) {
      case IN_UNCACHED, OUT_VISIBLE -> UNPRICED;
      case IN_CACHE_READ, IN_TOOL -> pico(Meter.IN_UNCACHED);
      case IN_CACHE_WRITE_5M, IN_CACHE_WRITE_1H, IN_CACHE_WRITE_OTHER ->
          CACHE_WRITES.stream().anyMatch(stated::contains) ? UNPRICED : pico(Meter.IN_UNCACHED);
      case OUT_REASONING, OUT_OTHER -> pico(Meter.OUT_VISIBLE);
      case IN_IMAGE, IN_VIDEO -> pico(Meter.IN_UNCACHED);
      case IN_AUDIO_CACHE_READ -> pico(Meter.IN_AUDIO);
      case IN_AUDIO, OUT_AUDIO, OUT_IMAGE, CALLS, MINIMUM_CHARGE -> UNPRICED;
      case SEARCHES, IMAGES, AUDIO_MILLIS, VIDEO_MILLIS, CHARACTERS, PAGES, CACHE_TOKEN_HOURS ->
          UNPRICED;
    };
  }

  /** Prices of plain input and visible output; the other meters take theirs from these. */
  public static Rates of(long inputPico, long outputPico) {
    return of(Map.of(Meter.IN_UNCACHED, inputPico, Meter.OUT_VISIBLE, outputPico));
  }

  /** Prices per meter; a meter that is not stated takes another's, as the class describes. */
  public static Rates of(Map<Meter, Long> prices) {
    return of(prices, Set.of());
  }

  /**
   * Prices per meter, with some declared unknown.
   *
   * @param prices per unit, 0 to {@link #MAX_PICO} or {@link #MAX_FEE_PICO}
   * @param unknown meters that have a price which is not known, so that usage of them is unpriced
   * @throws IllegalArgumentException if a price is out of range or a meter is in both
   */
  public static Rates of(Map<Meter, Long> prices, Set<Meter> unknown) {
    return new Rates(prices, unknown);
  }

  /** These prices with what others state in the place of what these say of the same meters. */
  Rates overlaid(Rates others) {
    Map<Meter, Long> prices = new EnumMap<>(Meter.class);
    Set<Meter> unknown = EnumSet.noneOf(Meter.class);
    for (Meter meter : METERS) {
      Rates source = others.states(meter) ? others : this;
      if (source.states(meter)) {
        long pico = source.pico(meter);
        if (pico == UNPRICED) {
          unknown.add(meter);
        } else {
          prices.put(meter, pico);
        }
      }
    }
    return of(prices, unknown);
  }

  /** The price of a meter per unit, or {@link #UNPRICED}. */
  public long pico(Meter meter) {
    return picos[meter.index()];
  }

  /** Whether something is said of this meter itself: a price, or that its price is unknown. */
  public boolean states(Meter meter) {
    return stated.contains(meter);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Rates rates
        && stated.equals(rates.stated)
        && Arrays.equals(picos, rates.picos);
  }

  @Override
  public int hashCode() {
    return 31 * stated.hashCode() + Arrays.hashCode(picos);
  }

  /** What is stated, in the order of the meters: {@code in_uncached=2500000 in_tool=unknown}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Meter meter : Meter.values()) {
      if (states(meter)) {
        long pico = pico(meter);
        text.append(text.isEmpty() ? "" : " ")
            .append(meter.key())
            .append('=')
            .append(pico == UNPRICED ? "unknown" : Long.toString(pico));
      }
    }
    return text.toString();
  }
}
