package io.tollgate.gateway.cli;

import io.tollgate.gateway.capacity.EnergyReport;
import io.tollgate.gateway.capacity.EnergyRow;
import io.tollgate.gateway.capacity.PoolUse;
import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.ledger.FinanceReport;
import io.tollgate.policies.capacity.ModelEnergy;
import io.tollgate.policies.catalog.Catalog;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tollgate capacity energy}: what energy the tokens took, a memo beside the money. */
@Command(
    name = "energy",
    mixinStandardHelpOptions = true,
    description = {
      "Shows watt-hours: measured on pools whose power is known, elsewhere estimated from the"
          + " active parameters of the model.",
      "Of models of which neither is known it says so."
    })
final class CapacityEnergyCommand implements Callable<Integer> {

  static final String MEASURED =
      "measured: kW x PUE of the pool over the tokens a second that it makes";

  private final InstantSource clock;

  @Spec private CommandSpec spec;
  @Mixin private CapacityOptions options;
  @Mixin private DayRange days;

  @Option(
      names = "--by",
      defaultValue = "deployment",
      description = "deployment or team (default: ${DEFAULT-VALUE}).")
  private EnergyReport.By by;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  CapacityEnergyCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InvalidFilesException {
    LocalDate first = days.first(DayRange.monthBegin(clock));
    LocalDate end = days.end(first, DayRange.tomorrow(clock));
    Instant from = first.atStartOfDay(ZoneOffset.UTC).toInstant();
    Instant to = end.atStartOfDay(ZoneOffset.UTC).toInstant();
    Catalog catalog = options.catalog();
    List<PoolUse> uses = PoolUse.of(catalog.pools(), from, to, options.work(from, to));
    List<EnergyRow> rows;
    try (FinanceReport ledger = FinanceReport.open(options.ledger())) {
      rows = EnergyReport.of(ledger, catalog, uses, by, first, end);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(CapacityText.json(object(first, end, rows)));
    } else {
      print(out, first, end, rows);
    }
    return 0;
  }

  private static void print(PrintWriter out, LocalDate first, LocalDate end, List<EnergyRow> rows) {
    if (rows.isEmpty()) {
      out.printf("No token was counted from %s to %s (UTC).%n", first, end.minusDays(1));
      return;
    }
    out.printf(
        "%-44s %14s %14s %16s %14s  %s%n", "", "tokens in", "tokens out", "Wh", "J a call", "how");
    for (EnergyRow row : rows) {
      out.printf(
          Locale.ROOT,
          "%-44s %,14d %,14d %16s %14s  %s%n",
          row.name(),
          row.input(),
          row.output(),
          row.wattHours() == null ? "unknown" : CapacityText.plain(row.wattHours()),
          row.joulesPerAttempt() == null ? "-" : CapacityText.plain(row.joulesPerAttempt()),
          row.method());
    }
    out.println();
    out.println(MEASURED);
    out.println(ModelEnergy.METHOD);
  }

  private static Map<String, Object> object(LocalDate first, LocalDate end, List<EnergyRow> rows) {
    List<Object> items = new ArrayList<>();
    for (EnergyRow row : rows) {
      Map<String, @Nullable Object> item = new LinkedHashMap<>();
      item.put("name", row.name());
      item.put("attempts", row.attempts());
      item.put("input_tokens", row.input());
      item.put("output_tokens", row.output());
      item.put("measured_joules", row.measuredJoules());
      item.put("estimated_joules", row.estimatedJoules());
      item.put("unknown_tokens", row.unknownTokens());
      item.put("watt_hours", row.wattHours());
      item.put("joules_per_attempt", row.joulesPerAttempt());
      item.put("method", row.method());
      items.add(item);
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("from", first.toString());
    map.put("to", end.toString());
    map.put("measured_by", MEASURED);
    map.put("estimated_by", ModelEnergy.METHOD);
    map.put("rows", items);
    return map;
  }
}
