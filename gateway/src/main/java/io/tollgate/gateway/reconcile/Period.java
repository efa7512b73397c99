package io.tollgate.gateway.reconcile;

import java.time.LocalDate;

/**
 * The UTC days that are compared.
 *
 * @param first the first day
 * @param last the last day, not before the first
 */
public record Period(LocalDate first, LocalDate last) {

  public Period {
    if (last.isBefore(first)) {
      throw new IllegalArgumentException(
          "period: " + first + " to " + last + " (expected: the last day not before the first)");
    }
  }

  /** Whether a day is in the period. */
  public boolean contains(LocalDate day) {
    return !day.isBefore(first) && !day.isAfter(last);
  }
}
