package io.tollgate.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.gateway.capacity.CapacityClerk;
import io.tollgate.gateway.capacity.OwnedCalls;
import io.tollgate.gateway.ledger.Ledger;
import io.tollgate.policies.capacity.Pool;
import io.tollgate.policies.catalog.Catalog;
import io.tollgate.policies.catalog.CatalogFile;
import io.tollgate.policies.price.Funding;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.price.PriceFile;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.yaml.Parsed;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

class CapacityCommandTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Instant START = Instant.parse("2026-11-21T02:00:00Z");

  private static final String MODELS =
      """
      models:
        gpt-oss-120b:
          class: local
          quality: 0.7
          context: 8192
          max_output: 4096
          active_parameters: 5_100_000_000
          deployments: [box/gpt-oss-120b]
      pools:
        rack-1:
          gpus: 8
          capex: 325000
          residual: 0.25
          years: 4
          colo: 200
          maintenance: 0.05
          power: {kw: 10.2, pue: 1.3, dollars_per_kwh: 0.10}
          deployments: [box/gpt-oss-120b]
          from: 2026-11-21T02:00:00Z
          to: 2028-11-21
        spare:
          gpus: 1
          lease: 3.13
          deployments: [box/spare]
          from: 2026-11-21T02:00:00Z
      """;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void a_gateway_has_run() throws IOException {
    Files.writeString(folder.resolve("models.yaml"), MODELS);
    Files.writeString(
        folder.resolve("tollgate.yaml"),
        """
        data_dir: ledger
        models: [models.yaml]
        providers: [{name: box, base_url: "http://127.0.0.1:11434/v1"}]
        """);
    Path data = folder.resolve("ledger");
    Catalog catalog = ((Parsed.Ok<Catalog>) CatalogFile.parse("m", MODELS)).value();
    List<Pool> pools = List.copyOf(catalog.pools());
    try (Ledger ledger = OwnedCalls.open(data, "node-1", InstantSource.fixed(START))) {
      OwnedCalls.post(
          ledger,
          "r1",
          START,
          "box/gpt-oss-120b",
          Funding.parse("owned:rack-1"),
          Usage.of(1_000_000, 250_000),
          1_000_000);
      OwnedCalls.post(
          ledger, "r2", START, "elsewhere/secret", Funding.INVOICE, Usage.of(10, 5), 1_000_000);
      OwnedCalls.post(
          ledger,
          "r3",
          START,
          "groq/openai/gpt-oss-20b",
          Funding.INVOICE,
          Usage.of(1_000_000, 1),
          1);
      assertThat(new CapacityClerk(ledger, "node-1").book(pools, NOW)).hasSize(20);
    }
    // An hour and a half of work in ten.
    Files.createDirectories(data.resolve("capacity"));
    Files.writeString(
        data.resolve("capacity").resolve("work.jsonl"),
        """
        {"pool":"rack-1","hour":"2026-11-21T02:00:00Z","requests":4,"timed":4,\
        "prefill_tokens":1000000,"cached_tokens":0,"decode_tokens":250000,\
        "prefill_us":900000000,"decode_us":4500000000}
        """);
  }

  private int run(String... arguments) {
    CommandLine line = new CommandLine(new CapacityCommand());
    InstantSource clock = InstantSource.fixed(NOW);
    line.addSubcommand(new CapacityRateCommand(clock));
    line.addSubcommand(new CapacityReportCommand(clock));
    line.addSubcommand(new CapacityEnergyCommand(clock));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--config");
    all.add(folder.resolve("tollgate.yaml").toString());
    return line.execute(all.toArray(String[]::new));
  }

  @Test
  void a_rate_is_a_price_file_that_the_pool_pays_for() {
    assertThat(run("rate", "rack-1", "--utilisation", "0.5")).isZero();
    Parsed<PriceBook> parsed = PriceFile.parse("rate.yaml", out.toString());
    assertThat(parsed).as("%s", out).isInstanceOf(Parsed.Ok.class);
    PriceBook book = ((Parsed.Ok<PriceBook>) parsed).value();
    assertThat(book.versionsAt(NOW, NOW))
        .singleElement()
        .matches(price -> price.deployment().equals("box/gpt-oss-120b"));
    assertThat(out.toString())
        .contains("paid_from: owned:rack-1", "input: 6.465939", "output: 129.318789");
  }

  @Test
  void the_same_rate_is_there_as_json() {
    assertThat(run("rate", "rack-1", "--json")).isZero();
    JsonNode rate = JsonDocument.read(out.toString());
    assertThat(rate.path("per_hour_usd").decimalValue()).isEqualByComparingTo("12.931878995434");
    assertThat(rate.path("input").decimalValue()).isEqualByComparingTo("6.465939");
    assertThat(rate.path("basis").stringValue()).isEqualTo("engine timings");
  }

  @Test
  void a_pool_that_did_nothing_has_no_rate() {
    assertThat(run("rate", "spare")).isEqualTo(Tollgate.FOUND_WRONG);
    assertThat(err.toString()).contains("Nothing was measured on spare");
  }

  @Test
  void an_unknown_pool_and_an_impossible_utilisation_are_refused() {
    assertThat(run("rate", "rack-2")).isEqualTo(2);
    assertThat(err.toString()).contains("There is rack-1, spare.");
    assertThat(run("rate", "rack-1", "--utilisation", "1.5")).isEqualTo(2);
    assertThat(run("report", "--price-fall", "30")).isEqualTo(2);
    assertThat(run("report", "--rent", "0")).isEqualTo(2);
  }

  @Test
  void a_report_has_the_money_as_booked_and_the_work_as_measured() {
    assertThat(run("report", "--pool", "rack-1", "--rent", "3.13", "--price-fall", "0.3", "--json"))
        .isZero();
    JsonNode report = JsonDocument.read(out.toString()).path(0);
    assertThat(report.path("hours_booked").longValue()).isEqualTo(10);
    assertThat(report.path("cost_usd").decimalValue()).isEqualByComparingTo("129.31878995434");
    assertThat(report.path("absorbed_usd").decimalValue()).isEqualByComparingTo("1.25");
    assertThat(report.path("idle_usd").decimalValue()).isEqualByComparingTo("128.06878995434");
    assertThat(report.path("utilisation").decimalValue()).isEqualByComparingTo("0.15");
    assertThat(report.path("usd_per_million").path("output").decimalValue())
        .isEqualByComparingTo("431.062630");
    assertThat(report.path("against_rent").path("break_even_utilisation").decimalValue())
        .isEqualByComparingTo("0.516449");
    assertThat(report.path("against_rent").path("stops_paying_in_month").intValue()).isZero();
    assertThat(report.path("against_rent").path("months")).hasSize(25);
    assertThat(report.path("against_apis").path(0).path("model").stringValue())
        .isEqualTo("gpt-oss-120b");
    assertThat(out.toString()).doesNotContain("E+", "E-");
  }

  @Test
  void a_report_says_what_was_not_measured() {
    assertThat(run("report", "--rent", "3.13")).isZero();
    assertThat(out.toString())
        .contains("rack-1", "15.0 %", "(engine timings)", "against renting", "does not pay")
        .contains("spare", "(nothing measured)", "whether it pays is not known");
  }

  @Test
  void energy_is_measured_on_pools_and_estimated_elsewhere_and_else_unknown() {
    assertThat(run("energy", "--json")).isZero();
    JsonNode rows = JsonDocument.read(out.toString()).path("rows");
    JsonNode owned = rows.path(0);
    assertThat(owned.path("name").stringValue()).isEqualTo("box/gpt-oss-120b");
    assertThat(owned.path("method").stringValue()).isEqualTo("measured");
    // 13.26 kW for an hour and a half.
    assertThat(owned.path("watt_hours").decimalValue())
        .isBetween(new BigDecimal("19889.9"), new BigDecimal("19890.1"));
    assertThat(rows.path(1).path("method").stringValue()).isEqualTo("unknown");
    assertThat(rows.path(1).path("watt_hours").isNull()).isTrue();
    assertThat(rows.path(2).path("method").stringValue()).isEqualTo("estimated");
    assertThat(rows.path(2).path("estimated_joules").decimalValue())
        .isBetween(new BigDecimal("10925"), new BigDecimal("10926"));
  }

  @Test
  void energy_by_team_names_the_method_and_its_source() {
    assertThat(run("energy", "--by", "team")).isZero();
    assertThat(out.toString())
        .contains("search", "in part unknown", "kW x PUE", "arXiv:2001.08361");
  }
}
