package io.tollgate.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tollgate.gateway.budget.AccountWindow;
import io.tollgate.gateway.budget.BudgetWindow;
import io.tollgate.gateway.budget.BudgetWindow.Every;
import io.tollgate.gateway.budget.Escrow;
import io.tollgate.gateway.budget.LeaseAsk;
import io.tollgate.gateway.budget.LeaseReport;
import io.tollgate.gateway.budget.LeaseState;
import io.tollgate.gateway.budget.LeaseStore;
import io.tollgate.gateway.budget.LeaseStore.News;
import io.tollgate.gateway.budget.Scope;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Leases in a real PostgreSQL. */
final class PostgresLeasesTest {

  private static final BudgetWindow MONTHLY =
      new BudgetWindow(Every.MONTH, ZoneId.of("Europe/Berlin"));
  private static final long LIMIT = 1_000;
  private static final Duration EXPIRY = Duration.ofSeconds(15);

  private final AccountWindow window = window("team:search");
  private final AtomicLong nanos = new AtomicLong(1);
  private StoreConnections connections;

  @BeforeEach
  void start() throws Exception {
    connections = new StoreConnections(Postgres.database());
  }

  @AfterEach
  void stop() {
    connections.close();
  }

  private static AccountWindow window(String account) {
    return new AccountWindow(Scope.parse(account), MONTHLY, MONTHLY.around(Instant.now()));
  }

  private PostgresLeases node(String name) throws LeaseStore.Unavailable {
    PostgresLeases node = node(new NodeIdentity(UUID.randomUUID(), name));
    node.join();
    return node;
  }

  private PostgresLeases node(NodeIdentity identity) {
    return new PostgresLeases(connections, identity, EXPIRY, nanos::get);
  }

  private LeaseAsk ask(long spent, long exposure, long needed, long growth) {
    return ask(window, spent, exposure, needed, growth);
  }

  private static LeaseAsk ask(
      AccountWindow window, long spent, long exposure, long needed, long growth) {
    return new LeaseAsk(window, LIMIT, spent, exposure, needed, needed, growth, 0, false);
  }

  private LeaseReport report(long spent, long exposure, boolean surrenders) {
    return new LeaseReport(window, spent, exposure, exposure, surrenders, 0);
  }

