package io.tollgate.gateway.cli;

import io.tollgate.gateway.capacity.ApiOffer;
import io.tollgate.gateway.capacity.PoolHour;
import io.tollgate.gateway.capacity.PoolReport;
import io.tollgate.gateway.capacity.PoolUse;
import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.ledger.CapacityRow;
import io.tollgate.gateway.ledger.FinanceReport;
import io.tollgate.policies.capacity.Pool;
import io.tollgate.policies.catalog.Catalog;
import io.tollgate.policies.price.PriceBook;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tollgate capacity report}: what pools cost and did, and when owning them pays. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Shows for each pool what it cost, what of it requests were charged with, how busy it was,"
          + " what a million tokens cost, and from which utilisation on owning pays.",
      "What was not measured is said to be so, and not guessed."
    })
final class CapacityReportCommand implements Callable<Integer> {

  private final InstantSource clock;

  @Spec private CommandSpec spec;
  @Mixin private CapacityOptions options;
  @Mixin private DayRange days;

  @Option(names = "--pool", paramLabel = "POOL", description = "Of one pool (default: all).")
  private @Nullable String name;

  @Option(
      names = "--rent",
      paramLabel = "DOLLARS",
      description = "Compares with machines rented at so much a GPU-hour.")
  private @Nullable BigDecimal rent;

  @Option(
      names = "--price-fall",
      paramLabel = "SHARE",
      defaultValue = "0",
      description =
          "By how much prices elsewhere fall in a year, e.g. 0.3 (default: ${DEFAULT-VALUE}).")
  private BigDecimal priceFall;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  CapacityReportCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InvalidFilesException {
    if (priceFall.signum() < 0 || priceFall.compareTo(BigDecimal.ONE) > 0) {
      throw new ParameterException(
          spec.commandLine(),
          "--price-fall " + priceFall.toPlainString() + " (expected: 0 to 1, a share of a year)");
    }
    if (rent != null && rent.signum() <= 0) {
      throw new ParameterException(
          spec.commandLine(), "--rent " + rent.toPlainString() + " (expected: more than 0)");
    }
    LocalDate first = days.first(DayRange.monthBegin(clock));
    LocalDate end = days.end(first, DayRange.tomorrow(clock));
    List<PoolReport> reports = reports(first, end);
    PrintWriter out = spec.commandLine().getOut();
    Instant now = clock.instant();
    if (json) {
      out.println(
          CapacityText.json(
              reports.stream().map(report -> CapacityJson.of(report, first, end, now)).toList()));
      return 0;
    }
    if (reports.isEmpty()) {
      out.println(
          "There is no pool: say pools: in a file that the configuration names under models:"
              + " (docs/capacity.md).");
    }
    for (PoolReport report : reports) {
      new CapacityTable(out, report, now).print(first, end);
    }
    return 0;
  }

  private List<PoolReport> reports(LocalDate first, LocalDate end)
      throws IOException, InvalidFilesException {
    Catalog catalog = options.catalog();
    PriceBook prices = options.prices();
    String wanted = name;
    Collection<Pool> pools =
        wanted == null ? catalog.pools() : List.of(options.pool(catalog, wanted));
    Instant now = clock.instant();
    Instant from = first.atStartOfDay(ZoneOffset.UTC).toInstant();
    Instant to = end.atStartOfDay(ZoneOffset.UTC).toInstant();
    // The hour that runs is not over: its work is not written down, and its cost not booked.
    Instant over = now.truncatedTo(ChronoUnit.HOURS);
    Instant until = over.isBefore(to) ? over : to;
    List<PoolHour> work = options.work(from, until);
    Map<String, CapacityRow> booked = new HashMap<>();
    try (FinanceReport ledger = FinanceReport.open(options.ledger())) {
      ledger.capacity(first, end).forEach(row -> booked.put(row.pool(), row));
    }
    List<PoolReport> reports = new ArrayList<>();
    for (PoolUse use : PoolUse.of(pools, from, until, work)) {
      reports.add(
          PoolReport.of(
              use,
              booked.get(use.pool().name()),
              ApiOffer.cheapest(use.pool(), use.work(), catalog, prices, now),
              rent,
              priceFall));
    }
    return reports;
  }
}
