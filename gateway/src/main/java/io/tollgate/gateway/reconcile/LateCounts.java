package io.tollgate.gateway.reconcile;

import io.tollgate.policies.money.Picodollars;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds quantities that a provider counted on the day before or after, around midnight.
 *
 * <p>Only what cancels to the last token is believed: over some days in a row the differences of a
 * series add up to nothing, and what crosses each midnight between them is no more than the ledger
 * has in the hour beside it.
 */
final class LateCounts {

  private record Edge(Series series, LocalDate day, boolean lastHour) {}

  private final Map<Edge, Booked> edges = new HashMap<>();

  LateCounts(Levels levels, List<EdgeLine> lines) {
    for (EdgeLine line : lines) {
      Series series = levels.of(line.part()).series();
      edges
          .computeIfAbsent(new Edge(series, line.day(), line.lastHour()), edge -> new Booked())
          .add(line.part());
    }
  }

  /** Books what is found on the provider's day, and says what it moved. */
  List<Share> settle(List<Cell> series) {
    List<Share> shares = new ArrayList<>();
    int at = 0;
    while (at < series.size()) {
      List<BigDecimal> flows = flowsFrom(series, at);
      for (int i = 0; i < flows.size(); i++) {
        move(series.get(at + i), series.get(at + i + 1), flows.get(i), shares);
      }
      at += flows.size() + 1;
    }
    return shares;
  }

  /** What crosses each midnight from a day on until all has cancelled; empty where it does not. */
  private List<BigDecimal> flowsFrom(List<Cell> series, int start) {
    List<BigDecimal> flows = new ArrayList<>();
    BigDecimal flow = BigDecimal.ZERO;
    for (int i = start; i < series.size(); i++) {
      Cell cell = series.get(i);
      BigDecimal excess = cell.isComparable() ? cell.excess() : null;
      if (excess == null) {
        return List.of();
      }
      flow = flow.subtract(excess);
      if (flow.signum() == 0) {
        return flows;
      }
      if (i + 1 == series.size()
          || !cell.key().isOneDay()
          || !series.get(i + 1).key().first().equals(cell.key().first().plusDays(1))
          || edge(cell.key(), flow) == null) {
        return List.of();
      }
      flows.add(flow);
    }
    return List.of();
  }

  /** The hour beside the midnight after a day that so much can have crossed from. */
  private @Nullable Booked edge(CellKey day, BigDecimal flow) {
    Booked edge =
        flow.signum() > 0
            ? edges.get(new Edge(day.series(), day.first(), true))
            : edges.get(new Edge(day.series(), day.first().plusDays(1), false));
    return edge != null
            && edge.unpriced().signum() == 0
            && edge.quantity().compareTo(flow.abs()) >= 0
        ? edge
        : null;
  }

  private void move(Cell from, Cell to, BigDecimal flow, List<Share> shares) {
    Booked edge = edge(from.key(), flow);
    if (edge == null) {
      throw new IllegalStateException("no edge for a flow that was found in it");
    }
    BigDecimal money =
        edge.amount()
            .multiply(flow)
            .divide(edge.quantity(), Picodollars.SCALE, RoundingMode.HALF_EVEN);
    from.booked().move(flow.negate(), money.negate());
    to.booked().move(flow, money);
    shares.add(Share.of(Bucket.DAY_CUT, from.key(), flow.negate(), money.negate()));
    shares.add(Share.of(Bucket.DAY_CUT, to.key(), flow, money));
  }
}
