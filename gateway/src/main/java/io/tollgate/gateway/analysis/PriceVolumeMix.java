package io.tollgate.gateway.analysis;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The price-volume-mix analysis of the spend of two periods, without a residual.
 *
 * <p>What a thing {@code i} that has calls in both periods cost is {@code A = R · s · t · p}: calls
 * of all such things, its share of them, its tokens per call, its price per token. The factors are
 * moved from the first period to the second one after the other, quantities before prices, as sales
 * variances are taken in management accounting (Horngren, Datar and Rajan, <i>Cost Accounting: A
 * Managerial Emphasis</i>, chapter on sales-quantity, sales-mix and price variances):
 *
 * <pre>
 * W0 = A0                  volume = W1 - W0
 * W1 = A0 · R1 / R0        mix    = W2 - W1
 * W2 = A0 · r1 / r0        tokens = W3 - W2
 * W3 = A0 · T1 / T0        price  = A1 - W3
 * </pre>
 *
 * with its calls {@code r} and tokens {@code T}. W1 to W3 are rounded half-even to twelve decimals;
 * as each of them is added once and taken away once, the effects add up to {@code A1 - A0} exactly.
 * Where a period has no tokens to go by, W3 is W2: all the rest is price. A thing without calls in
 * the first period is new, without any in the second it is gone. Corrections and idle capacity
 * follow no calls and are effects of their own.
 *
 * @param total the sum of all rows
 * @param rows one for each thing, the largest difference first
 */
public record PriceVolumeMix(VarianceRow total, List<VarianceRow> rows) {

  private static final Comparator<VarianceRow> LARGEST_FIRST =
      Comparator.comparing((VarianceRow row) -> row.differenceUsd().abs())
          .reversed()
          .thenComparing(VarianceRow::name);

  public PriceVolumeMix {
    rows = List.copyOf(rows);
  }

  /** Compares two periods, by the names of what is told apart. */
  public static PriceVolumeMix between(
      Map<String, PeriodFigures> before, Map<String, PeriodFigures> after) {
    SortedSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    long callsBefore = 0;
    long callsAfter = 0;
    for (String name : names) {
      PeriodFigures first = before.getOrDefault(name, PeriodFigures.NONE);
      PeriodFigures second = after.getOrDefault(name, PeriodFigures.NONE);
      if (first.calls() > 0 && second.calls() > 0) {
        callsBefore += first.calls();
        callsAfter += second.calls();
      }
    }
    List<VarianceRow> rows = new ArrayList<>();
    for (String name : names) {
      PeriodFigures first = before.getOrDefault(name, PeriodFigures.NONE);
      PeriodFigures second = after.getOrDefault(name, PeriodFigures.NONE);
      rows.add(
          new VarianceRow(
              name,
              first.totalUsd(),
              second.totalUsd(),
              effects(first, second, callsBefore, callsAfter)));
    }
    rows.sort(LARGEST_FIRST);
    return new PriceVolumeMix(sum(rows), rows);
  }

  private static Map<Effect, BigDecimal> effects(
      PeriodFigures first, PeriodFigures second, long callsBefore, long callsAfter) {
    Map<Effect, BigDecimal> effects = new EnumMap<>(Effect.class);
    effects.put(Effect.CORRECTIONS, second.correctionsUsd().subtract(first.correctionsUsd()));
    effects.put(Effect.IDLE, second.idleUsd().subtract(first.idleUsd()));
    BigDecimal start = first.meteredUsd();
    BigDecimal end = second.meteredUsd();
    if (first.calls() == 0) {
      effects.put(Effect.NEW, end.subtract(start));
      return effects;
    }
    if (second.calls() == 0) {
      effects.put(Effect.GONE, end.subtract(start));
      return effects;
    }
    BigDecimal volume = Quotient.scaled(start, callsAfter, callsBefore);
    BigDecimal mix = Quotient.scaled(start, second.calls(), first.calls());
    BigDecimal tokens =
        first.tokens() == 0 || second.tokens() == 0
            ? mix
            : Quotient.scaled(start, second.tokens(), first.tokens());
    effects.put(Effect.VOLUME, volume.subtract(start));
    effects.put(Effect.MIX, mix.subtract(volume));
    effects.put(Effect.TOKENS, tokens.subtract(mix));
    effects.put(Effect.PRICE, end.subtract(tokens));
    return effects;
  }

  private static VarianceRow sum(List<VarianceRow> rows) {
    BigDecimal before = BigDecimal.ZERO;
    BigDecimal after = BigDecimal.ZERO;
    Map<Effect, BigDecimal> effects = new EnumMap<>(Effect.class);
    for (VarianceRow row : rows) {
      before = before.add(row.beforeUsd());
      after = after.add(row.afterUsd());
      row.effects().forEach((effect, amount) -> effects.merge(effect, amount, BigDecimal::add));
    }
    return new VarianceRow("total", before, after, effects);
  }
}
