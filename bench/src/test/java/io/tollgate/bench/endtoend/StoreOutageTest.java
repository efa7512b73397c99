package io.tollgate.bench.endtoend;

import static io.tollgate.bench.endtoend.Cluster.TEN_TOKENS_PICO;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.budget.Budget;
import io.tollgate.gateway.budget.BudgetWindow;
import io.tollgate.gateway.budget.Scope;
import io.tollgate.gateway.config.KeyFile;
import io.tollgate.gateway.keys.Directory;
import io.tollgate.gateway.keys.Grants;
import io.tollgate.gateway.keys.KeyTerms;
import io.tollgate.gateway.keys.KeyText;
import io.tollgate.gateway.keys.VirtualKey;
import io.tollgate.policies.money.Picodollars;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two gateways whose PostgreSQL is away, slow, or loses answers: keys with a budget spend what is
 * leased and are then refused for a while; others notice nothing.
 */
final class StoreOutageTest {

  /** How long the store is away; a minute where somebody has the time. */
  private static final Duration OUTAGE =
      Duration.ofSeconds(Integer.getInteger("tollgate.outage", 4));

  private static final int PAID = 400;

  /** A refusal has a second for the store, and this for itself on a machine that is busy. */
  private static final Duration BOUND = Duration.ofMillis(2_500);

  private static final Duration EXPIRY = Duration.ofSeconds(6);

  @TempDir private Path folder;
  private SharedPostgres postgres;
  private StoreProxy proxy;
  private Cluster cluster;
  private String free;

  @BeforeEach
  void start() throws Exception {
    postgres = SharedPostgres.start(folder);
    proxy = StoreProxy.before(postgres.port());
    cluster = Cluster.of(folder, 2, SharedPostgres.store(proxy.port(), EXPIRY), Cluster.instant());
    free = KeyText.generate(new SplittableRandom(7));
    put(false);
    cluster.start();
    for (Cluster.Node node : cluster.nodes) {
      assertThat(cluster.tenTokens(node).status()).isEqualTo(200);
    }
  }

  private void put(boolean openMode) throws Exception {
    KeyTerms terms =
        new KeyTerms(null, null, Map.of(), Grants.EVERYTHING, null, openMode, null, null);
    for (Cluster.Node node : cluster.nodes) {
      KeyFile.write(
          node.files.folder().resolve("keys.yaml"),
          Directory.of(
              List.of(),
              List.of(VirtualKey.of(cluster.rig.key(), "app", terms), VirtualKey.of(free, "free")),
              List.of(
                  new Budget(
                      "b",
                      Scope.parse("key:" + cluster.key()),
                      new Picodollars(PAID * TEN_TOKENS_PICO),
                      BudgetWindow.TOTAL,
                      Budget.ALERTS,
                      true))));
    }
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
    proxy.close();
    postgres.close();
  }

  /** What requests of a time came to. */
  private record Tally(int answered, int refused, Duration slowestRefusal, Duration slowestFree) {}

  private Tally askFor(Duration time) throws Exception {
    int answered = 0;
    int refused = 0;
    Duration slowestRefusal = Duration.ZERO;
    Duration slowestFree = Duration.ZERO;
    long end = System.nanoTime() + time.toNanos();
    for (int i = 0; System.nanoTime() < end; i++) {
      Cluster.Node node = cluster.nodes.get(i % 2);
      long began = System.nanoTime();
      Reply reply = cluster.tenTokens(node);
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      if (reply.status() == 200) {
        answered++;
      } else {
        refused++;
        assertThat(reply.status()).as(reply.body()).isEqualTo(503);
        assertThat(reply.error().path("code").stringValue(""))
            .isEqualTo("budget_store_unavailable");
        assertThat(reply.header("retry-after")).isEqualTo("1");
        slowestRefusal = took.compareTo(slowestRefusal) > 0 ? took : slowestRefusal;
      }
      began = System.nanoTime();
      assertThat(cluster.tenTokens(node, free).status()).isEqualTo(200);
      took = Duration.ofNanos(System.nanoTime() - began);
      slowestFree = took.compareTo(slowestFree) > 0 ? took : slowestFree;
    }
    return new Tally(answered, refused, slowestRefusal, slowestFree);
  }

