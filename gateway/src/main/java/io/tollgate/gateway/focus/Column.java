package io.tollgate.gateway.focus;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A column of a data set: its name, the type of its values and how a row is asked for them.
 *
 * @param <R> the rows of the data set
 */
sealed interface Column<R> {

  /** Digits of a decimal, before and after the point together. */
  int PRECISION = 38;

  /** Decimals of costs: those of a unit price and those of a quantity. */
  int COST_SCALE = 18;

  /** Its name in files. */
  String name();

  /**
   * Asks a row for a value.
   *
   * @param <R> the rows
   * @param <V> the values
   */
  @FunctionalInterface
  interface Reading<R, V> {

    /** The value, or {@code null} where the row has none. */
    @Nullable V of(R row);
  }

  /** Free text. */
  record Text<R>(String name, Reading<R, String> value) implements Column<R> {}

  /** A flat JSON object as text. */
  record Json<R>(String name, Reading<R, String> value) implements Column<R> {}

  /**
   * An exact decimal.
   *
   * @param scale most digits after the point, 0 to {@value #PRECISION}
   */
  record Decimal<R>(String name, int scale, Reading<R, BigDecimal> value) implements Column<R> {}

  /** A moment in UTC, to the second. */
  record Moment<R>(String name, Reading<R, Instant> value) implements Column<R> {}

  /** A whole number. */
  record Count<R>(String name, Reading<R, Long> value) implements Column<R> {}

  /** True or false. */
  record Flag<R>(String name, Reading<R, Boolean> value) implements Column<R> {}
}
