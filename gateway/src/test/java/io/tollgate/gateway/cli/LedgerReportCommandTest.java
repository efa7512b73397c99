package io.tollgate.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.gateway.ledger.AppendListener;
import io.tollgate.gateway.ledger.Entry;
import io.tollgate.gateway.ledger.JournalOptions;
import io.tollgate.gateway.ledger.JudgementSource;
import io.tollgate.gateway.ledger.Ledger;
import io.tollgate.gateway.ledger.Memo;
import io.tollgate.gateway.ledger.Purpose;
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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class LedgerReportCommandTest {

  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir private Path folder;

  private static List<Entry> answered(String request, Purpose purpose, @Nullable Memo memo) {
    Picodollars cost = new Picodollars(2_000);
    Usage usage = Usage.of(100, 0);
    return List.of(
        new Entry.Reserve(
            NOON,
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
            List.of()),
        new Entry.Dispatch(NOON, request, 1, "groq/small", "open-moe", usage, cost, "cheapest"),
        new Entry.Settle(
            NOON,
            request,
            1,
            true,
            Entry.Outcome.COMPLETE,
            200,
            null,
            null,
            usage,
            UsageQuality.PROVIDER_REPORTED,
            List.of(RatedLine.of(Meter.IN_UNCACHED, 100, 20, Ratio.ONE)),
            cost,
            "groq/small@2026-01-01",
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

  @Test
  void without_a_quality_budget_there_are_no_columns_for_it() {
    post(answered("r1", Purpose.SERVE, null));
    assertThat(report()).doesNotContain("reference").contains("estimated" + System.lineSeparator());
  }
}
