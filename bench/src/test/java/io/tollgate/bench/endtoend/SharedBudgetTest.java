package io.tollgate.bench.endtoend;

import static io.tollgate.bench.endtoend.Cluster.TEN_TOKENS_PICO;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.budget.Budget;
import io.tollgate.gateway.budget.BudgetWindow;
import io.tollgate.gateway.budget.BudgetWindow.Every;
import io.tollgate.gateway.budget.Scope;
import io.tollgate.gateway.keys.Grants;
import io.tollgate.gateway.keys.KeyTerms;
import io.tollgate.gateway.keys.Unit;
import io.tollgate.gateway.keys.VirtualKey;
import io.tollgate.policies.money.Picodollars;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Budgets of three gateways that share a real PostgreSQL. */
final class SharedBudgetTest {

  private static final Scope ORGANIZATION = Scope.parse("organization:acme");
  private static final Scope TEAM = Scope.parse("team:search");
  private static final List<Unit> UNITS =
      List.of(
          new Unit(ORGANIZATION, "ACME", null, Grants.EVERYTHING),
          new Unit(TEAM, "Search", ORGANIZATION, Grants.EVERYTHING));

  /** Nodes tell each other twice in that time. */
  private static final Duration EXPIRY = Duration.ofSeconds(6);

  @TempDir private Path folder;
  private SharedPostgres postgres;
  private Cluster cluster;

  @BeforeEach
  void start() throws Exception {
    postgres = SharedPostgres.start(folder);
    cluster =
        Cluster.of(folder, 3, SharedPostgres.store(postgres.port(), EXPIRY), Cluster.instant());
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
    postgres.close();
  }

  private VirtualKey key() {
    return VirtualKey.of(
        cluster.rig.key(),
        "app",
        new KeyTerms(TEAM, null, Map.of(), Grants.EVERYTHING, null, false, null, null));
  }

  private Scope scope(String level) {
    return switch (level) {
      case "organization" -> ORGANIZATION;
      case "team" -> TEAM;
      default -> Scope.parse("key:" + cluster.key());
    };
  }

  private static Budget budget(String id, Scope scope, long pico) {
    return new Budget(
        id,
        scope,
        new Picodollars(pico),
        new BudgetWindow(Every.MONTH, ZoneOffset.UTC),
        Budget.ALERTS,
        true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"key", "team", "organization"})
  void row_34_of_a_thousand_requests_at_once_to_three_gateways_exactly_those_paid_for_are_sent(
      String level) throws Exception {
    int paid = 173;
    cluster.put(
        UNITS,
        key(),
        budget("tight", scope(level), paid * TEN_TOKENS_PICO + TEN_TOKENS_PICO - 1),
        budget("wide", Scope.EVERYTHING, 1_000 * TEN_TOKENS_PICO));
    cluster.start();
    int parallel = 1_000;
    List<Reply> replies = cluster.atOnce(parallel);
    assertThat(replies).extracting(Reply::status).containsOnly(200, 429);
    assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(paid);
    assertThat(cluster.billed()).isEqualTo(paid);
    for (Cluster.Node node : cluster.nodes) {
      Await.until(
          "all gateways know what was spent",
          () -> node.spent("tight").pico() == paid * TEN_TOKENS_PICO);
    }
  }

  @Test
  void row_35_gateways_that_take_turns_spend_a_budget_to_the_end_together() throws Exception {
    int paid = 40;
    cluster.put(UNITS, key(), budget("b", TEAM, paid * TEN_TOKENS_PICO));
    cluster.start();
    for (int i = 0; i < paid; i++) {
      assertThat(cluster.tenTokens(cluster.nodes.get(i * 7 % 3)).status()).isEqualTo(200);
    }
    for (Cluster.Node node : cluster.nodes) {
      assertThat(cluster.tenTokens(node).status()).isEqualTo(429);
    }
    // Seeding is idempotent: a restart neither forgets nor doubles anything.
    for (Cluster.Node node : cluster.nodes) {
      node.stop();
      node.start();
      assertThat(cluster.tenTokens(node).status()).isEqualTo(429);
      Await.until(
          "the restarted one knows", () -> node.spent("b").pico() == paid * TEN_TOKENS_PICO);
    }
    assertThat(
            postgres.number(
                "select max(s) from (select sum(lease_pico) as s from tollgate.lease group by"
                    + " window_id) t"))
        .isEqualTo(paid * TEN_TOKENS_PICO);
  }

  @Test
  void far_from_a_limit_a_thousand_requests_cost_less_than_one_answer_of_the_store()
      throws Exception {
    cluster.put(
        UNITS,
        key(),
        budget("key", scope("key"), 50_000_000 * TEN_TOKENS_PICO),
        budget("team", TEAM, 60_000_000 * TEN_TOKENS_PICO),
        budget("organization", ORGANIZATION, 70_000_000 * TEN_TOKENS_PICO));
    cluster.start();
    // How dear requests are is learnt first.
    ask(1_200);
    assertThat(sum("tollgate_lease_store_round_trips_total")).isPositive();
    long before = sum("tollgate_lease_store_round_trips_total");
    long beatsBefore = sum("tollgate_lease_store_beats_total");
    long began = System.nanoTime();
    int requests = Integer.getInteger("tollgate.requests", 6_000);
    ask(requests);
    long took = sum("tollgate_lease_store_round_trips_total") - before;
    double perThousand = 1_000.0 * took / requests;
    System.out.printf(
        "%d answers of the store for %d requests in %.1f s: %.2f per 1,000; %d signs of life%n",
        took,
        requests,
        (System.nanoTime() - began) / 1e9,
        perThousand,
        sum("tollgate_lease_store_beats_total") - beatsBefore);
    assertThat(perThousand).isLessThan(1);
  }

  private long sum(String metric) {
    long sum = 0;
    for (Cluster.Node node : cluster.nodes) {
      sum += (long) node.metric(metric);
    }
    return sum;
  }

  private void ask(int requests) throws Exception {
    int clients = 24;
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> futures = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        Cluster.Node node = cluster.nodes.get(i % 3);
        futures.add(
            pool.submit(() -> {
              int answered = 0;
              for (int n = 0; n < requests / clients; n++) {
                answered += cluster.tenTokens(node).status() == 200 ? 1 : 0;
              }
              return answered;
            }));
      }
      for (Future<Integer> future : futures) {
        assertThat(future.get()).isEqualTo(requests / clients);
      }
    }
  }

  @Test
  void a_limit_that_is_changed_holds_for_all_of_them() throws Exception {
    cluster.put(UNITS, key(), budget("b", TEAM, 1_000 * TEN_TOKENS_PICO));
    cluster.start();
    for (int i = 0; i < 30; i++) {
      assertThat(cluster.tenTokens(cluster.nodes.get(i % 3)).status()).isEqualTo(200);
    }
    for (int paid : List.of(50, 70)) {
      cluster.put(UNITS, key(), budget("b", TEAM, paid * TEN_TOKENS_PICO));
      for (Cluster.Node node : cluster.nodes) {
        node.reload();
        Await.until(
            "the limit is known",
            () ->
                Picodollars.ofDollars(node.budget("b").path("limit_usd").stringValue("")).pico()
                    == paid * TEN_TOKENS_PICO);
      }
      for (Cluster.Node node : cluster.nodes) {
        for (int i = 0; cluster.tenTokens(node).status() == 200; i++) {
          assertThat(i).isLessThan(paid);
        }
      }
      assertThat(cluster.billed()).isEqualTo(paid);
    }
  }
}
