package io.tollgate.gateway.reconcile;

import io.tollgate.gateway.reconcile.InvoiceLine.Kind;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/*
 * The order in which reasons are looked for, and why:
 *
 * 1. Credits and tax are named by the invoice itself and need no comparison.
 * 2. The day cut, because no day can be compared before it is known which hours are in it.
 * 3. What only one side has: missing days and models, traffic around the gateway.
 * 4. Quantities, estimates first: they are known to be off, other quantities are not.
 * 5. Prices, on the quantity that both sides have.
 * 6. Rounding, last and bounded: it would explain any small difference if it came first.
 *
 * What is left is unexplained. Each step takes an amount out of what is left of the difference, so
 * the buckets add up to it to the last digit. All sums are exact and all maps sorted, so the order
 * of the lines does not matter.
 */

/** Compares invoices with the ledger. Pure: the same lines in any order give the same result. */
public final class Reconciler {

  private final Period period;
  private final Map<String, String> aliases;

  /**
   * A comparison of a period.
   *
   * @param aliases models by the invoice's name, and the ledger's name of them
   */
  public Reconciler(Period period, Map<String, String> aliases) {
    this.period = period;
    this.aliases = Map.copyOf(aliases);
  }

  /**
   * Compares. Only providers that the invoices are of are looked at, and only days of the period.
   *
   * @throws InvoiceException if no line is of the period, or a provider's lines state quantities
   *     but no amounts
   */
  public Reconciliation reconcile(MeteredLines.Metered metered, List<InvoiceLine> invoices)
      throws InvoiceException {
    List<InvoiceLine> lines =
        invoices.stream().filter(line -> period.contains(line.day())).toList();
    if (lines.isEmpty()) {
      throw new InvoiceException(
          "the invoices bill nothing from "
              + period.first()
              + " to "
              + period.last()
              + ". Name their period with --from and --to.");
    }
    List<ProviderSummary> summaries = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    List<Share> all = new ArrayList<>();
    for (String provider : names(lines, InvoiceLine::provider)) {
      Side side = side(provider, metered, lines);
      List<Share> shares = side.shares();
      summaries.add(side.summary(period));
      findings.addAll(side.findings());
      all.addAll(shares);
    }
    findings.sort(
        Comparator.comparing(Finding::bucket)
            .thenComparing(Finding::provider)
            .thenComparing(Finding::first)
            .thenComparing(Finding::model)
            .thenComparing(Finding::sentence));
    return new Reconciliation(summaries, findings, all);
  }

  /** One provider's comparison. */
  private record Side(
      String provider,
      List<InvoiceLine> invoiced,
      List<MeteredLine> booked,
      DayCut.Begin begin,
      List<Share> shares) {

    ProviderSummary summary(Period period) {
      Map<Bucket, BigDecimal> buckets = new EnumMap<>(Bucket.class);
      shares.forEach(share -> buckets.merge(share.bucket(), share.amount(), BigDecimal::add));
      BigDecimal invoice =
          invoiced.stream().map(InvoiceLine::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
      BigDecimal ledger = BigDecimal.ZERO;
      for (MeteredLine line : booked) {
        BigDecimal amount = line.amountUsd();
        ledger = amount == null ? ledger : ledger.add(amount);
      }
      return new ProviderSummary(provider, period, invoice, ledger, buckets);
    }

    List<Finding> findings() {
      Set<LocalDate> billedDays = new TreeSet<>();
      for (InvoiceLine line : invoiced) {
        if (line.kind() == Kind.USAGE) {
          line.day().datesUntil(line.lastDay().plusDays(1)).forEach(billedDays::add);
        }
      }
      return new Findings(begin, billedDays, names(booked, MeteredLine::account)).of(shares);
    }
  }

  private Side side(String provider, MeteredLines.Metered metered, List<InvoiceLine> lines)
      throws InvoiceException {
    List<InvoiceLine> invoiced =
        lines.stream().filter(line -> line.provider().equals(provider)).toList();
    List<MeteredLine> booked =
        metered.lines().stream()
            .filter(line -> line.provider().equals(provider) && period.contains(line.day()))
            .toList();
    List<EdgeLine> edges =
        metered.edges().stream().filter(edge -> edge.part().provider().equals(provider)).toList();
    List<InvoiceLine> billed = invoiced.stream().filter(Reconciler::isBilledWork).toList();
    List<InvoiceLine> stated =
        invoiced.stream()
            .filter(line -> line.kind() == Kind.QUANTITY || isBilledWork(line))
            .toList();
    if (billed.isEmpty() && !stated.isEmpty()) {
      throw new InvoiceException(
          provider
              + ": the files state quantities but bill nothing. Name the file with the costs,"
              + " too.");
    }
    List<Share> shares = new ArrayList<>();
    invoiced.stream()
        .filter(line -> line.kind() != Kind.QUANTITY && !isBilledWork(line))
        .forEach(line -> shares.add(apart(line)));
    Levels levels =
        new Levels(
            new ModelNames(
                aliases, names(stated, InvoiceLine::model), names(booked, MeteredLine::model)),
            billed);
    ProviderSides sides = new ProviderSides(booked, edges, stated, new Decimals(invoiced));
    DayCut.Cut cut = DayCut.of(levels, period, sides);
    shares.addAll(cut.shares());
    LateCounts late = new LateCounts(levels, edges);
    for (List<Cell> series : cut.cells().series()) {
      if (cut.begin() == DayCut.Begin.AT_MIDNIGHT) {
        shares.addAll(late.settle(series));
      }
      Map<CellKey, UnitPrice> prices = InvoicePrices.of(series);
      series.forEach(cell -> shares.addAll(Explainer.explain(cell, prices)));
    }
    return new Side(provider, invoiced, booked, cut.begin(), shares);
  }

  private static boolean isBilledWork(InvoiceLine line) {
    return line.kind() == Kind.USAGE && !line.isUnmatched();
  }

  /** A line that is compared with nothing. */
  private static Share apart(InvoiceLine line) {
    Bucket bucket =
        switch (line.kind()) {
          case CREDIT -> Bucket.CREDITS;
          case TAX -> Bucket.TAX;
          case USAGE, FEE, QUANTITY -> Bucket.UNEXPLAINED;
        };
    Series series = new Series(line.provider(), line.model(), "", null);
    return new Share(
        bucket,
        new CellKey(series, line.day(), line.lastDay()),
        line.quantity(),
        line.amount(),
        null,
        null,
        line.description().isEmpty() ? line.kind().name() : line.description());
  }

  private static <T> Set<String> names(List<T> lines, Function<T, String> name) {
    return lines.stream()
        .map(name)
        .filter(found -> !found.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
