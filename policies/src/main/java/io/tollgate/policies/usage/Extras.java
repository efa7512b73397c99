package io.tollgate.policies.usage;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a call consumed beside the plain tokens that {@link Usage} holds itself: sound, pictures,
 * searches and the like.
 *
 * <p>Immutable. Most calls have none and share {@link #EMPTY}.
 */
public final class Extras {

  private static final Meter[] METERS = Meter.values();

  /** Nothing beside plain tokens. */
  public static final Extras EMPTY = new Extras(new long[METERS.length - Meter.PLAIN]);

  /** By meter, in their order, from the first that is not plain. */
  private final long[] quantities;

  private Extras(long[] quantities) {
    this.quantities = quantities;
  }

  /**
   * The extras of these quantities.
   *
   * @param quantities by meter, each 0 to {@link Usage#MAX_TOKENS} of the meter's unit
   * @throws IllegalArgumentException if a quantity is out of range, or a meter is one of those that
   *     {@link Usage} holds itself or that only bills have
   */
  public static Extras of(Map<Meter, Long> quantities) {
    long[] counted = new long[EMPTY.quantities.length];
    boolean any = false;
    for (Map.Entry<Meter, Long> entry : quantities.entrySet()) {
      Meter meter = entry.getKey();
      long quantity = entry.getValue();
      if (meter.isPlain() || meter == Meter.MINIMUM_CHARGE) {
        throw new IllegalArgumentException(meter.key() + " is no extra");
      }
      Usage.check(meter, quantity);
      counted[meter.index() - Meter.PLAIN] = quantity;
      any |= quantity > 0;
    }
    return any ? new Extras(counted) : EMPTY;
  }

  /** The extras of one meter. */
  public static Extras of(Meter meter, long quantity) {
    return of(Map.of(meter, quantity));
  }

  /** These extras with what one meter counted in the place of what it had. */
  public Extras with(Meter meter, long quantity) {
    Map<Meter, Long> all = new EnumMap<>(Meter.class);
    for (int i = 0; i < quantities.length; i++) {
      if (quantities[i] > 0) {
        all.put(METERS[i + Meter.PLAIN], quantities[i]);
      }
    }
    all.put(meter, quantity);
    return of(all);
  }

  /** Whether there are none. */
  @SuppressWarnings("ReferenceEquality") // none other than EMPTY is made of nothing
  public boolean isEmpty() {
    return this == EMPTY;
  }

  /** How much one meter counted, in its unit; 0 of a meter that is none of these. */
  public long quantity(Meter meter) {
    return meter.isPlain() ? 0 : quantities[meter.index() - Meter.PLAIN];
  }

  /** Tokens of input among these. */
  long input() {
    return quantity(Meter.IN_AUDIO)
        + quantity(Meter.IN_AUDIO_CACHE_READ)
        + quantity(Meter.IN_IMAGE)
        + quantity(Meter.IN_VIDEO);
  }

  /** Tokens of output among these. */
  long output() {
    return quantity(Meter.OUT_AUDIO) + quantity(Meter.OUT_IMAGE);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Extras extras && Arrays.equals(quantities, extras.quantities);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(quantities);
  }

  /** What there is, in the order of the meters: {@code in_audio=120 searches=2}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < quantities.length; i++) {
      if (quantities[i] > 0) {
        text.append(text.isEmpty() ? "" : " ")
            .append(METERS[i + Meter.PLAIN].key())
            .append('=')
            .append(quantities[i]);
      }
    }
    return text.toString();
  }
}
