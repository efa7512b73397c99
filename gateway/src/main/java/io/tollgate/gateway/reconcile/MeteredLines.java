package io.tollgate.gateway.reconcile;

import io.tollgate.gateway.ledger.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Where a ledger's side of a reconciliation is read from. */
@FunctionalInterface
public interface MeteredLines {

  /**
   * What a ledger booked.
   *
   * @param lines all lines of the period
   * @param edges the edges of the days of the period and, where the ledger has them, of the day
   *     before and the day after
   */
  record Metered(List<MeteredLine> lines, List<EdgeLine> edges) {

    public Metered {
      lines = List.copyOf(lines);
      edges = List.copyOf(edges);
    }
  }

  /**
   * Reads a period.
   *
   * @param ledger the ledger's directory
   * @throws IOException if the ledger cannot be read
   */
  Metered read(Path ledger, Period period, Progress progress) throws IOException;
}
