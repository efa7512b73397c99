package io.tollgate.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.focus.ChargeLines;
import io.tollgate.gateway.focus.ChargeSamples;
import io.tollgate.gateway.ledger.ChargeLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LedgerExportCommandTest {

  private static final Instant NOW = Instant.parse("2026-12-24T18:00:00Z");

  /** Charges of days, of which it hands out those that are asked for. */
  private record Days(List<ChargeLine> lines) implements ChargeLines {
    @Override
    public Stream<ChargeLine> stream(LocalDate from, LocalDate to) {
      return lines.stream().filter(line -> !line.day().isBefore(from) && line.day().isBefore(to));
    }

    @Override
    public String rootHash() {
      return "cd".repeat(32);
    }

    @Override
    public SortedMap<String, String> nodeHashes() {
      return Collections.emptySortedMap();
    }

    @Override
    public void close() {}
  }

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void there_is_a_ledger() throws IOException {
    Files.createDirectories(folder.resolve("ledger/journal"));
  }

  private int export(List<ChargeLine> lines, String... arguments) {
    CommandLine line = new CommandLine(new LedgerCommand());
    line.addSubcommand(
        "export",
        new LedgerExportCommand(
            ledger -> new Days(lines), store -> new Days(lines), InstantSource.fixed(NOW)));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(
        Stream.concat(
                Stream.of("--dir", folder.resolve("ledger").toString(), "export"),
                Stream.of(arguments))
            .toArray(String[]::new));
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void a_month_is_exported_with_its_totals() {
    assertThat(export(ChargeSamples.priced(), "--month", "2026-11", "--json", file("november.csv")))
        .isZero();
    JsonNode result = JsonMapper.shared().readTree(out.toString());
    assertThat(result.at("/from").asString()).isEqualTo("2026-11-01");
    assertThat(result.at("/to").asString()).isEqualTo("2026-12-01");
    assertThat(result.at("/totals/BilledCost").asString()).isEqualTo("30");
    assertThat(result.at("/rootHash").asString()).isEqualTo("cd".repeat(32));
    assertThat(result.at("/files").valueStream().map(JsonNode::asString))
        .containsExactly(file("november.csv"), file("november.csv.manifest.json"));
  }

  @Test
  void the_ending_of_the_file_says_the_format() throws IOException {
    assertThat(export(ChargeSamples.priced(), "--from", "2026-11-01", file("spend.parquet")))
        .isZero();
    assertThat(Files.readString(folder.resolve("spend.parquet"), StandardCharsets.ISO_8859_1))
        .startsWith("PAR1");
    assertThat(out.toString()).contains("1 rows of 2026-11-01 to 2026-12-25 (UTC)");
  }

  @Test
  void charges_without_a_price_are_something_wrong() {
    assertThat(export(ChargeSamples.unpriced(), "--month", "2026-11", file("spend.csv")))
        .isEqualTo(Tollgate.FOUND_WRONG);
    assertThat(out.toString()).contains("UNPRICED: 1 rows have no price and are in no total");
  }

  @Test
  void accounts_issuers_and_closed_months_are_options() throws IOException {
    assertThat(
            export(
                ChargeSamples.priced(),
                "--month=2026-11",
                "--focus=1.4",
                "--issuer=anthropic=A Reseller Ltd.",
                "--sub-account=organization,team",
                "--closed=2026-10,2026-11",
                file("spend.csv")))
        .isZero();
    assertThat(Files.readString(folder.resolve("spend.csv")))
        .contains("A Reseller Ltd.", "organization:acme,acme,organization");
    assertThat(Files.readString(folder.resolve("spend.billing-periods.csv")))
        .contains(",Closed,A Reseller Ltd.");
  }

  /** A file of two lines in our own format. */
  private String invoice(String name, String rows) throws IOException {
    return Files.writeString(
            folder.resolve(name), "day,amount,model,meter,provider,kind,description\n" + rows)
        .toString();
  }

  @Test
  void lines_of_invoices_are_exported_with_their_totals_each_file_with_its_own_head()
      throws IOException {
    String first =
        invoice(
            "anthropic.csv",
            """
            2026-11-21,12.345678901234567890123,claude-opus-5-5,output,anthropic,usage,Opus
            2026-11-22,-0.345678901234567890123,,,anthropic,credit,A credit
            """);
    String second = invoice("other.csv", "2026-11,7.10,,,openai,tax,VAT\n");
    assertThat(
            export(
                ChargeSamples.priced(),
                "--month=2026-11",
                "--focus=1.4",
                "--json",
                "--invoice=" + first,
                "--invoice-format=csv",
                "--invoice-id=INV-7",
                "--invoice-issued=2026-12-02",
                "--invoice-terms=Net 30",
                "--invoice",
                second,
                "--invoice-format",
                "csv",
                file("spend.csv")))
        .as(err.toString())
        .isZero();
    JsonNode result = JsonMapper.shared().readTree(out.toString());
    assertThat(result.at("/invoices/0/issuer").asString()).isEqualTo("Anthropic");
    assertThat(result.at("/invoices/0/invoiceId").asString()).isEqualTo("INV-7");
    assertThat(result.at("/invoices/0/rows").asLong()).isEqualTo(2);
    assertThat(result.at("/invoices/0/billedCost").asString())
        .isEqualTo("12.000000000000000000000");
    assertThat(result.at("/invoices/1/invoiceId").asString()).isEqualTo("other.csv");
    assertThat(result.at("/invoices/1/billedCost").asString()).isEqualTo("7.10");
    assertThat(result.at("/files").size()).isEqualTo(4);
    assertThat(Files.readAllLines(folder.resolve("spend.invoice-details.csv")))
        .hasSize(4)
        .satisfies(lines -> {
          assertThat(lines.get(1))
              .startsWith("12.345678901234567890123,")
              .contains(",INV-7,2026-12-02T00:00:00Z,Issued,Anthropic,", ",Net 30,");
          assertThat(lines.get(2)).contains(",Credit,").contains(",anthropic.csv#2,");
          assertThat(lines.get(3)).contains(",other.csv,,Open,OpenAI,", ",Not stated,");
        });
  }

  @Test
  void an_invoice_that_cannot_be_exported_is_refused_with_a_sentence() throws IOException {
    String target = file("spend.csv");
    String good = invoice("bill.csv", "2026-11-21,1,m,output,openai,usage,\n");
    String quantities = invoice("usage.csv", "2026-11-21,0,m,output,openai,quantity,\n");
    String bad = invoice("bad.csv", "2026-11-21,many,m,output,openai,usage,\n");
    String csv = "--invoice-format=csv";
    String month = "--month=2026-11";
    assertThat(export(List.of(), month, "--invoice=" + good, csv, target)).isEqualTo(2);
    assertThat(export(List.of(), month, "--focus=1.4", "--invoice=" + good, target)).isEqualTo(2);
    assertThat(export(List.of(), month, "--focus=1.4", "--invoice=" + quantities, csv, target))
        .isEqualTo(2);
    assertThat(export(List.of(), month, "--focus=1.4", "--invoice=" + bad, csv, target))
        .isEqualTo(2);
    assertThat(
            export(
                List.of(),
                month,
                "--focus=1.4",
                "--invoice=" + good,
                csv,
                "--invoice=" + good,
                csv,
                target))
        .isEqualTo(2);
    assertThat(err.toString())
        .contains("--invoice needs --focus 1.4")
        .contains("--invoice-format")
        .contains("states quantities and bills nothing")
        .contains("bad.csv:2: the amount is no decimal number")
        .contains("has the line bill.csv#1 twice");
    assertThat(folder.resolve("spend.csv")).doesNotExist();
  }

  @Test
  void a_range_that_makes_no_sense_is_refused_with_a_sentence() {
    String target = file("spend.csv");
    assertThat(export(List.of(), target)).isEqualTo(2);
    assertThat(export(List.of(), "--month=2026-11", "--to=2026-12-01", target)).isEqualTo(2);
    assertThat(export(List.of(), "--from=2026-11-02", "--to=2026-11-02", target)).isEqualTo(2);
    assertThat(export(List.of(), "--focus=1.3", "--month=2026-11", target)).isEqualTo(2);
    assertThat(export(List.of(), "--month=2026-11", file("nowhere/spend.csv"))).isEqualTo(2);
    assertThat(err.toString())
        .contains("Say what to export: --month 2026-11, or --from and --to.")
        .contains("--month says both days: leave --from and --to out, or --month.")
        .contains("--to 2026-11-02 is not after --from 2026-11-02.")
        .contains("FOCUS version: 1.3 (expected: 1.2 or 1.4)")
        .contains("Make it, or name another FILE.");
  }
}
