package io.tollgate.bench.endtoend;

import static io.tollgate.bench.endtoend.Cluster.TEN_TOKENS_PICO;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.audit.LedgerPicture;
import io.tollgate.bench.provider.BillRecord;
import io.tollgate.bench.provider.SimulatedModel;
import io.tollgate.gateway.budget.Budget;
import io.tollgate.gateway.budget.BudgetWindow;
import io.tollgate.gateway.budget.Scope;
import io.tollgate.gateway.cli.Tollgate;
import io.tollgate.gateway.keys.VirtualKey;
import io.tollgate.gateway.ledger.AttemptRow;
import io.tollgate.gateway.ledger.LedgerVerifier;
import io.tollgate.policies.money.Picodollars;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of three gateways that share a budget is killed under load, and comes back. */
final class SharedBudgetKillTest {

  private static final Duration EXPIRY = Duration.ofSeconds(5);
  private static final int PAID = 900;
  private static final int BEFORE_THE_KILL = 250;
  private static final int CLIENTS = 24;

  @TempDir private Path folder;

  /** Clients that ask all gateways in turn until they are told to stop. */
  private static final class Load implements AutoCloseable {
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> clients = new ArrayList<>();

    private Load(Cluster cluster) {
      for (int i = 0; i < CLIENTS; i++) {
        int first = i;
        clients.add(
            pool.submit(() -> {
              for (int n = first; !over.get(); n++) {
                ask(cluster, cluster.nodes.get(n % cluster.nodes.size()));
              }
            }));
      }
    }

    private void ask(Cluster cluster, Cluster.Node node) {
      try {
        int status = cluster.tenTokens(node).status();
        answered.addAndGet(status == 200 ? 1 : 0);
        refused.addAndGet(status == 429 ? 1 : 0);
      } catch (IOException e) {
        // That one is dead.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() throws Exception {
      over.set(true);
      for (Future<?> client : clients) {
        client.get();
      }
      pool.close();
    }
  }

  @Test
  void a_killed_gateway_takes_no_money_with_it_and_loses_none() throws Exception {
    try (SharedPostgres postgres = SharedPostgres.start(folder);
        Cluster cluster =
            Cluster.of(
                folder,
                3,
                SharedPostgres.store(postgres.port(), EXPIRY),
                SimulatedModel.instant("rate").paced(Duration.ofMillis(20), 100))) {
      cluster.put(
          List.of(),
          VirtualKey.of(cluster.rig.key(), "app"),
          new Budget(
              "b",
              Scope.parse("key:" + cluster.key()),
              new Picodollars(PAID * TEN_TOKENS_PICO),
              BudgetWindow.TOTAL,
              Budget.ALERTS,
              true));
      for (Cluster.Node node : cluster.nodes) {
        node.startProcess();
      }
      Cluster.Node victim = cluster.nodes.getFirst();
      try (Load load = new Load(cluster)) {
        Await.until(
            "enough was answered",
            Duration.ofSeconds(60),
            load.answered::get,
            n -> n >= BEFORE_THE_KILL);
        victim.kill();
        long killed = System.nanoTime();
        Await.until(
            "what the dead one had not announced is taken back",
            EXPIRY.plusSeconds(20),
            () -> postgres.number("select count(*) from tollgate.node where state = 'gone'"),
            gone -> gone == 1);
        System.out.printf(
            "leases of the dead node came back after %.1f s, in doubt: %d of %d requests' worth%n",
            (System.nanoTime() - killed) / 1e9, inDoubt(postgres) / TEN_TOKENS_PICO, PAID);
        Await.until(
            "the others spend what there is, but for what is in doubt",
            Duration.ofSeconds(60),
            () -> postgres.number(SPENT) + inDoubt(postgres),
            all -> all > (PAID - 1) * TEN_TOKENS_PICO);
        Await.until("then all are refused", () -> load.refused.get() > 0);
        assertThat(cluster.billed()).isLessThanOrEqualTo(PAID);
      }
      assertThat(status(cluster.nodes.getLast(), 1)).contains("node-1", "gone", "cluster forget");
      long before = postgres.number(SPENT);
      long doubtful = inDoubt(postgres);
      victim.startProcess();
      Await.until("nothing is in doubt any more", () -> inDoubt(postgres) == 0);
      assertThat(postgres.number(SPENT)).isBetween(before, before + doubtful);
      for (Cluster.Node node : cluster.nodes) {
        int status = 200;
        while (status == 200) {
          status = cluster.tenTokens(node).status();
        }
        assertThat(status).isEqualTo(429);
      }
      assertThat(status(cluster.nodes.getLast(), 0)).contains("running").doesNotContain("gone");
      for (Cluster.Node node : cluster.nodes) {
        node.stop();
      }
      check(cluster, postgres.number(SPENT));
    }
  }

  /** What {@code tollgate cluster status} says. */
  private static String status(Cluster.Node node, int exitCode) {
    StringWriter out = new StringWriter();
    assertThat(
            Tollgate.commandLine()
                .setOut(new PrintWriter(out, true))
                .execute("cluster", "status", "--config", node.files.config().toString()))
        .isEqualTo(exitCode);
    return out.toString();
  }

  private static final String SPENT = "select sum(spent_pico)::bigint from tollgate.lease";

  /** What the dead node may have spent without having said so. */
  private static long inDoubt(SharedPostgres postgres) {
    return postgres.number(
        "select coalesce(sum(lease_pico - spent_pico), 0)::bigint from tollgate.lease join"
            + " tollgate.node on id = node_id where state = 'gone'");
  }

  /** Budget, ledgers and provider know of the same money. */
  private static void check(Cluster cluster, long spentPico) throws Exception {
    long booked = 0;
    Set<String> known = new HashSet<>();
    for (Cluster.Node node : cluster.nodes) {
      assertThat(LedgerVerifier.verify(node.ledger(), (_, _) -> {}).isSound()).isTrue();
      for (AttemptRow row : LedgerPicture.of(node.ledger()).attempts()) {
        booked += Stage.amount(row).pico();
        known.add(row.request() + "-" + row.attempt());
      }
    }
    assertThat(booked).isEqualTo(spentPico);
    assertThat(booked).isBetween((PAID - 1) * TEN_TOKENS_PICO + 1, PAID * TEN_TOKENS_PICO);
    assertThat(cluster.rig.provider("flat").billLog().records())
        .as("requests that the provider may bill")
        .hasSizeLessThanOrEqualTo(PAID)
        .extracting(BillRecord::clientRequestId)
        .isSubsetOf(known);
  }
}
