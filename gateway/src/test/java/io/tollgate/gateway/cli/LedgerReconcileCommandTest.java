package io.tollgate.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.reconcile.MeteredLine;
import io.tollgate.gateway.reconcile.MeteredLines;
import io.tollgate.gateway.reconcile.Variance;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.usage.Meter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LedgerReconcileCommandTest {

  @TempDir private Path folder;
  private final List<Variance> posted = new ArrayList<>();
  private final StringWriter out = new StringWriter();

  @BeforeEach
  void a_ledger_is_there() throws IOException {
    Files.createDirectory(folder.resolve("journal"));
  }

  private static MeteredLine booked() {
    return new MeteredLine(
        LocalDate.parse("2026-11-02"),
        "acme",
        "m",
        "",
        Meter.IN_UNCACHED,
        BigInteger.valueOf(1_000_000),
        BigDecimal.ONE,
        BigInteger.ZERO,
        BigDecimal.ZERO,
        1_000_000,
        Ratio.ONE,
        1,
        "");
  }

  private int run(String invoice, String... options) throws IOException {
    Path file = Files.writeString(folder.resolve("invoice.csv"), invoice);
    CommandLine line = new CommandLine(new LedgerCommand());
    line.addSubcommand(
        new LedgerReconcileCommand(
            (ledger, period, progress) -> new MeteredLines.Metered(List.of(booked()), List.of()),
            (ledger, variances) -> {
              posted.addAll(variances);
              return variances.size();
            }));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(out, true));
    List<String> arguments = new ArrayList<>(List.of("--dir", folder.toString(), "reconcile"));
    arguments.addAll(List.of("--format", "csv", "--provider", "acme", file.toString()));
    arguments.addAll(List.of(options));
    return line.execute(arguments.toArray(String[]::new));
  }

  @Test
  void an_invoice_that_agrees_is_fine() throws IOException {
    assertThat(run("day,model,meter,quantity,amount\n2026-11-02,m,input,1000000,1.00\n")).isZero();
    assertThat(out.toString()).contains("The invoices and the ledger agree.");
  }

  @Test
  void a_gap_beyond_the_tolerance_is_found_wrong_until_it_is_accepted() throws IOException {
    String invoice = "day,model,meter,quantity,amount\n2026-11-02,m,input,1200000,1.20\n";
    assertThat(run(invoice)).isEqualTo(Tollgate.FOUND_WRONG);
    assertThat(out.toString()).contains("bypass").contains("0.2").contains("gap");
    assertThat(posted).isEmpty();

    assertThat(run(invoice, "--tolerance", "200000")).isZero();
    assertThat(run(invoice, "--accept", "bypass,rounding")).isZero();
    assertThat(posted).extracting(Variance::model).containsExactly("m");
    assertThat(posted.getFirst().amountUsd()).isEqualByComparingTo("0.2");
  }

  @Test
  void what_is_unexplained_is_shown_first_and_cannot_be_accepted() throws IOException {
    String invoice =
        """
        day,model,meter,quantity,amount
        2026-11-02,m,input,1000000,1
        2026-11-02,m,video,1,0.0000000001
        """;
    assertThat(run(invoice)).isEqualTo(Tollgate.FOUND_WRONG);
    assertThat(out.toString()).startsWith("UNEXPLAINED: On 2026-11-02");
    assertThat(run(invoice, "--accept", "unexplained")).isEqualTo(Tollgate.INVALID);
  }

  @Test
  void json_has_amounts_as_plain_texts_and_csv_is_written_beside_it() throws IOException {
    Path csv = folder.resolve("findings.csv");
    String invoice = "day,model,meter,quantity,amount\n2026-11-02,m,input,1200000,1.20\n";
    assertThat(run(invoice, "--json", "--csv", csv.toString())).isEqualTo(Tollgate.FOUND_WRONG);
    JsonNode report = JsonMapper.builder().build().readTree(out.toString());
    JsonNode provider = report.path("providers").path(0);
    assertThat(provider.path("differenceUsd").asString()).isEqualTo("0.2");
    assertThat(provider.path("gapPpm").asLong()).isEqualTo(166_667);
    assertThat(report.path("findings").path(0).path("bucket").asString()).isEqualTo("bypass");
    assertThat(Files.readAllLines(csv)).hasSize(2);
  }

  @Test
  void an_unknown_column_or_format_is_a_wrong_command_line() throws IOException {
    String invoice = "day,amount\n2026-11-02,1\n";
    assertThat(run(invoice, "--column", "nonsense=x")).isEqualTo(Tollgate.INVALID);
    assertThat(run(invoice, "--from", "2026-12-01")).isEqualTo(Tollgate.INVALID);
  }

  @Test
  void an_invoice_that_cannot_be_read_or_is_of_another_time_is_named() throws IOException {
    assertThat(run("day,amount\n2026-11-02,one\n")).isEqualTo(Tollgate.INVALID);
    assertThat(out.toString()).contains("invoice.csv:2: the amount is no decimal number: 'one'");
    assertThat(run("day,amount\n2026-11-02,1\n", "--from", "2026-10-01", "--to", "2026-10-31"))
        .isEqualTo(Tollgate.INVALID);
    assertThat(out.toString()).contains("bill nothing from 2026-10-01 to 2026-10-31");
  }
}
