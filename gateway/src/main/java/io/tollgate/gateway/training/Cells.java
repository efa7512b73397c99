package io.tollgate.gateway.training;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Outcomes as they are read, before it is known how many rows and columns there are. */
final class Cells {

  /** Figures of a cell: score, input tokens, output tokens, cost. */
  static final int FIGURES = 4;

  final List<Cell> cells = new ArrayList<>();
  final Set<String> ids = new HashSet<>();
  final Set<String> models = new HashSet<>();

  /** One line of a file; NaN is unknown. */
  record Cell(
      String id,
      String model,
      double score,
      double inputTokens,
      double outputTokens,
      double costUsd) {}

  void add(Cell cell) {
    cells.add(cell);
    ids.add(cell.id());
    models.add(cell.model());
  }
}
