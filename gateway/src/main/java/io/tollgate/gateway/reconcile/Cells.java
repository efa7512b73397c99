package io.tollgate.gateway.reconcile;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All cells of one provider in a period. */
final class Cells {

  private final Levels levels;
  private final Period period;
  private final Map<CellKey, Cell> byKey = new HashMap<>();

  private Cells(Levels levels, Period period) {
    this.levels = levels;
    this.period = period;
  }

  static Cells of(Levels levels, Period period, ProviderSides sides) {
    Cells cells = new Cells(levels, period);
    sides.metered().forEach(line -> cells.at(levels.of(line)).booked().add(line));
    sides
        .stated()
        .forEach(line -> cells.at(levels.of(line)).invoiced().add(line, sides.decimals()));
    return cells;
  }

  private Cell at(CellKey key) {
    return byKey.computeIfAbsent(key, at -> new Cell(at, new Booked(), new Invoiced()));
  }

  /** Books an edge of a day on the neighbouring day; what leaves the period is gone. */
  void move(EdgeLine edge) {
    LocalDate day = edge.day();
    LocalDate other = edge.lastHour() ? day.plusDays(1) : day.minusDays(1);
    if (period.contains(day)) {
      at(levels.of(edge.part())).booked().subtract(edge.part());
    }
    if (period.contains(other)) {
      MeteredLine moved = edge.part().on(other);
      at(levels.of(moved)).booked().add(moved);
    }
  }

  @Nullable Cell get(CellKey key) {
    return byKey.get(key);
  }

  /** All of them, in no order. */
  Iterable<Cell> all() {
    return byKey.values();
  }

  /** The cells of each series, by day; the series in their order. */
  Iterable<List<Cell>> series() {
    SortedMap<Series, List<Cell>> found = new TreeMap<>();
    for (Cell cell : byKey.values()) {
      found.computeIfAbsent(cell.key().series(), series -> new ArrayList<>()).add(cell);
    }
    found.values().forEach(cells -> cells.sort(Comparator.comparing(Cell::key)));
    return found.values();
  }
}
