package io.tollgate.bench.endtoend;

import static io.tollgate.bench.endtoend.Stage.DRIP;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.ledger.LedgerVerifier;
import io.tollgate.gateway.ledger.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reloads under load, one after the other, of good and broken files in turn.
 *
 * <p>{@code -Dtollgate.reloads=N} does more or fewer, {@code -Dtollgate.seed=N} repeats a run.
 */
class ManyReloadsTest {

  private static final int CLIENTS = 8;
  private static final int WARM_UP = 100;

  /** Every so many a pair is left to the watcher to notice, which takes it half a second each. */
  private static final int WATCHED = 100;

  private static final String HTTP_CLIENT = "io.vertx.core.http.impl.CleanableHttpClient";
  private static final String TRANSPORT = "io.vertx.core.http.impl.tcp.TcpHttpClientTransport";
  private static final String TIMER = "io.vertx.core.impl.VertxImpl$InternalTimerHandler";
  private static final String TASK = "io.netty.util.concurrent.ScheduledFutureTask";
  private static final Pattern RELOADS =
      Pattern.compile("tollgate_reloads_total\\{[^}]*result=\"(\\w+)\"} (\\d+)");

  private final int reloads = Integer.getInteger("tollgate.reloads", 1000);
  private final long seed = Long.getLong("tollgate.seed", System.nanoTime());

  private final Path folder;
  private final AtomicInteger answered = new AtomicInteger();
  private final ConcurrentLinkedQueue<Reply> failed = new ConcurrentLinkedQueue<>();
  private int made;
  private int broken;

  ManyReloadsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static OpenThings openThings() {
    return OpenThings.now(List.of(HTTP_CLIENT, TRANSPORT, TIMER, TASK));
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void row_43_a_thousand_reloads_under_load_fail_no_request_and_leave_nothing_behind()
      throws Exception {
    OpenThings empty = openThings();
    try (Stage stage = Stage.start(folder);
        CapturedLog log = new CapturedLog()) {
      Edits edits = new Edits(folder, new SplittableRandom(seed));
      underLoad(stage, edits, WARM_UP);
      OpenThings before = settled(stage, empty);
      long startNanos = System.nanoTime();
      underLoad(stage, edits, reloads - WARM_UP);
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
      OpenThings after = settled(stage, empty);
      System.out.printf(
          "reload test: %d reloads, %d of them broken, %d ms for the last %d; %d requests, %d"
              + " failed; before %s, after %s (seed %d)%n",
          made,
          broken,
          millis,
          reloads - WARM_UP,
          answered.get(),
          failed.size(),
          before,
          after,
          seed);

      assertThat(failed).as("seed %d", seed).isEmpty();
      assertThat(answered).hasValueGreaterThan(reloads);
      // The watcher may meet a broken file while a slow machine still reads it, and read it again.
      assertThat(count(stage, "rejected")).isBetween(broken, broken + reloads / 20);
      assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + 4);
      assertThat(after.descriptors()).isLessThanOrEqualTo(before.descriptors() + 16);
      // One left behind by each reload of a provider would make hundreds.
      for (String each : List.of(HTTP_CLIENT, TRANSPORT, TIMER, TASK)) {
        assertThat(after.live(each)).as(each).isLessThanOrEqualTo(before.live(each) + 64);
      }
      assertThat(log.lines().stream().filter(line -> line.startsWith("ERROR")))
          .allMatch(line -> line.contains("not taken, what ran before runs on"));
    }
    assertThat(LedgerVerifier.verify(folder.resolve("ledger"), Progress.SILENT))
        .satisfies(verification -> {
          assertThat(verification.isSound()).isTrue();
          assertThat(verification.requestsOpen()).isZero();
        });
  }

  private void underLoad(Stage stage, Edits edits, int times) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    List<Future<?>> clients = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CLIENTS; i++) {
        String body = body(i);
        clients.add(
            threads.submit(() -> {
              while (!over.get()) {
                judge(stage.post(body));
              }
              return null;
            }));
      }
      try {
        for (int i = 0; i < times; i += 2) {
          reloadTwice(stage, edits, i % WATCHED == WATCHED - 2);
        }
      } finally {
        over.set(true);
      }
      for (Future<?> client : clients) {
        client.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }
    }
  }

  /** Plain and streamed; two are slow enough to run through dozens of reloads. */
  private static String body(int client) {
    String prompt = "Client " + client + " [[tokens:20]]";
    return switch (client % 4) {
      case 0 -> Stage.chat("auto", prompt);
      case 1 -> Stage.stream("auto", prompt);
      case 2 -> Stage.stream("auto/never-slow", prompt);
      default -> Stage.stream(DRIP, "Client " + client + " [[tokens:150]]");
    };
  }

  private void judge(Reply reply) {
    answered.incrementAndGet();
    boolean streamed = reply.header("content-type").startsWith("text/event-stream");
    boolean whole =
        reply.status() == 200
            && !reply.broken()
            && reply.header("x-tollgate-attempts").equals("1")
            && (streamed ? reply.done() : !reply.text().isBlank());
    if (!whole) {
      failed.add(reply);
    }
  }

  private void reloadTwice(Stage stage, Edits edits, boolean watched) throws Exception {
    int accepted = count(stage, "accepted");
    if (watched) {
      edits.policies();
      Await.until("the watcher to take it", () -> count(stage, "accepted") > accepted);
    } else {
      edits.good();
      assertThat(stage.gateway.reload()).as("mistakes in a good edit, seed %d", seed).isEmpty();
    }
    // The loops take it up a moment later.
    Await.until("the edit to be in force", () -> answering(stage).equals(edits.auto()));

    int rejected = count(stage, "rejected");
    edits.bad();
    if (watched) {
      Await.until("the watcher to reject it", () -> count(stage, "rejected") > rejected);
    } else {
      assertThat(stage.gateway.reload()).as("mistakes in a bad edit, seed %d", seed).isNotEmpty();
    }
    assertThat(answering(stage)).as("who answers after a bad edit").isEqualTo(edits.auto());
    made += 2;
    broken++;
  }

  private static String answering(Stage stage) {
    try {
      return stage.post(Stage.chat("auto", "Hi [[tokens:1]]")).header("x-tollgate-model");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static int count(Stage stage, String result) {
    int count = 0;
    Matcher matcher = RELOADS.matcher(metrics(stage));
    while (matcher.find()) {
      count += matcher.group(1).equals(result) ? Integer.parseInt(matcher.group(2)) : 0;
    }
    return count;
  }

  private static String metrics(Stage stage) {
    try {
      return stage.admin("/metrics").body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Waits until no pool is left but those in force; one provider more may be among them. Vert.x
   * gives closed connections some seconds until it forgets them.
   */
  private static OpenThings settled(Stage stage, OpenThings empty) {
    long pools =
        (long) Runtime.getRuntime().availableProcessors() * (stage.rig.providers().size() + 1);
    return Await.until(
        "old pools to be gone",
        Duration.ofSeconds(60),
        ManyReloadsTest::openThings,
        now ->
            now.live(HTTP_CLIENT) <= empty.live(HTTP_CLIENT) + pools
                && now.live(TRANSPORT) <= empty.live(TRANSPORT) + pools);
  }
}
