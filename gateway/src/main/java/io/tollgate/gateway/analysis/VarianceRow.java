package io.tollgate.gateway.analysis;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Why one thing cost something else than in the period before: effects that add up to the
 * difference, to the last digit.
 *
 * @param name what it is
 * @param beforeUsd what it cost in the first period
 * @param afterUsd what it cost in the second
 * @param effects every effect with its exact dollars
 */
public record VarianceRow(
    String name, BigDecimal beforeUsd, BigDecimal afterUsd, Map<Effect, BigDecimal> effects) {

  /**
   * Fills in the effects that are not there.
   *
   * @throws IllegalArgumentException where they do not add up to the difference
   */
  public VarianceRow {
    Map<Effect, BigDecimal> all = new EnumMap<>(Effect.class);
    BigDecimal sum = BigDecimal.ZERO;
    for (Effect effect : Effect.values()) {
      BigDecimal amount = effects.getOrDefault(effect, BigDecimal.ZERO);
      all.put(effect, amount);
      sum = sum.add(amount);
    }
    if (sum.compareTo(afterUsd.subtract(beforeUsd)) != 0) {
      throw new IllegalArgumentException(
          "%s: effects add up to %s (expected: %s)"
              .formatted(name, sum.toPlainString(), afterUsd.subtract(beforeUsd).toPlainString()));
    }
    effects = Collections.unmodifiableMap(all);
  }

  /** Dollars of an effect. */
  public BigDecimal in(Effect effect) {
    return effects.getOrDefault(effect, BigDecimal.ZERO);
  }

  /** After less before. */
  public BigDecimal differenceUsd() {
    return afterUsd.subtract(beforeUsd);
  }
}
