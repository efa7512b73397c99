package io.tollgate.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.ledger.AppendListener;
import io.tollgate.gateway.ledger.Bill;
import io.tollgate.gateway.ledger.Entry;
import io.tollgate.gateway.ledger.JournalOptions;
import io.tollgate.gateway.ledger.Ledger;
import io.tollgate.gateway.ledger.Purpose;
import io.tollgate.gateway.ledger.Service;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.price.RatedLine;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * A month in the books, by the command that people type: two models of one provider, one of them
 * without a price, for two weeks of October.
 */
class LedgerBooksCommandsTest {

  private static final LocalDate FIRST = LocalDate.parse("2026-10-01");
  private static final int DAYS = 14;

  /** Tokens of input of a day; output is a tenth. At 2 and 8 dollars per million. */
  private static final long TOKENS = 1_234_567;

  @TempDir private Path folder;
  private String out = "";

  @BeforeEach
  void two_weeks_are_in_the_books() {
    List<List<Entry>> groups = new ArrayList<>();
    for (int day = 0; day < DAYS; day++) {
      Instant noon = FIRST.plusDays(day).atTime(12, 0).toInstant(ZoneOffset.UTC);
      groups.add(answered("r" + day, noon, "acme/big", true));
      groups.add(answered("u" + day, noon, "acme/new", false));
    }
    try (Ledger ledger =
        Ledger.open(
            folder.resolve("ledger"),
            JournalOptions.DEFAULTS.withBallastBytes(1 << 14),
            "node1",
            InstantSource.fixed(FIRST.atStartOfDay().toInstant(ZoneOffset.UTC)))) {
      for (List<Entry> group : groups) {
        append(ledger, group);
      }
    }
  }

