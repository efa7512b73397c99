package io.tollgate.gateway.budget;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.tollgate.gateway.budget.BudgetBook.Admittance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Random histories of nodes that share budgets: requests come, are billed and end on any of them;
 * the network fails before and after the store has done what it was told; news get lost; nodes are
 * killed, are given up and come back with what their journals say. After each step all that was
 * spent or is held anywhere is within every budget.
 */
final class LeaseSimulationTest {

  private static final int HISTORIES = Integer.getInteger("tollgate.histories", 25_000);
  private static final int STEPS = 120;
  private static final Duration OPEN_FOR = Duration.ofMillis(200);
  private static final List<Scope> SCOPES =
      List.of(Books.ORGANIZATION, Scope.parse("key:k0"), Scope.parse("key:k1"));

  /** A request as the world knows it. */
  private record Running(Reservation reservation, List<Scope> path, long hold) {}

  /** A node: what it is while it lives, and its journal. */
  private final class Node {
    private final String name;
    private final Map<Scope, Long> journal = new HashMap<>();
    private final List<Running> running = new ArrayList<>();
    private final LeaseMail mail = new LeaseMail();
    private boolean alive;

    @SuppressWarnings("NullAway.Init")
    private LeaseContact contact;

    private BudgetBook book;
    private LeaseDesk desk;
    private MemoryLeases.View store;

    private Node(String name) {
      this.name = name;
      start();
    }

    private void start() {
      mail.take();
      contact = new LeaseContact(() -> nanos, OPEN_FOR);
      book = new BudgetBook(event -> {}, contact);
      contact.onWanted(mail::want);
      List<Budget> budgets = new ArrayList<>();
      limits.forEach((scope, limit) -> budgets.add(Books.daily(scope, limit)));
      for (BudgetBook.Opening opening : book.budgets(budgets, Books.NOON)) {
        book.opened(opening, journal.getOrDefault(Scope.parse(opening.account()), 0L), 1);
      }
      store = leases.view(name, listener(mail));
      desk =
          new LeaseDesk(
              book,
              contact,
              store,
              () -> Instant.ofEpochMilli(Books.NOON),
              () -> nanos,
              Duration.ofSeconds(3));
      alive = true;
    }

    private static LeaseStore.Listener listener(LeaseMail mail) {
      return new LeaseStore.Listener() {
        @Override
        public void recalled(AccountWindow window, long recall) {
          mail.recalled(window, recall);
        }

        @Override
        public void freed(AccountWindow window) {
          mail.freed(window);
        }
      };
    }

    private void step() {
      if (alive) {
        desk.step(mail.take());
      }
    }

    /** Its requests may have been billed all that was held for them, or less. */
    private void kill() {
      alive = false;
      for (Running request : running) {
        book(request.path(), random.nextLong(request.hold() + 1));
      }
      running.clear();
    }

    private void book(List<Scope> path, long pico) {
      path.forEach(scope -> journal.merge(scope, pico, Long::sum));
    }

    private long exposure(Scope scope) {
      return journal.getOrDefault(scope, 0L)
          + running.stream()
              .filter(request -> request.path().contains(scope))
              .mapToLong(Running::hold)
              .sum();
    }

    /** Whether it was admitted. */
    private boolean ask(List<Scope> path, long pico) {
      AccountPath accounts = book.path(path, openMode && random.nextBoolean());
      switch (book.reserve(accounts, Hold.exactly(pico), Books.NOON)) {
        case Admittance.Granted(Reservation reservation) -> {
          running.add(new Running(reservation, path, pico));
          return true;
        }
        case Admittance.Lacking(LeaseShortage shortage, BudgetReading _) ->
            mail.wait(new LeaseWait(shortage, _ -> {}));
        case Admittance.Refused _ -> refusals++;
      }
      return false;
    }

    private void end(Running request) {
      running.remove(request);
      long pico = random.nextLong(request.hold() + 1);
      request.reservation().charge(Books.pico(pico), 1);
      request.reservation().close();
      book(request.path(), pico);
    }
  }

  @BeforeAll
  static void quiet() {
    ((Logger) LoggerFactory.getLogger(LeaseDesk.class)).setLevel(Level.OFF);
  }

  @AfterAll
  static void loud() {
    ((Logger) LoggerFactory.getLogger(LeaseDesk.class)).setLevel(null);
  }

