package io.tollgate.bench.endtoend;

import static io.tollgate.bench.endtoend.Stage.BRIGHT;
import static io.tollgate.bench.endtoend.Stage.DRIP;
import static io.tollgate.bench.endtoend.Stage.SWIFT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.provider.BillRecord;
import io.tollgate.gateway.cli.Tollgate;
import io.tollgate.gateway.config.KeyFile;
import io.tollgate.gateway.keys.KeyText;
import io.tollgate.gateway.keys.VirtualKey;
import io.tollgate.gateway.ledger.AttemptRow;
import io.tollgate.gateway.ledger.Entry.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Files edited under a running gateway, as any editor edits them. */
class ReloadTest {

  private static final Duration A_SECOND = Duration.ofSeconds(1);
  private static final int CLIENTS = 50;

  @TempDir private Path folder;
  private Stage stage;

  @BeforeEach
  void start() throws Exception {
    stage = Stage.start(folder);
  }

  @AfterEach
  void stop() {
    stage.close();
  }

  private Reply post(String body) {
    try {
      return stage.post(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Path policies() {
    return stage.rig.files().policies();
  }

  @Test
  void a_policy_edited_under_load_is_in_force_within_a_second_and_no_request_fails()
      throws Exception {
    ConcurrentLinkedQueue<Reply> replies = new ConcurrentLinkedQueue<>();
    AtomicBoolean over = new AtomicBoolean();
    long written;
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        String prompt = "Client " + i + " [[tokens:20]]";
        String body = i % 2 == 0 ? Stage.chat("auto", prompt) : Stage.stream("auto", prompt);
        running.add(
            clients.submit(() -> {
              while (!over.get()) {
                replies.add(stage.post(body));
              }
              return null;
            }));
      }
      Await.until("load", () -> replies.size() >= 4 * CLIENTS);
      written = System.nanoTime();
      Files.writeString(policies(), Stage.CHEAPEST.replace(SWIFT + ", ", ""));
      int before = replies.size();
      Await.until("requests after the edit", () -> !stage.bill("dear").records().isEmpty());
      Await.until("more of them", () -> replies.size() >= before + 4 * CLIENTS);
      over.set(true);
      for (Future<?> client : running) {
        client.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }
    }
    BillRecord first = stage.bill("dear").records().getFirst();
    assertThat(Duration.ofNanos(first.arrivedNanos() - written)).isBetween(Duration.ZERO, A_SECOND);
    assertThat(replies)
        .allSatisfy(reply -> {
          assertThat(reply.status()).isEqualTo(200);
          assertThat(reply.broken()).isFalse();
          assertThat(reply.text()).isNotBlank();
          assertThat(reply.header("x-tollgate-attempts")).isEqualTo("1");
        });
    Reply now = post(Stage.chat("auto", "Hello"));
    assertThat(now.header("x-tollgate-model")).isEqualTo(BRIGHT);
  }

  @Test
  void a_broken_edit_changes_nothing_and_is_named() throws Exception {
    String broken = Stage.CHEAPEST.replace("cheap/swift", "cheap/swyft");
    try (CapturedLog log = new CapturedLog()) {
      Files.writeString(policies(), broken);
      String line =
          Await.until(
              "the log line",
              () -> log.lines().stream().filter(l -> l.contains("swyft")).findFirst().orElse(""),
              l -> !l.isEmpty());
      // Line 5 is the list of candidates, of which the first is wrong.
      assertThat(line).startsWith("ERROR").contains("policies.yaml:5:18").contains(SWIFT);
    }
    assertThat(post(Stage.chat("auto", "Hello")).header("x-tollgate-model")).isEqualTo(SWIFT);
    assertThat(stage.admin("/metrics").body())
        .containsPattern("tollgate_reloads_total\\{file=\"routing\",result=\"rejected\"} 1");

    String config = stage.rig.files().config().toString();
    StringWriter said = new StringWriter();
    CommandLine line = Tollgate.commandLine().setOut(new PrintWriter(said, true));
    assertThat(line.execute("policy", "check", "--config", config)).isEqualTo(1);
    assertThat(said.toString()).contains("policies.yaml:5:18").contains(SWIFT);

    Files.writeString(policies(), Stage.CHEAPEST);
    assertThat(line.execute("policy", "check", "--config", config)).isZero();
    Files.writeString(policies(), Stage.CHEAPEST.replace(SWIFT + ", ", ""));
    Await.until(
        "a good edit after the broken one",
        () -> post(Stage.chat("auto", "Hello")).header("x-tollgate-model").equals(BRIGHT));
  }

  @Test
  void a_file_that_is_gone_for_a_moment_changes_nothing() throws Exception {
    try (CapturedLog log = new CapturedLog()) {
      Files.delete(policies());
      Await.until(
          "the log line",
          () -> log.lines().stream().anyMatch(line -> line.contains("cannot be read")));
      assertThat(post(Stage.chat("auto", "Hello")).header("x-tollgate-model")).isEqualTo(SWIFT);
      Files.writeString(policies(), Stage.CHEAPEST.replace(SWIFT + ", ", ""));
      Await.until(
          "the file that is back",
          () -> post(Stage.chat("auto", "Hello")).header("x-tollgate-model").equals(BRIGHT));
    }
  }

  @Test
  void row_53_a_revoked_key_is_refused_within_a_second() throws Exception {
    String key = stage.rig.key();
    VirtualKey revoked =
        new VirtualKey(
            key.substring(3, 15),
            "demo",
            HexFormat.of().formatHex(KeyText.digest(key)),
            "2026-11-21T00:00:00Z");
    assertThat(post(Stage.chat("auto", "Hello")).status()).isEqualTo(200);
    KeyFile.write(folder.resolve("keys.yaml"), List.of(revoked));
    Await.until(
        "the refusal",
        A_SECOND,
        () -> post(Stage.chat("auto", "Hello [[tokens:1]]")).status(),
        status -> status == 401);
  }

  @Test
  void row_38_a_request_keeps_the_price_it_was_admitted_at() throws Exception {
    Path prices = folder.resolve("prices.yaml");
    String short5 = Stage.chat(SWIFT, "Hello [[tokens:5]]");
    String cost = post(short5).header("x-tollgate-cost");
    try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Reply> running =
          other.submit(() -> stage.post(Stage.stream(DRIP, "Hello [[tokens:150]]")));
      assertThat(stage.bill("slow").awaitSeen(1, Await.PATIENCE)).isTrue();
      String text = Files.readString(prices);
      Files.writeString(prices, text.replaceAll("output: (8|32)\n", "output: $10\n"));
      Await.until("the new price", () -> !post(short5).header("x-tollgate-cost").equals(cost));
      assertThat(running.isDone()).as("the old request has ended").isFalse();

      AttemptRow before = only(running.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS));
      AttemptRow after = only(post(Stage.stream(DRIP, "Hello [[tokens:2]]")));
      assertThat(before.priceVersion()).isNotEqualTo(after.priceVersion());
      assertThat(Stage.amount(before).dollars()).isEqualByComparingTo(dollars(before, 32));
      assertThat(Stage.amount(after).dollars()).isEqualByComparingTo(dollars(after, 320));
    }
  }

  private AttemptRow only(Reply reply) {
    AttemptRow row = stage.attempts(reply.requestId()).getFirst();
    assertThat(row.outcome()).isEqualTo(Outcome.COMPLETE);
    return row;
  }

  private static BigDecimal dollars(AttemptRow row, int dollarsPerMillionOut) {
    long microDollars =
        8 * row.usage().totalInput() + dollarsPerMillionOut * row.usage().totalOutput();
    return BigDecimal.valueOf(microDollars, 6);
  }
}
