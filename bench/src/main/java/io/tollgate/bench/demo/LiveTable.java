package io.tollgate.bench.demo;

import io.tollgate.gateway.exchange.ExchangeLog;
import io.tollgate.gateway.exchange.FinishedExchange;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.money.PicodollarSum;
import java.io.PrintWriter;
import java.math.RoundingMode;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The decisions as they are made and the spend by model: redrawn in place on a terminal, line by
 * line elsewhere.
 */
final class LiveTable {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final int ROWS = 14;
  private static final String DECISION_FORMAT = "%-8s  %-10s  %-24s  %-9s  %13s  %12s  %8s  %s%n";

  private static final class Spend {
    private int requests;
    private long input;
    private long output;
    private final PicodollarSum amount = new PicodollarSum();
  }

  private final ExchangeLog log;
  private final PrintWriter out;
  private final boolean inPlace;
  private final Map<Deployment, Spend> spend = new LinkedHashMap<>();
  private final List<FinishedExchange> latest = new ArrayList<>();
  private long seen;
  private int drawnLines;

  LiveTable(ExchangeLog log, PrintWriter out, boolean inPlace) {
    this.log = log;
    this.out = out;
    this.inPlace = inPlace;
  }

  /** Takes in what has ended since the last call and shows it. */
  void update() {
    long finished = log.finished();
    List<FinishedExchange> fresh = log.after(seen);
    seen = finished;
    for (FinishedExchange exchange : fresh) {
      Spend sum = spend.computeIfAbsent(exchange.deployment(), ignored -> new Spend());
      sum.requests++;
      sum.input += exchange.usage().totalInput();
      sum.output += exchange.usage().totalOutput();
      if (exchange.cost() != null) {
        sum.amount.add(exchange.cost());
      }
      latest.add(exchange);
    }
    while (latest.size() > ROWS) {
      latest.removeFirst();
    }
    if (inPlace) {
      redraw();
    } else if (!fresh.isEmpty()) {
      if (seen == fresh.size()) {
        header();
      }
      fresh.forEach(this::row);
      out.flush();
    }
  }

  private void redraw() {
    if (drawnLines > 0) {
      out.printf("\033[%dA\033[J", drawnLines);
    }
    header();
    latest.forEach(this::row);
    drawnLines = 1 + latest.size() + spendTable();
    out.flush();
  }

  private void header() {
    out.printf(
        DECISION_FORMAT,
        "time",
        "rule",
        "deployment",
        "class",
        "tokens in/out",
        "dollars",
        "ttft",
        "outcome");
  }

  private void row(FinishedExchange exchange) {
    out.printf(
        DECISION_FORMAT,
        TIME.format(exchange.at()),
        exchange.rule(),
        exchange.deployment().id(),
        exchange.deployment().model().modelClass().key(),
        exchange.usage().totalInput() + "/" + exchange.usage().totalOutput(),
        exchange.cost() == null ? "unpriced" : exchange.cost().toPlainDollars(),
        exchange.ttftMs() < 0 ? "-" : exchange.ttftMs() + " ms",
        exchange.outcome() + (exchange.attempts() > 1 ? ", after a fallback" : ""));
  }

  /** Leaves the spend by model as the last thing shown. */
  void conclude() {
    if (!inPlace) {
      spendTable();
    }
  }

  /** Prints the spend by model, dearest first, and says how many lines that took. */
  private int spendTable() {
    out.printf(
        "%n%-26s  %-9s  %8s  %10s  %10s  %14s%n",
        "spend by model", "class", "requests", "input", "output", "dollars");
    List<Map.Entry<Deployment, Spend>> rows = new ArrayList<>(spend.entrySet());
    rows.sort(Comparator.comparing(row -> row.getValue().amount.pico().negate()));
    PicodollarSum total = new PicodollarSum();
    for (Map.Entry<Deployment, Spend> row : rows) {
      Spend sum = row.getValue();
      total.add(sum.amount.pico().longValueExact());
      out.printf(
          Locale.ROOT,
          "%-26s  %-9s  %8d  %10d  %10d  %14s%n",
          row.getKey().id(),
          row.getKey().model().modelClass().key(),
          sum.requests,
          sum.input,
          sum.output,
          sum.amount.dollars().setScale(9, RoundingMode.HALF_EVEN).toPlainString());
    }
    out.printf("%-26s  %70s%n", "", "total " + total);
    return rows.size() + 3;
  }
}
