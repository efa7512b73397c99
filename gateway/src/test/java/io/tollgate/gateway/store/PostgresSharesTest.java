package io.tollgate.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.budget.Scope;
import io.tollgate.gateway.limit.LimitKind;
import io.tollgate.gateway.limit.ShareStore;
import io.tollgate.gateway.limit.ShareStore.Report;
import io.tollgate.gateway.limit.ShareView;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Shares of rate limits in a real PostgreSQL. */
final class PostgresSharesTest {

  private static final Scope TEAM = Scope.parse("team:search");
  private static final ShareStore.Key REQUESTS = new ShareStore.Key("l", TEAM, LimitKind.REQUESTS);
  private static final ShareStore.Key CONCURRENT =
      new ShareStore.Key("l", TEAM, LimitKind.CONCURRENT);

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

  /** A node that runs. */
  private final class Node {
    private final NodeIdentity identity;
    private final PostgresLeases leases;
    private final PostgresShares shares;

    private Node(NodeIdentity identity) throws Exception {
      this.identity = identity;
      leases = new PostgresLeases(connections, identity, Duration.ofSeconds(15), nanos::get);
      leases.join();
      shares = new PostgresShares(connections, identity, leases);
    }

    private ShareView say(long held, long demand, long wanted) throws ShareStore.Unavailable {
      return shares
          .exchange(List.of(new Report(REQUESTS, 100, held, demand, 1, wanted)))
          .orElseThrow()
          .getFirst();
    }
  }

  private Node node(String name) throws Exception {
    return new Node(new NodeIdentity(UUID.randomUUID(), name));
  }

  private long mine(ShareView view) {
    return view.shares().stream()
        .filter(ShareStore.Share::own)
        .mapToLong(ShareStore.Share::share)
        .sum();
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = connections.open();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Test
  void a_node_gets_what_is_free_and_sees_what_others_ask_for() throws Exception {
    Node one = node("one");
    Node two = node("two");
    assertThat(mine(one.say(0, 0, 70))).isEqualTo(70);
    ShareView second = two.say(0, 60, 60);
    assertThat(mine(second)).isEqualTo(30);
    assertThat(second.nodes()).isEqualTo(2);
    ShareView first = one.say(20, 5, 20);
    assertThat(mine(first)).isEqualTo(20);
    assertThat(first.shares()).contains(new ShareStore.Share(false, 30, 60, 1));
    assertThat(mine(two.say(30, 60, 60))).isEqualTo(60);
  }

  @Test
  void what_is_said_twice_counts_once() throws Exception {
    Node one = node("one");
    assertThat(mine(one.say(0, 0, 70))).isEqualTo(70);
    // The answer was lost: the node still holds nothing, and what it was granted is free again.
    assertThat(mine(one.say(0, 0, 40))).isEqualTo(40);
    assertThat(mine(one.say(40, 0, 40))).isEqualTo(40);
    assertThat(number("select sum(share) from rate_share")).isEqualTo(40);
  }

  @Test
  void a_node_that_was_given_up_starts_again_from_what_it_is_granted() throws Exception {
    Node one = node("one");
    Node two = node("two");
    assertThat(mine(one.say(0, 0, 100))).isEqualTo(100);
    two.leases.beat(List.of());
    nanos.addAndGet(Duration.ofSeconds(6).toNanos());
    two.leases.beat(List.of());
    nanos.addAndGet(Duration.ofSeconds(6).toNanos());
    two.leases.beat(List.of());
    assertThat(mine(two.say(0, 100, 100))).isZero();
    nanos.addAndGet(Duration.ofSeconds(6).toNanos());
    two.leases.beat(List.of());
    assertThat(mine(two.say(0, 100, 80))).isEqualTo(80);
    assertThat(one.shares.exchange(List.of(new Report(REQUESTS, 100, 100, 0, 0, 100)))).isEmpty();
    one.leases.join();
    assertThat(mine(one.say(100, 0, 100))).isEqualTo(20);
  }

  @Test
  void who_leaves_or_begins_anew_has_nothing_any_more() throws Exception {
    Node one = node("one");
    Node two = node("two");
    assertThat(mine(one.say(0, 0, 60))).isEqualTo(60);
    assertThat(mine(two.say(0, 0, 40))).isEqualTo(40);
    Node again = new Node(one.identity);
    assertThat(one.shares.exchange(List.of(new Report(REQUESTS, 100, 60, 0, 0, 60)))).isEmpty();
    assertThat(mine(two.say(40, 90, 90))).isEqualTo(90);
    two.leases.leave();
    assertThat(mine(again.say(0, 100, 100))).isEqualTo(100);
  }

  @Test
  void a_node_hears_which_bounds_others_lack() throws Exception {
    Node one = node("one");
    Node two = node("two");
    one.say(0, 0, 100);
    List<Set<ShareStore.Key>> heard = new ArrayList<>();
    AtomicBoolean listens = new AtomicBoolean();
    try (StoreListener listener =
        new StoreListener(
            connections,
            notice -> {
              synchronized (heard) {
                heard.add(one.shares.heard(notice));
                heard.notifyAll();
              }
            },
            _ -> listens.set(true),
            Duration.ofSeconds(1))) {
      listener.start();
      long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      synchronized (heard) {
        while (heard.isEmpty() && System.nanoTime() < deadline) {
          if (listens.get()) {
            two.say(0, 50, 50);
          }
          heard.wait(50);
        }
        assertThat(heard).isNotEmpty().first().isEqualTo(Set.of(REQUESTS));
      }
    }
  }

  /** Each says what it holds, takes what it can, and gives back some: all at once. */
  @Test
  void nodes_that_grow_at_once_never_have_more_than_a_bound_together() throws Exception {
    long bound = 50;
    AtomicBoolean over = new AtomicBoolean();
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      nodes.add(node("node-" + i));
    }
    AtomicLong grown = new AtomicLong();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> ends = new ArrayList<>();
      for (Node node : nodes) {
        SplittableRandom random = new SplittableRandom(nodes.indexOf(node));
        ends.add(
            pool.submit(() -> {
              long[] held = {0, 0};
              for (int i = 0; i < 150; i++) {
                List<Report> reports = new ArrayList<>();
                for (int k = 0; k < 2; k++) {
                  held[k] = random.nextLong(held[k] + 1);
                  long wanted = held[k] + random.nextLong(bound - held[k] + 1);
                  reports.add(
                      new Report(
                          k == 0 ? REQUESTS : CONCURRENT, bound, held[k], wanted, 1, wanted));
                }
                if (random.nextBoolean()) {
                  reports = reports.reversed();
                }
                List<ShareView> views = node.shares.exchange(reports).orElseThrow();
                for (int k = 0; k < 2; k++) {
                  ShareView view = views.get(k);
                  int which = reports.get(k).key().equals(REQUESTS) ? 0 : 1;
                  long granted = mine(view);
                  grown.addAndGet(granted > held[which] ? 1 : 0);
                  held[which] = granted;
                  if (view.shares().stream().mapToLong(ShareStore.Share::share).sum() > bound) {
                    over.set(true);
                  }
                }
              }
              return null;
            }));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    }
    assertThat(over).as("more than the bound was seen").isFalse();
    assertThat(grown).hasValueGreaterThan(100);
    assertThat(
            number(
                "select max(s) from (select sum(share) as s from rate_share group by limit_id,"
                    + " scope, kind) t"))
        .isLessThanOrEqualTo(bound);
  }
}
