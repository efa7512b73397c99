package io.tollgate.gateway.reconcile;

import java.time.LocalDate;
import java.util.Comparator;

/**
 * The finest thing that can be compared: a series on one day, or on the days that the invoice lumps
 * together.
 */
record CellKey(Series series, LocalDate first, LocalDate last) implements Comparable<CellKey> {

  private static final Comparator<CellKey> ORDER =
      Comparator.comparing(CellKey::series)
          .thenComparing(CellKey::first)
          .thenComparing(CellKey::last);

  @Override
  public int compareTo(CellKey other) {
    return ORDER.compare(this, other);
  }

  boolean isOneDay() {
    return first.equals(last);
  }
}