  private SplittableRandom random = new SplittableRandom(0);
  private final Map<Scope, Long> limits = new LinkedHashMap<>();
  private MemoryLeases leases = new MemoryLeases();
  private final List<Node> nodes = new ArrayList<>();
  private boolean openMode;
  private long nanos;
  private long refusals;
  private long admitted;

  private void begin(long seed) {
    random = new SplittableRandom(seed);
    leases = new MemoryLeases();
    nanos = 1;
    openMode = random.nextBoolean();
    limits.clear();
    nodes.clear();
    for (Scope scope : SCOPES) {
      limits.put(scope, 50 + random.nextLong(random.nextBoolean() ? 100 : 5_000));
    }
    int count = 2 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      nodes.add(new Node("node-" + i));
    }
  }

  private List<Scope> path() {
    return List.of(Books.ORGANIZATION, SCOPES.get(1 + random.nextInt(2)));
  }

  private void step(boolean faults) {
    nanos += random.nextLong(random.nextInt(10) == 0 ? 600_000_000L : 5_000_000L);
    Node node = nodes.get(random.nextInt(nodes.size()));
    switch (random.nextInt(faults ? 14 : 10)) {
      case 0, 1, 2, 3 -> {
        if (node.alive) {
          admitted += node.ask(path(), 1 + random.nextLong(30)) ? 1 : 0;
        }
      }
      case 4, 5 -> {
        if (!node.running.isEmpty()) {
          node.end(node.running.get(random.nextInt(node.running.size())));
        }
      }
      case 6, 7, 8, 9 -> node.step();
      case 10, 11 ->
          node.store.network =
              switch (random.nextInt(3)) {
                case 0 -> MemoryLeases.Network.GOOD;
                case 1 -> MemoryLeases.Network.CUT_BEFORE;
                default -> MemoryLeases.Network.CUT_AFTER;
              };
      case 12 -> node.store.hears = random.nextBoolean();
      default -> {
        if (random.nextInt(3) == 0) {
          // A node that is away for longer may have spent more in open mode: its stated risk.
          if (!openMode) {
            leases.expire(node.name);
          }
        } else if (node.alive) {
          node.kill();
        } else {
          node.start();
        }
      }
    }
  }

  private void check() {
    for (Scope scope : SCOPES) {
      long all = nodes.stream().mapToLong(node -> node.exposure(scope)).sum();
      assertThat(all).as("spent and held of %s", scope).isLessThanOrEqualTo(limits.get(scope));
      assertThat(leases.leased(scope))
          .as("leased of %s", scope)
          .isBetween(all, Long.MAX_VALUE)
          .isLessThanOrEqualTo(limits.get(scope));
    }
  }

  /** Once everything works again, what is left of every budget can be spent, wherever one asks. */
  private void spendTheRest() {
    for (Node node : nodes) {
      if (!node.alive) {
        node.start();
      }
      node.store.network = MemoryLeases.Network.GOOD;
      node.store.hears = true;
      List.copyOf(node.running).forEach(node::end);
    }
    settle();
    Scope key = SCOPES.get(1 + random.nextInt(2));
    List<Scope> path = List.of(Books.ORGANIZATION, key);
    Node node = nodes.get(random.nextInt(nodes.size()));
    long left = Math.min(left(Books.ORGANIZATION), left(key));
    boolean served = left == 0;
    for (int i = 0; i < 5 && !served; i++) {
      served = node.ask(path, left);
      settle();
      check();
    }
    assertThat(served).as("the last %d of %s on %s", left, path, node.name).isTrue();
    assertThat(node.ask(path, 1)).as("more than there is").isFalse();
  }

  private long left(Scope scope) {
    return limits.getOrDefault(scope, 0L)
        - nodes.stream().mapToLong(node -> node.exposure(scope)).sum();
  }

  private void settle() {
    for (int i = 0; i < 4; i++) {
      nanos += 300_000_000L;
      nodes.forEach(Node::step);
      nodes.forEach(Node::step);
    }
  }

  @Test
  void whatever_fails_nodes_never_spend_more_than_a_budget_together() {
    for (long seed = 1; seed <= HISTORIES; seed++) {
      try {
        begin(seed);
        for (int i = 0; i < STEPS; i++) {
          step(true);
          check();
        }
        spendTheRest();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("history " + seed + ": " + e.getMessage(), e);
      }
    }
    // The histories are worth something only if these happen in them.
    assertThat(admitted).isGreaterThan(3L * HISTORIES);
    assertThat(refusals).isGreaterThan(HISTORIES / 20);
  }
}