  private void checkFailingClosed(String what, Tally tally) {
    System.out.printf(
        "store %s for %s: %d answered within leases, %d refused, the slowest refusal after %d ms,"
            + " the slowest answer to a key without budgets after %d ms%n",
        what,
        OUTAGE,
        tally.answered,
        tally.refused,
        tally.slowestRefusal.toMillis(),
        tally.slowestFree.toMillis());
    assertThat(tally.refused).isPositive();
    assertThat(tally.slowestRefusal).isLessThan(BOUND);
    assertThat(tally.slowestFree).isLessThan(BOUND);
  }

  /** Once the store is there, the budget is spent to the end by both, and no further. */
  private void checkTheRest() throws Exception {
    for (Cluster.Node node : cluster.nodes) {
      Await.until(
          node.name + " is served again",
          Duration.ofSeconds(20),
          () -> status(node),
          status -> status != 503);
    }
    for (Cluster.Node node : cluster.nodes) {
      while (status(node) == 200) {
        // On to the end.
      }
    }
    assertThat(status(cluster.nodes.getFirst())).isEqualTo(429);
    for (Cluster.Node node : cluster.nodes) {
      Await.until(
          "both know what was spent", () -> node.spent("b").pico() == PAID * TEN_TOKENS_PICO);
    }
    assertThat(postgres.number("select sum(spent_pico)::bigint from tollgate.lease"))
        .isEqualTo(PAID * TEN_TOKENS_PICO);
  }

  private int status(Cluster.Node node) {
    try {
      return cluster.tenTokens(node).status();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void row_30_while_the_store_is_away_budgets_are_kept_and_nothing_is_lost() throws Exception {
    postgres.stop();
    Tally tally = askFor(OUTAGE);
    checkFailingClosed("away", tally);
    postgres.startAgain();
    checkTheRest();
  }

  @Test
  void row_30_a_key_in_open_mode_goes_on_within_its_leases_and_no_further() throws Exception {
    proxy.set(StoreProxy.Mode.DOWN);
    Tally closed = askFor(Duration.ofMillis(600));
    put(true);
    for (Cluster.Node node : cluster.nodes) {
      node.reload();
    }
    Tally open = askFor(Duration.ofSeconds(2));
    System.out.printf(
        "store away: %d answered within what was announced, then %d more in open mode%n",
        closed.answered, open.answered);
    assertThat(closed.refused).isPositive();
    assertThat(open.answered).isGreaterThan(closed.answered);
    assertThat(open.refused).isPositive();
    proxy.set(StoreProxy.Mode.PASS);
    checkTheRest();
  }

  @Test
  void row_31_a_store_that_takes_half_a_minute_holds_nobody_up() throws Exception {
    proxy.set(StoreProxy.Mode.SLOW, Duration.ofSeconds(30));
    Tally tally = askFor(OUTAGE);
    checkFailingClosed("slow", tally);
    proxy.set(StoreProxy.Mode.DOWN);
    proxy.set(StoreProxy.Mode.PASS);
    checkTheRest();
  }

  @Test
  void row_32_what_was_committed_and_not_answered_is_neither_lost_nor_done_twice()
      throws Exception {
    proxy.set(StoreProxy.Mode.CUT_AFTER_COMMIT);
    int answered = 0;
    for (int i = 0; i < 30; i++) {
      answered += status(cluster.nodes.get(i % 2)) == 200 ? 1 : 0;
    }
    Await.until("something was cut", () -> proxy.cuts() > 0);
    assertThat(answered).isLessThanOrEqualTo(PAID);
    proxy.set(StoreProxy.Mode.PASS);
    checkTheRest();
  }

  @Test
  void row_33_a_store_that_is_restarted_under_load_costs_nobody_money() throws Exception {
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> clients = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Cluster.Node node = cluster.nodes.get(i % 2);
        clients.add(
            pool.submit(() -> {
              int answered = 0;
              for (int n = 0; n < 30; n++) {
                answered += status(node) == 200 ? 1 : 0;
              }
              return answered;
            }));
      }
      for (int restarts = 0; restarts < 2; restarts++) {
        postgres.stop();
        postgres.startAgain();
      }
      for (Future<Integer> client : clients) {
        assertThat(client.get(60, TimeUnit.SECONDS)).isPositive();
      }
    }
    checkTheRest();
  }
}
