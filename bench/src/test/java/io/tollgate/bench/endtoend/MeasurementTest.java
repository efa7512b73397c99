package io.tollgate.bench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.provider.BillLog;
import io.tollgate.bench.provider.BillRecord;
import io.tollgate.bench.provider.SimulatedProvider;
import io.tollgate.gateway.ledger.AttemptRow;
import io.tollgate.gateway.ledger.Entry;
import io.tollgate.gateway.ledger.LedgerReport;
import io.tollgate.gateway.ledger.Purpose;
import io.tollgate.policies.money.Picodollars;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Answers that are measured: the same question to another model, and a judge that reads both
 * answers twice, paid for under a purpose and a cap of their own.
 */
class MeasurementTest {

  private static final String MEASURED = "auto/measured";

  @TempDir private Path folder;

  private static String policies(String share, String perDay) {
    return Stage.CHEAPEST
        + """
          - name: measured
            candidates: [cheap/swift, dear/bright]
            quality_budget:
              reference: dear/bright
              loss: 0.2
              judge: slow/drip
              judged_share: %s
              measurement_usd_per_day: %s
        """
            .formatted(share, perDay);
  }

  private Stage start(String share, String perDay, String settings) throws Exception {
    return Stage.start(folder, policies(share, perDay), settings);
  }

  private static List<AttemptRow> measurements(Stage stage) {
    List<AttemptRow> rows = new ArrayList<>();
    try (LedgerReport report = LedgerReport.open(stage.ledger())) {
      report.attempts(rows::add);
    }
    rows.removeIf(row -> row.purpose() != Purpose.MEASUREMENT);
    return rows;
  }

  private static Picodollars sum(List<AttemptRow> rows) {
    return rows.stream().map(Stage::amount).reduce(Picodollars.ZERO, Picodollars::plus);
  }

