package io.tollgate.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.gateway.ledger.AppendListener;
import io.tollgate.gateway.ledger.Bill;
import io.tollgate.gateway.ledger.Entry;
import io.tollgate.gateway.ledger.JournalOptions;
import io.tollgate.gateway.ledger.JudgementSource;
import io.tollgate.gateway.ledger.Ledger;
import io.tollgate.gateway.ledger.LedgerReport;
import io.tollgate.gateway.ledger.Memo;
import io.tollgate.gateway.ledger.Purpose;
import io.tollgate.gateway.ledger.Service;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.price.RatedLine;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class LedgerReportCommandTest {

  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir private Path folder;

  private static List<Entry> answered(String request, Purpose purpose, @Nullable Memo memo) {
    return answered(request, NOON, purpose, memo, List.of());
  }

  private static List<Entry> answered(
      String request,
      Instant reservedAt,
      Purpose purpose,
      @Nullable Memo memo,
      List<String> accounts) {
    Picodollars cost = new Picodollars(2_000);
    Usage usage = Usage.of(100, 0);
    return List.of(
        new Entry.Reserve(
            reservedAt,
            request,
            "k1",
            "default",
            "r",
            "auto",
            false,
            cost,
            purpose,
            "straight",
            memo,
            accounts),
        new Entry.Dispatch(NOON, request, 1, "groq/small", "open-moe", usage, cost, "cheapest"),
        new Entry.Settle(
            NOON,
            request,
            1,
            true,
            Entry.Outcome.COMPLETE,
            new Service(200, null, null, null, null),
            usage,
            UsageQuality.PROVIDER_REPORTED,
            Bill.of(
                List.of(RatedLine.of(Meter.IN_UNCACHED, 100, 20, Ratio.ONE)),
                cost,
                "groq/small@2026-01-01"),
            1,
            2));
  }

  private void post(List<Entry> entries) {
    JournalOptions options = JournalOptions.DEFAULTS.withBallastBytes(1 << 14);
    try (Ledger ledger = Ledger.open(folder, options, "node1", InstantSource.fixed(NOON))) {
      CompletableFuture<Long> done = new CompletableFuture<>();
      ledger.append(
          entries,
          new AppendListener() {
            @Override
            public void appended(long lastSeq) {
              done.complete(lastSeq);
            }

            @Override
            public void failed(Throwable cause) {
              done.completeExceptionally(cause);
            }
          });
      done.join();
    }
  }

  private String report(String... options) {
    StringWriter out = new StringWriter();
    String[] arguments = new String[options.length + 4];
    arguments[0] = "ledger";
    arguments[1] = "report";
    arguments[2] = "--dir";
    arguments[3] = folder.toString();
    System.arraycopy(options, 0, arguments, 4, options.length);
    int exitCode = Tollgate.commandLine().setOut(new PrintWriter(out, true)).execute(arguments);
    assertThat(exitCode).isZero();
    return out.toString();
  }

  private void postUnderABudget() {
    Memo memo = new Memo("openai/large", new Picodollars(9_000), 12_500, 40, 1_000_000);
    post(answered("r1", Purpose.SERVE, memo));
    post(answered("m1", Purpose.MEASUREMENT, null));
    post(
        List.of(
            new Entry.Judged(
                NOON,
                "r1",
                "k1",
                "default",
                "groq/small",
                true,
                JudgementSource.JUDGE,
                900_000,
                950_000,
                50_000)));
  }

  @Test
  void a_report_shows_what_a_quality_budget_saved_and_what_it_lost() {
    postUnderABudget();
    assertThat(report("--by", "model"))
        .containsPattern("reference +saved +predicted +measured")
        .containsPattern(
            "small .* 0\\.000000009 +0\\.000000007 +1\\.2500 +5\\.0000 \\+- 5\\.0000 \\(1\\)")
        .contains("memos of 1 answered requests with a quality budget, 0 of them without a price");
    assertThat(report("--by", "purpose"))
        .containsPattern("serve .*1\\.2500 +5\\.0000 \\+- 5\\.0000 \\(1\\)")
        .containsPattern("measurement .* - +- +- +-");
  }

  @Test
  void its_json_has_the_same_figures_exactly() {
    postUnderABudget();
    JsonNode quality = JsonDocument.read(report("--json")).path("total").path("quality");
    assertThat(quality.path("referenceUsd").decimalValue()).isEqualByComparingTo("0.000000009");
    assertThat(quality.path("savedUsd").decimalValue()).isEqualByComparingTo("0.000000007");
    assertThat(quality.path("predictedLossPpm").longValue()).isEqualTo(12_500);
    assertThat(quality.path("measuredLossPpm").longValue()).isEqualTo(50_000);
    assertThat(quality.path("paired").longValue()).isEqualTo(1);
    assertThat(quality.propertyNames()).hasSize(10);
  }

  private void postCharged() {
    Instant before = NOON.minusSeconds(1);
    post(answered("r1", before, Purpose.SERVE, null, List.of("team:a", "user:x")));
    post(answered("r2", NOON, Purpose.SERVE, null, List.of("team:a", "user:y")));
    Usage usage = Usage.of(100, 0);
    post(
        List.of(
            new Entry.Reserve(
                NOON,
                "r3",
                "k1",
                "default",
                "r",
                "auto",
                false,
                null,
                Purpose.SERVE,
                "straight",
                null,
                List.of("user:z")),
            new Entry.Dispatch(NOON, "r3", 1, "new/model", "open-moe", usage, null, "only"),
            new Entry.ExpireEstimate(NOON, "r3", 1, true, usage, null, "lost")));
  }

  @Test
  void by_account_every_account_has_its_charges_and_nothing_adds_them_up() {
    postCharged();
    assertThat(report("--by", "account").lines())
        .satisfiesExactly(
            line -> assertThat(line).matches("account +attempts +unpriced +dollars"),
            line -> assertThat(line).matches("team:a +2 +0 +0\\.000000004"),
            line -> assertThat(line).matches("user:x +1 +0 +0\\.000000002"),
            line -> assertThat(line).matches("user:y +1 +0 +0\\.000000002"),
            line -> assertThat(line).matches("user:z +1 +1 +unpriced"),
            line -> assertThat(line).isEmpty(),
            line -> assertThat(line).contains("there is no total").contains("quarter hour"),
            line -> assertThat(line).isEmpty(),
            line -> assertThat(line).startsWith("UNPRICED"));
  }

  @Test
  void by_account_a_time_begins_and_ends_with_quarter_hours_of_the_reservation() {
    postCharged();
    assertThat(report("--by", "account", "--to", "2026-11-21T12:14:59Z"))
        .contains("user:x")
        .doesNotContain("user:y");
    assertThat(report("--by", "account", "--from", "2026-11-21T12:14:59Z"))
        .contains("user:y")
        .doesNotContain("user:x");
  }

  @Test
  void its_json_by_account_has_rows_without_a_total() {
    postCharged();
    JsonNode json = JsonDocument.read(report("--by", "account", "--json"));
    assertThat(json.propertyNames()).containsExactly("rows");
    JsonNode team = json.path("rows").get(0);
    assertThat(team.path("account").stringValue()).isEqualTo("team:a");
    assertThat(team.path("attempts").longValue()).isEqualTo(2);
    assertThat(team.path("unpricedAttempts").longValue()).isZero();
    assertThat(team.path("amountUsd").decimalValue()).isEqualByComparingTo("0.000000004");
    assertThat(json.path("rows").get(3).path("amountUsd").isNull()).isTrue();
  }

  @Test
  void its_help_says_that_accounts_are_no_partition_of_the_spend() {
    assertThat(report("--help").replaceAll("\\s+", " "))
        .contains("hour, day or account")
        .contains("do not add up to the spend and have no total");
  }

  @Test
  void spend_can_be_broken_down_by_all_that_the_ledger_parts_it_by() {
    assertThat(Arrays.stream(Breakdown.values()).map(Breakdown::spend).filter(Objects::nonNull))
        .containsExactly(LedgerReport.By.values());
  }

  @Test
  void without_a_quality_budget_there_are_no_columns_for_it() {
    post(answered("r1", Purpose.SERVE, null));
    assertThat(report()).doesNotContain("reference").contains("estimated" + System.lineSeparator());
  }
}