  private static LeaseState only(List<LeaseState> states) {
    assertThat(states).hasSize(1);
    return states.getFirst();
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = connections.open();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = connections.open();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void a_node_gets_what_it_needs_and_some_more_and_others_know_of_it() throws Exception {
    PostgresLeases one = node("one");
    PostgresLeases two = node("two");
    LeaseState first = only(one.negotiate(List.of(ask(10, 30, 20, 50))));
    // Leased four times the growth, announced a fiftieth of what is left.
    assertThat(first).isEqualTo(new LeaseState(250, 69, 0, 0, 0, false));
    LeaseState second = only(two.negotiate(List.of(ask(0, 0, 700, 1))));
    assertThat(second.leasePico()).isBetween(700L, 750L);
    assertThat(second.othersSpentPico()).isEqualTo(10);
    assertThat(second.othersHeldPico()).isEqualTo(20);
  }

  @Test
  void what_is_not_there_is_recalled_and_once_all_have_answered_there_is_no_more()
      throws Exception {
    PostgresLeases one = node("one");
    PostgresLeases two = node("two");
    one.negotiate(List.of(ask(0, 100, 0, 1_000)));
    LeaseState waits = only(two.negotiate(List.of(ask(0, 0, 800, 1))));
    assertThat(waits.exhausted()).isFalse();
    assertThat(waits.recall()).isEqualTo(1);
    List<News> news = one.beat(List.of());
    assertThat(news).extracting(News::recall).containsExactly(1L);
    one.report(List.of(new LeaseReport(window, 0, 100, 100, true, 1)));
    LeaseAsk again = new LeaseAsk(window, LIMIT, 0, 0, 800, 800, 1, 1, false);
    assertThat(only(two.negotiate(List.of(again))).leasePico()).isBetween(800L, 900L);
    LeaseAsk more = new LeaseAsk(window, LIMIT, 0, 800, 200, 200, 1, 1, false);
    LeaseState all = only(two.negotiate(List.of(more)));
    assertThat(all.exhausted()).isTrue();
    assertThat(all.leasePico()).isEqualTo(900);
  }

  @Test
  void what_a_report_does_in_the_store_is_what_escrow_says() throws Exception {
    PostgresLeases one = node("one");
    SplittableRandom random = new SplittableRandom(5);
    only(one.negotiate(List.of(ask(0, 0, 100, 100))));
    LeaseState before = only(one.report(List.of(report(0, 0, false))));
    Escrow.Share model = new Escrow.Share(0, before.announcedPico(), before.leasePico(), 0);
    for (int i = 0; i < 300; i++) {
      long spent = random.nextLong(400);
      LeaseReport said =
          new LeaseReport(
              window,
              spent,
              spent + random.nextLong(200),
              random.nextLong(900),
              random.nextInt(5) == 0,
              random.nextLong(3));
      if (random.nextInt(6) == 0) {
        LeaseAsk wish = ask(spent, said.exposurePico(), random.nextLong(100), random.nextLong(300));
        Escrow.Outcome outcome = Escrow.share(wish, model, List.of(), 1);
        LeaseState state = only(one.negotiate(List.of(wish)));
        model =
            new Escrow.Share(spent, outcome.announcedPico(), outcome.leasePico(), model.answered());
        assertThat(state.leasePico()).isEqualTo(model.leasePico());
      }
      model = Escrow.reported(said, model);
      LeaseState state = only(one.report(List.of(said)));
      assertThat(state.leasePico()).as("lease after %s", said).isEqualTo(model.leasePico());
      assertThat(state.announcedPico()).as("of %s", said).isEqualTo(model.announcedPico());
    }
  }

  @Test
  void nodes_that_ask_at_the_same_time_never_have_more_than_there_is() throws Exception {
    List<AccountWindow> all = List.of(window("team:a"), window("team:b"), window("team:c"));
    List<PostgresLeases> nodes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      nodes.add(node("node-" + i));
    }
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> futures = new ArrayList<>();
      for (int i = 0; i < nodes.size(); i++) {
        PostgresLeases node = nodes.get(i);
        SplittableRandom random = new SplittableRandom(i);
        futures.add(
            pool.submit(() -> {
              int done = 0;
              for (int n = 0; n < 60; n++) {
                // In any order: the store takes care of deadlocks.
                List<LeaseAsk> asks = new ArrayList<>();
                for (int first = random.nextInt(3), k = 0; k < 3; k++) {
                  asks.add(ask(all.get((first + k) % 3), 0, 0, random.nextLong(300), 50));
                }
                done += node.negotiate(asks).size();
                if (random.nextInt(3) == 0) {
                  node.report(List.of(new LeaseReport(asks.getFirst().window(), 0, 0, 0, true, 0)));
                }
                assertThat(
                        number(
                            "select max(s) from (select sum(lease_pico) as s from lease group by"
                                + " window_id) as sums"))
                    .isLessThanOrEqualTo(LIMIT);
              }
              return done;
            }));
      }
      for (Future<Integer> future : futures) {
        assertThat(future.get()).isEqualTo(180);
      }
    }
  }

  @Test
  void nodes_that_learn_of_the_same_windows_in_different_orders_do_not_get_in_each_others_way()
      throws Exception {
    List<LeaseReport> reports = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      reports.add(new LeaseReport(window("team:t" + i), 0, 0, 0, false, 0));
    }
    PostgresLeases one = node("one");
    PostgresLeases two = node("two");
    long before = one.roundTrips();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> first = pool.submit(() -> one.report(reports));
      Future<?> second = pool.submit(() -> two.report(reports.reversed()));
      first.get();
      second.get();
    }
    // Two batches, a number for each window, a commit, the report: nothing was done again.
    assertThat(one.roundTrips() - before).isEqualTo(204);
    assertThat(two.roundTrips() - before).isEqualTo(204);
  }

  @Test
  void a_window_that_could_not_be_registered_is_registered_the_next_time() throws Exception {
    PostgresLeases one = node("one");
    execute("alter table lease rename to elsewhere");
    assertThatThrownBy(() -> one.negotiate(List.of(ask(0, 0, 100, 10))))
        .isInstanceOf(LeaseStore.Unavailable.class);
    execute("alter table elsewhere rename to lease");
    assertThat(only(one.negotiate(List.of(ask(0, 0, 100, 10)))).leasePico()).isPositive();
  }

  @Test
  void what_a_node_has_not_announced_is_taken_back_when_it_gives_no_sign_of_life()
      throws Exception {
    PostgresLeases one = node("one");
    PostgresLeases two = node("two");
    LeaseState lease = only(one.negotiate(List.of(ask(0, 0, 100, 1_000))));
    assertThat(lease.leasePico()).isGreaterThan(lease.announcedPico());
    long step = EXPIRY.dividedBy(3).toNanos();
    for (int i = 0; i < 4; i++) {
      two.beat(List.of());
      nanos.addAndGet(step);
    }
    assertThat(number("select count(*) from node where state = 'gone'")).isZero();
    two.beat(List.of());
    assertThat(number("select count(*) from node where state = 'gone'")).isEqualTo(1);
    assertThat(number("select sum(lease_pico) from lease")).isEqualTo(lease.announcedPico());
    // It is not dead: it learns of it, and what it spent counts.
    assertThatThrownBy(() -> one.beat(List.of()))
        .isInstanceOf(LeaseStore.Unavailable.class)
        .hasMessageContaining("others have given this node up");
    assertThat(one.join()).containsExactly(window);
    LeaseState after = only(one.report(List.of(report(90, 95, true))));
    assertThat(after.leasePico()).isEqualTo(95);
  }

  @Test
  void who_could_not_look_for_a_while_gives_nobody_up() throws Exception {
    node("one");
    PostgresLeases two = node("two");
    two.beat(List.of());
    for (int i = 0; i < 10; i++) {
      nanos.addAndGet(EXPIRY.toNanos());
      two.beat(List.of());
    }
    assertThat(number("select count(*) from node where state = 'gone'")).isZero();
  }

  @Test
  void a_copy_of_a_node_takes_over_and_the_other_spends_nothing_more() throws Exception {
    NodeIdentity identity = new NodeIdentity(UUID.randomUUID(), "one");
    PostgresLeases one = node(identity);
    one.join();
    one.negotiate(List.of(ask(0, 0, 100, 10)));
    PostgresLeases copy = node(identity);
    assertThat(copy.join()).containsExactly(window);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> one.negotiate(List.of(ask(0, 0, 200, 10))))
          .hasMessageContaining("has started with the identity of one");
      assertThatThrownBy(one::join).hasMessageContaining("delete node-id");
    }
    assertThat(copy.negotiate(List.of(ask(0, 0, 200, 10)))).hasSize(1);
  }

  @Test
  void status_tells_what_is_in_doubt_until_the_node_is_forgotten() throws Exception {
    PostgresLeases one = node("one");
    PostgresLeases two = node("two");
    LeaseState lease = only(one.negotiate(List.of(ask(20, 50, 100, 1_000))));
    long step = EXPIRY.dividedBy(3).toNanos();
    for (int i = 0; i < 5; i++) {
      two.beat(List.of());
      nanos.addAndGet(step);
    }
    ClusterStatus status = ClusterStatus.read(connections);
    assertThat(status.nodes())
        .extracting(ClusterStatus.Node::name, ClusterStatus.Node::state)
        .containsExactly(tuple("two", "running"), tuple("one", "gone"));
    ClusterStatus.Window only = status.windows().getFirst();
    assertThat(only.spent()).isEqualTo(20);
    assertThat(only.held()).isEqualTo(30);
    assertThat(only.doubtful()).isEqualTo(lease.announcedPico() - 50);
    assertThatThrownBy(() -> ClusterStatus.forget(connections, "two"))
        .hasMessageContaining("stop it first");
    ClusterStatus.forget(connections, "one");
    assertThat(ClusterStatus.read(connections).windows().getFirst().doubtful()).isZero();
    assertThatThrownBy(() -> ClusterStatus.forget(connections, "one"))
        .hasMessageContaining("no node one is missing");
  }
}
