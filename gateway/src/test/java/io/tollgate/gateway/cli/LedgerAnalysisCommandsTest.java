package io.tollgate.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.gateway.analysis.SmallBooks;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class LedgerAnalysisCommandsTest {

  private static final LocalDate FIRST = LocalDate.of(2026, 10, 1);
  private static final List<String> CHAT =
      List.of("team:search", "tag:feature=chat", "tag:cost-centre=4711");
  private static final List<String> RANK = List.of("team:search", "tag:feature==cmd()");

  @TempDir private static Path books;
  @TempDir private Path folder;

  private final StringWriter errors = new StringWriter();

  private String run(int expected, String command, String... options) {
    StringWriter out = new StringWriter();
    List<String> arguments = new ArrayList<>(List.of("ledger", command, "--dir", ledger()));
    arguments.addAll(List.of(options));
    int exitCode =
        Tollgate.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(errors, true))
            .execute(arguments.toArray(String[]::new));
    assertThat(exitCode).as("%s%s", out, errors).isEqualTo(expected);
    return out.toString();
  }

  private static String ledger() {
    return books.toString();
  }

  private JsonNode json(int expected, String command, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--json");
    return JsonDocument.read(run(expected, command, all.toArray(String[]::new)));
  }

  /** Forty days of a dollar for chat and a quarter for ranking; on the last chat costs tenfold. */
  @BeforeAll
  static void write() {
    SmallBooks small = new SmallBooks();
    for (int i = 0; i < 40; i++) {
      LocalDate day = FIRST.plusDays(i);
      long price = i == 39 ? 10_000_000_000L : 1_000_000_000L;
      String request = small.call(day, CHAT, "openai/large", 1_000, price);
      small.call(day, RANK, "groq/small", 1_000, 250_000_000);
      if (i % 2 == 0) {
        small.outcome(day, request, CHAT, i % 4 == 0, 3_000_000_000_001L);
      }
    }
    small.call(FIRST, List.of(), "new/model", 77, -1);
    small.correct(FIRST.plusMonths(1), FIRST, CHAT, "openai/large", 500_000_000_000L);
    small.write(Path.of(ledger()));
  }

  @Test
  void units_are_printed_with_what_is_not_known_as_a_dash() {
    assertThat(run(0, "units", "--by", "feature"))
        .containsPattern("chat +40 +20 +10 +49\\.5 +1\\.2375 +2\\.475 +4\\.95 +60\\.00000000002")
        .containsPattern("=cmd\\(\\) +40 +0 +0 +10 +0\\.25 +- +- +- +- +0\\.0 %");
    assertThat(run(0, "units", "--by", "everything"))
        .contains("UNPRICED: everything has 1 attempts with 77 tokens");
    JsonNode rows = json(0, "units", "--by", "tag:feature", "--from", "2026-11-09").path("rows");
    assertThat(rows.get(1).path("costUsd").decimalValue()).isEqualByComparingTo("10");
    assertThat(rows.get(1).path("valueUsd").isNull()).isTrue();
  }

  @Test
  void files_of_units_and_statements_start_no_formula() throws IOException {
    Path units = folder.resolve("units.csv");
    run(0, "units", "--by", "feature", "--csv", units.toString());
    assertThat(Files.readString(units)).contains("\r\n'=cmd(),40,0,0,0,10,0.25,,,,,0,");
    Path statements = folder.resolve("statements.csv");
    run(0, "statement", "--all", "--month", "2026-11", "--csv", statements.toString());
    assertThat(Files.readString(statements))
        .contains("4711,2026-11,earlier,openai/large,2026-10,0,0,0,0,0,0,0,0.5\r\n")
        .contains("4711,2026-11,total,total,2026-11,,,,,,,,18.5\r\n");
  }

  @Test
  void a_variance_is_parted_and_adds_up() {
    JsonNode json =
        json(
            0,
            "variance",
            "--from-month",
            "2026-10",
            "--to-month",
            "2026-11",
            "--account",
            "cost-centre:4711");
    JsonNode total = json.path("total");
    assertThat(total.path("differenceUsd").decimalValue()).isEqualByComparingTo("-12.5");
    assertThat(total.path("effectsUsd").path("corrections").decimalValue())
        .isEqualByComparingTo("0.5");
    assertThat(total.path("effectsUsd").path("price").decimalValue()).isEqualByComparingTo("9");
    assertThat(total.path("effectsUsd").path("volume").decimalValue()).isEqualByComparingTo("-22");
    assertThat(
            run(
                0,
                "variance",
                "--from-month",
                "2026-10",
                "--to-month",
                "2026-11",
                "--by",
                "cost_centre"))
        .contains("number of calls")
        .contains("corrections")
        .contains("4711");
    run(
        2,
        "variance",
        "--from-month",
        "2026-10",
        "--to-month",
        "2026-11",
        "--by",
        "cost_centre",
        "--account",
        "team:search");
  }

  @Test
  void a_forecast_says_what_was_spent_and_between_what_the_month_will_end() {
    JsonNode forecast =
        json(0, "forecast", "--account", "tag:feature=chat", "--as-of", "2026-11-09")
            .path("forecast");
    assertThat(forecast.path("spentUsd").decimalValue()).isEqualByComparingTo("8.5");
    assertThat(forecast.path("estimateUsd").decimalValue().doubleValue()).isBetween(28.0, 33.0);
    assertThat(run(0, "forecast", "--as-of", "2026-10-10"))
        .contains("There is no estimate: 9 days of spend are known, and it takes 21.");
    assertThat(run(0, "forecast", "--as-of", "2026-11-09", "--back-test"))
        .contains("estimate for the whole month: about")
        .containsPattern("synthetic: weekly +\\d+ +\\d+\\.\\d %")
        .contains("80 % is meant");
  }

  @Test
  void an_odd_day_is_found_with_its_driver_and_the_exit_code_says_so() {
    assertThat(run(1, "anomalies", "--until", "2026-11-10", "--days", "3"))
        .containsPattern(
            "cost-centre:4711 +2026-11-09 +10 +1\\.00 +\\d+\\.\\d  price per token \\+9")
        .contains("most at openai/large");
    assertThat(run(0, "anomalies", "--until", "2026-11-09")).contains("No day from 2026-11-02");
    JsonNode found =
        json(1, "anomalies", "--until", "2026-11-10", "--account", "everything").path("anomalies");
    assertThat(found.get(0).path("driver").stringValue()).isEqualTo("PRICE");
    assertThat(found.get(0).path("amountUsd").decimalValue()).isEqualByComparingTo("10.25");
    run(2, "anomalies", "--days", "0");
  }

  @Test
  void statements_show_corrections_of_earlier_months_apart_and_come_to_what_the_ledger_has() {
    assertThat(run(0, "statement", "--cost-centre", "4711", "--month", "2026-11"))
        .contains("Statement of 4711 for 2026-11")
        .containsPattern("openai/large +9 calls +9,000 tokens +18\\n")
        .containsPattern("openai/large of 2026-10 +0\\.5")
        .containsPattern("TOTAL dollars +18\\.5");
    assertThat(run(0, "statement", "--all", "--month", "2026-10"))
        .contains("3 statements for 2026-10 come to 38.75 dollars")
        .contains("UNPRICED: 1 attempts with 77 tokens");
    run(2, "statement", "--month", "2026-10");
  }

  @Test
  void spend_is_broken_down_by_any_kind_of_accounts_and_within_it() {
    assertThat(run(0, "report", "--by", "tag:feature"))
        .containsPattern("chat +40 +40 +40,000 +0 +0 +49\\.5")
        .contains("All that was spent in the time: 59.5 dollars; a request without a tag:feature");
    assertThat(run(0, "report", "--by", "team", "--and", "deployment"))
        .containsPattern("search +openai/large +40")
        .containsPattern("search +groq/small +40");
    assertThat(run(0, "report", "--by", "cost-centre")).contains("to which the rows add up");
    JsonNode json =
        json(0, "report", "--by", "team", "--and", "day", "--from", "2026-11-09T00:00:00Z");
    assertThat(json.path("rows").get(0).path("name").stringValue()).isEqualTo("2026-11-09");
    assertThat(json.path("rows").get(0).path("amountUsd").decimalValue())
        .isEqualByComparingTo("10.25");
    run(2, "report", "--by", "team", "--from", "2026-11-09T01:00:00Z");
    run(2, "report", "--by", "nothing");
    run(2, "report", "--by", "hour", "--and", "deployment");
  }

  @ParameterizedTest
  @ValueSource(strings = {"units", "variance", "forecast", "anomalies", "statement", "report"})
  void every_command_has_help_with_an_example(String command) {
    assertThat(run(0, command, "--help")).contains("Example").contains("--json");
  }
}