  private static void append(Ledger ledger, List<Entry> group) {
    CompletableFuture<Long> done = new CompletableFuture<>();
    ledger.append(
        group,
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

  private static List<Entry> answered(
      String request, Instant at, String deployment, boolean priced) {
    Usage usage = Usage.of(TOKENS, TOKENS / 10);
    List<RatedLine> lines =
        priced
            ? List.of(
                RatedLine.of(Meter.IN_UNCACHED, TOKENS, 2_000_000, Ratio.ONE),
                RatedLine.of(Meter.OUT_VISIBLE, TOKENS / 10, 8_000_000, Ratio.ONE))
            : List.of();
    @Nullable Picodollars cost = null;
    if (priced) {
      cost = lines.get(0).amount().plus(lines.get(1).amount());
    }
    return List.of(
        new Entry.Reserve(
            at,
            request,
            "k1",
            "default",
            "r",
            "auto",
            false,
            cost,
            Purpose.SERVE,
            "straight",
            null,
            List.of("team:search", "tag:feature=chat", "key:k1")),
        new Entry.Dispatch(at, request, 1, deployment, "frontier", usage, cost, "cheapest"),
        new Entry.Settle(
            at,
            request,
            1,
            true,
            Entry.Outcome.COMPLETE,
            Service.of(200),
            usage,
            UsageQuality.PROVIDER_REPORTED,
            Bill.of(lines, cost, priced ? "acme/big@2026-01-01" : "acme/new has no price"),
            1,
            2));
  }

  private int run(String... arguments) {
    StringWriter text = new StringWriter();
    CommandLine line = Tollgate.commandLine();
    line.setOut(new PrintWriter(text, true));
    line.setErr(new PrintWriter(text, true));
    List<String> all = new ArrayList<>(List.of("ledger"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--dir", folder.resolve("ledger").toString()));
    int code = line.execute(all.toArray(String[]::new));
    out = text.toString();
    return code;
  }

  private Path invoice(String... changes) throws IOException {
    List<String> lines = new ArrayList<>(List.of("day,model,meter,quantity,amount"));
    for (int day = 0; day < DAYS; day++) {
      String date = FIRST.plusDays(day).toString();
      lines.add(date + ",big,input," + TOKENS + "," + cents(TOKENS, "0.000002"));
      lines.add(date + ",big,output," + TOKENS / 10 + "," + cents(TOKENS / 10, "0.000008"));
    }
    for (String change : changes) {
      String key = change.substring(0, change.indexOf('|'));
      lines.removeIf(line -> line.startsWith(key));
      String other = change.substring(change.indexOf('|') + 1);
      if (!other.isEmpty()) {
        lines.add(other);
      }
    }
    return Files.write(folder.resolve("invoice.csv"), lines);
  }

  /** Rounded as invoices are. */
  private static String cents(long tokens, String dollarsPerToken) {
    return new BigDecimal(dollarsPerToken)
        .multiply(BigDecimal.valueOf(tokens))
        .setScale(2, RoundingMode.HALF_EVEN)
        .toPlainString();
  }

  @Test
  void the_waterfall_adds_up_to_the_bill_and_says_what_has_no_price() {
    assertThat(run("tax", "--month", "2026-10")).isZero();
    assertThat(out)
        .contains("floor")
        .contains("48.394948")
        .contains("UNPRICED: 14 attempts with 19,012,322 tokens");
    assertThat(run("tax", "--month", "2026-10", "--account", "team:search", "--by", "deployment"))
        .isZero();
    assertThat(out).contains("acme/big").contains("100.0 %");
    assertThat(run("tax", "--month", "2026-10", "--account", "team:other")).isZero();
    assertThat(out).contains("Nothing was spent");
  }

  @Test
  void the_trial_balance_is_zero() {
    assertThat(run("balance")).isZero();
    assertThat(out)
        .contains("spend:team:search")
        .contains("payable:acme")
        .contains("suspense:unpriced")
        .containsPattern("sum +0\\n");
  }

  @Test
  void a_month_is_closed_once_and_verifies_ever_after() {
    assertThat(run("close")).isZero();
    assertThat(out).contains("No month is closed");
    assertThat(run("close", "2026-10")).isZero();
    assertThat(out).contains("2026-10 is closed").contains("48.394948");
    assertThat(run("close", "2026-10")).isEqualTo(Tollgate.FAILED);
    assertThat(out).contains("closed up to 2026-11-01");
    assertThat(run("close", "October")).isEqualTo(Tollgate.INVALID);
    assertThat(run("verify")).isZero();
  }

  @Test
  void what_had_no_price_is_rated_again_when_there_is_one_and_booked_once() throws IOException {
    Path prices =
        Files.writeString(
            folder.resolve("prices.yaml"),
            """
            prices:
              acme/new: {input: 1, output: 1, source: test, as_of: 2026-10-20}
            """);
    String[] rerate = {"rerate", "--month", "2026-10", "--prices", prices.toString()};
    assertThat(run(rerate)).isEqualTo(Tollgate.FOUND_WRONG);
    assertThat(out).contains("14 differ, 19.012322 dollars").contains("say --book");
    String[] book = Arrays.copyOf(rerate, rerate.length + 1);
    book[rerate.length] = "--book";
    assertThat(run(book)).isZero();
    assertThat(run(rerate)).as(out).isZero();
    assertThat(out).contains("0 differ");
    assertThat(run("verify")).isZero();
    assertThat(run("report", "--by", "deployment")).isZero();
    assertThat(out).contains("19.012322").doesNotContain("UNPRICED");
  }

  @Test
  void planted_errors_of_an_invoice_are_each_named_and_accepted_ones_are_booked_once()
      throws IOException {
    Path invoice =
        invoice(
            // A day is missing.
            "2026-10-05,|",
            // A million tokens went around the gateway.
            "2026-10-07,big,input|2026-10-07,big,input,2234567,4.47",
            // From the tenth on, output costs half as much again.
            "2026-10-10,big,output|2026-10-10,big,output,123456,1.48",
            "2026-10-11,big,output|2026-10-11,big,output,123456,1.48",
            "2026-10-12,big,output|2026-10-12,big,output,123456,1.48",
            "2026-10-13,big,output|2026-10-13,big,output,123456,1.48",
            "2026-10-14,big,output|2026-10-14,big,output,123456,1.48");
    String[] reconcile = {
      "reconcile",
      invoice.toString(),
      "--format",
      "csv",
      "--provider",
      "acme",
      "--from",
      "2026-10-01",
      "--to",
      "2026-10-14"
    };
    assertThat(run(reconcile)).as(out).isEqualTo(Tollgate.FOUND_WRONG);
    assertThat(out)
        .contains("missing_in_invoice")
        .contains("2026-10-05")
        .contains("bypass")
        .contains("2026-10-07")
        .contains("1,000,000 tokens")
        .contains("unpriced")
        .contains("price")
        .contains("2026-10-10")
        .contains("rounding");
    String[] accept = Arrays.copyOf(reconcile, reconcile.length + 2);
    accept[reconcile.length] = "--accept";
    accept[reconcile.length + 1] = "price,rounding";
    run(accept);
    String first = out;
    run(accept);
    assertThat(run("balance")).as(first).isZero();
    assertThat(out).contains("variance:acme");
    assertThat(run("verify")).isZero();
  }

  @Test
  void an_export_comes_to_the_bill_and_marks_what_has_no_price() throws IOException {
    Path target = folder.resolve("focus.csv");
    assertThat(run("export", target.toString(), "--month", "2026-10"))
        .as("exit code 1 says that something has no price")
        .isEqualTo(Tollgate.FOUND_WRONG);
    assertThat(out).contains("EffectiveCost    48.394948").contains("UNPRICED");
    assertThat(Files.readString(target)).contains("UNPRICED").contains("1234567");
    assertThat(folder.resolve("focus.csv.manifest.json")).exists();
  }

  @Test
  void a_purchase_of_a_commitment_is_booked_once() {
    assertThat(run("purchase", "reserved", "acme", "1000", "--id", "inv-1")).isZero();
    assertThat(run("purchase", "reserved", "acme", "1000", "--id", "inv-1"))
        .isEqualTo(Tollgate.FAILED);
    assertThat(run("purchase", "reserved", "acme", "-1", "--id", "inv-2"))
        .isEqualTo(Tollgate.INVALID);
    assertThat(run("balance")).isZero();
    assertThat(out).contains("prepaid:reserved");
  }
}