  /** What the providers charge for everything but the requests of clients. */
  private static BigInteger billed(Stage stage, Set<String> served) {
    return stage.rig.providers().stream()
        .map(SimulatedProvider::billLog)
        .map(BillLog::records)
        .flatMap(List::stream)
        .filter(seen -> !served.contains(request(seen)))
        .map(seen -> seen.endedOutcome().billPico())
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static String request(BillRecord seen) {
    String attempt = String.valueOf(seen.clientRequestId());
    return attempt.substring(0, Math.max(0, attempt.lastIndexOf('-')));
  }

  private static boolean counted(Stage stage, String kind, String result) {
    try {
      return stage
          .admin("/metrics")
          .body()
          .contains(
              "tollgate_measurements_total{kind=\"%s\",result=\"%s\"}".formatted(kind, result));
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static int ended(Stage stage) {
    return count(stage, "verdict", "[a-z_]+")
        + count(stage, "shadow", "capped|failed|unavailable")
        + count(stage, "judge", "capped|failed|unavailable");
  }

  /** How many steps of a kind came to one of these results. */
  private static int count(Stage stage, String kind, String results) {
    Pattern line =
        Pattern.compile(
            "tollgate_measurements_total\\{kind=\"%s\",result=\"(?:%s)\"} ([0-9.]+)"
                .formatted(kind, results));
    try {
      return line.matcher(stage.admin("/metrics").body())
          .results()
          .mapToInt(found -> (int) Double.parseDouble(found.group(1)))
          .sum();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private String labels() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> String.valueOf(f).contains("labels-")).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }

  @Test
  void a_sampled_answer_is_compared_and_the_ledger_has_what_the_providers_charge()
      throws Exception {
    String request;
    try (Stage stage = start("1", "5", "")) {
      Reply reply = stage.post(Stage.chat(MEASURED, "Tell me a secret of xyzzy"));
      assertThat(reply.status()).isEqualTo(200);
      request = reply.requestId();
      Await.until("a verdict", () -> counted(stage, "verdict", "judged"));

      List<AttemptRow> rows =
          Await.until(
              "the measurement in the ledger",
              () -> measurements(stage),
              all -> all.size() == 3 && all.stream().allMatch(AttemptRow::requestResolved));

      assertThat(rows).allMatch(row -> row.policy().equals("measured") && row.requestResolved());
      assertThat(rows).extracting(AttemptRow::deployment).contains(Stage.DRIP, Stage.DRIP);
      assertThat(rows)
          .filteredOn(row -> !row.deployment().equals(Stage.DRIP))
          .singleElement()
          .satisfies(row ->
              assertThat(row.deployment())
                  .isNotEqualTo(reply.header("x-tollgate-model"))
                  .isIn(Stage.SWIFT, Stage.BRIGHT));
      assertThat(BigInteger.valueOf(sum(rows).pico()))
          .isEqualTo(billed(stage, Set.of(request)))
          .isPositive();
    }
    // The judge of these tests takes the least that its schema allows for both answers.
    assertThat(labels())
        .contains(request + ",swift,", request + ",bright,")
        .doesNotContain("xyzzy");
    assertThat(everything()).doesNotContain("xyzzy");
  }

  /** All that the gateway has written. */
  private String everything() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }

  @Test
  void answers_that_are_the_same_need_no_judge() throws Exception {
    try (Stage stage = start("1", "5", "measurement: { record: text }\n")) {
      Reply reply = stage.post(Stage.chat(MEASURED, "What is 2+2? [[say:The answer is (B).]]"));
      assertThat(reply.status()).isEqualTo(200);
      Await.until("a verdict", () -> counted(stage, "verdict", "agreed"));
      Await.until("a row", () -> measurements(stage), rows -> rows.size() == 1);
      assertThat(stage.bill("slow").records()).isEmpty();
    }
    assertThat(labels()).contains(",swift,1,", ",bright,1,", "What is 2+2?");
  }

  @Test
  void an_answer_that_is_none_by_its_form_needs_no_judge() throws Exception {
    try (Stage stage = start("1", "5", "")) {
      Reply reply = stage.post(Stage.chat(MEASURED, "Hello [[refuse@swift:I will not.]]"));
      assertThat(reply.status()).isEqualTo(200);
      Await.until("a verdict", () -> counted(stage, "verdict", "verified"));
      assertThat(stage.bill("slow").records()).isEmpty();
    }
    assertThat(labels()).contains(",swift,0,", ",bright,1,");
  }

  @Test
  void a_streamed_answer_is_measured_as_a_plain_one_is() throws Exception {
    try (Stage stage = start("1", "5", "")) {
      assertThat(stage.post(Stage.stream(MEASURED, "Hello")).done()).isTrue();
      Await.until("a verdict", () -> counted(stage, "verdict", "judged"));
      assertThat(stage.bill("cheap").records()).hasSize(1);
      assertThat(stage.bill("dear").records()).hasSize(1);
    }
  }

  @Test
  void no_measurement_passes_the_cap_of_the_day() throws Exception {
    // Twenty samples cost about $0.14.
    String cap = "0.05";
    try (Stage stage = start("1", cap, "measurement: { output_tokens: 256 }\n")) {
      Set<String> served = Stream.generate(() -> ask(stage)).limit(20).collect(Collectors.toSet());
      Await.until("the end of every sample", () -> ended(stage), count -> count == served.size());
      assertThat(count(stage, "shadow", "capped") + count(stage, "judge", "capped")).isPositive();
      stage.gateway.drain();

      List<AttemptRow> rows = measurements(stage);
      // What is broken off is booked at its estimate; here nothing was.
      assertThat(rows).isNotEmpty().allMatch(row -> row.outcome() == Entry.Outcome.COMPLETE);
      assertThat(sum(rows)).isLessThanOrEqualTo(Picodollars.ofDollars(cap));
      assertThat(BigInteger.valueOf(sum(rows).pico())).isEqualTo(billed(stage, served));
    }
  }

  private static String ask(Stage stage) {
    try {
      Reply reply = stage.post(Stage.chat(MEASURED, "Hello", "\"max_tokens\":200"));
      assertThat(reply.status()).isEqualTo(200);
      return reply.requestId();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void nothing_is_measured_where_no_share_is_drawn() throws Exception {
    try (Stage stage = start("0", "5", "")) {
      ask(stage);
      assertThat(stage.post(Stage.chat("auto", "Hello")).status()).isEqualTo(200);
      stage.gateway.drain();
      assertThat(stage.seenUpstream()).isEqualTo(2);
      assertThat(measurements(stage)).isEmpty();
    }
  }

  @Test
  void a_shadow_that_fails_is_nobodys_trouble() throws Exception {
    try (Stage stage = start("1", "5", "")) {
      Reply reply = stage.post(Stage.chat(MEASURED, "Hello [[fault@dear:status=500]]"));
      assertThat(reply.status()).isEqualTo(200);
      Await.until("a failed shadow", () -> counted(stage, "shadow", "failed"));
      List<AttemptRow> rows =
          Await.until(
              "the end of its row",
              () -> measurements(stage),
              all -> all.size() == 1 && all.getFirst().requestResolved());
      assertThat(rows.getFirst().state()).isEqualTo("VOID");
    }
    assertThat(labels()).isEmpty();
  }

  @Test
  void a_drain_breaks_off_what_is_measured_and_settles_it() throws Exception {
    try (Stage stage = start("1", "5", "")) {
      Reply reply = stage.post(Stage.chat(MEASURED, "Hello [[fault@slow:stall-before-headers]]"));
      assertThat(reply.status()).isEqualTo(200);
      Await.until("the judge is asked", () -> !stage.bill("slow").records().isEmpty());
      stage.gateway.drain();

      try (LedgerReport report = LedgerReport.open(stage.ledger())) {
        assertThat(report.standing().requestsOpen()).isZero();
      }
      assertThat(measurements(stage))
          .filteredOn(row -> row.deployment().equals(Stage.DRIP))
          .singleElement()
          .satisfies(row -> assertThat(String.valueOf(row.outcome())).isEqualTo("ABORTED"));
    }
  }
}
