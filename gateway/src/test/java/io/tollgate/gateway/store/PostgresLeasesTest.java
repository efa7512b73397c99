package io.tollgate.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.budget.AccountWindow;
import io.tollgate.gateway.budget.BudgetWindow;
import io.tollgate.gateway.budget.BudgetWindow.Every;
import io.tollgate.gateway.budget.LeaseAsk;
import io.tollgate.gateway.budget.LeaseState;
import io.tollgate.gateway.budget.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Leases in a real PostgreSQL. */
final class PostgresLeasesTest {

  private static final BudgetWindow MONTHLY =
      new BudgetWindow(Every.MONTH, ZoneId.of("Europe/Berlin"));

  private final AccountWindow window =
      new AccountWindow(Scope.parse("team:search"), MONTHLY, MONTHLY.around(Instant.now()));
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

  private PostgresLeases node(String name) {
    return node(new NodeIdentity(UUID.randomUUID(), name));
  }

  private PostgresLeases node(NodeIdentity identity) {
    return new PostgresLeases(connections, identity, Duration.ofSeconds(15), nanos::get);
  }

  private LeaseAsk ask(long spent, long exposure, long needed, long growth) {
    return new LeaseAsk(window, 1_000, spent, exposure, needed, needed, growth, 0, false);
  }

  private static LeaseState only(List<LeaseState> states) {
    assertThat(states).hasSize(1);
    return states.getFirst();
  }

  @Test
  void a_node_gets_what_it_needs_and_some_more_and_others_know_of_it() throws Exception {
    PostgresLeases one = node("one");
    PostgresLeases two = node("two");
    assertThat(one.join()).isEmpty();
    assertThat(two.join()).isEmpty();
    LeaseState first = only(one.negotiate(List.of(ask(10, 30, 20, 50))));
    // A quarter of what is left, or four times the growth.
    assertThat(first).isEqualTo(new LeaseState(250, 100, 0, 0, 0, false));
    LeaseState second = only(two.negotiate(List.of(ask(0, 0, 700, 1))));
    assertThat(second.leasePico()).isBetween(700L, 750L);
    assertThat(second.othersSpentPico()).isEqualTo(10);
    assertThat(second.othersHeldPico()).isEqualTo(20);
  }
}
