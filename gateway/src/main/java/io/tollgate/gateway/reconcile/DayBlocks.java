package io.tollgate.gateway.reconcile;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The days that an invoice lumps together: overlapping spans of its lines are one block. */
final class DayBlocks {

  private final TreeMap<LocalDate, LocalDate> lastByFirst = new TreeMap<>();

  DayBlocks(List<InvoiceLine> lines) {
    List<InvoiceLine> spans =
        lines.stream()
            .filter(line -> !line.day().equals(line.lastDay()))
            .sorted(Comparator.comparing(InvoiceLine::day))
            .toList();
    for (InvoiceLine span : spans) {
      Map.Entry<LocalDate, LocalDate> before = lastByFirst.floorEntry(span.day());
      if (before != null && !before.getValue().isBefore(span.day())) {
        if (before.getValue().isBefore(span.lastDay())) {
          lastByFirst.put(before.getKey(), span.lastDay());
        }
      } else {
        lastByFirst.put(span.day(), span.lastDay());
      }
    }
  }

  /** The cell of a series that a day is in. */
  CellKey key(Series series, LocalDate day) {
    Map.Entry<LocalDate, LocalDate> block = lastByFirst.floorEntry(day);
    return block == null || block.getValue().isBefore(day)
        ? new CellKey(series, day, day)
        : new CellKey(series, block.getKey(), block.getValue());
  }
}
