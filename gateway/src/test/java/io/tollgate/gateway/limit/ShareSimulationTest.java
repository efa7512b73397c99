package io.tollgate.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Random histories of nodes that share rate limits: requests come and end on any of them; the
 * network fails before and after the store has done what it was told; calls get lost; nodes are
 * killed, are given up and come back. After each step what nodes have been granted is within every
 * bound, and what they have admitted is no more than one node would have.
 */
final class ShareSimulationTest {

  private static final int HISTORIES = Integer.getInteger("tollgate.histories", 12_000);
  private static final int STEPS = 120;
  private static final LimitPath PATH = new LimitPath(List.of(LimitBooks.TEAM));

  private record Admitted(long atMs, long tokens) {}

  private record Running(Passage passage, long tokens) {}

  /** A node while it lives. */
  private final class Node {
    private final String name;
    private final List<Running> running = new ArrayList<>();
    private boolean alive;

    /** Others may have what it still uses: it does not know yet. */
    private boolean givenUp;

    private LimitBook book = new LimitBook();
    private MemoryShares.View store;
    private ShareDesk desk;

    private Node(String name) {
      this.name = name;
      this.store = shares.view(name);
      this.desk = new ShareDesk(book, store, () -> nowMs);
      start();
    }

    private void start() {
      shares.join(name, true);
      book = new LimitBook();
      book.share(() -> {});
      book.limits(List.of(limit), nowMs);
      store = shares.view(name);
      desk = new ShareDesk(book, store, () -> nowMs);
      alive = true;
      givenUp = false;
    }

    private void step() {
      if (alive) {
        int before = store.answers;
        desk.step(store.takeCalls());
        givenUp &= store.answers == before;
      }
    }

    private void kill() {
      alive = false;
      running.clear();
    }

    private boolean ask(long tokens) {
      if (book.enter(PATH, tokens, () -> nowMs, null)
          instanceof Admittance.Granted(Passage passage)) {
        running.add(new Running(passage, tokens));
        admitted.add(new Admitted(nowMs, tokens));
        return true;
      }
      refused++;
      return false;
    }

    private void end(Running request) {
      running.remove(request);
      request.passage().sent(1, "a/b");
      request.passage().billed(1, request.tokens());
      request.passage().close(() -> nowMs);
    }

    private long granted(LimitKind kind) {
      long[] sum = {0};
      book.shares(
          nowMs,
          (_, gauges) ->
              gauges.forEach(gauge ->
                  gauge.portions().stream()
                      .filter(portion -> portion.kind() == kind)
                      .forEach(portion -> sum[0] += portion.granted())));
      return sum[0];
    }
  }

  @BeforeAll
  static void quiet() {
    ((Logger) LoggerFactory.getLogger(ShareDesk.class)).setLevel(Level.OFF);
  }

  @AfterAll
  static void loud() {
    ((Logger) LoggerFactory.getLogger(ShareDesk.class)).setLevel(null);
  }

  private SplittableRandom random = new SplittableRandom(0);
  private MemoryShares shares = new MemoryShares(() -> 0);
  private RateLimit limit = LimitBooks.requests(LimitBooks.TEAM, 1);
  private final List<Node> nodes = new ArrayList<>();
  private final List<Admitted> admitted = new ArrayList<>();
  private boolean deaths;
  private long nowMs;
  private long refused;
  private long served;

  private void begin(long seed) {
    random = new SplittableRandom(seed);
    nowMs = 1_000_000 + random.nextLong(100_000);
    shares = new MemoryShares(() -> nowMs);
    deaths = random.nextBoolean();
    int kinds = 1 + random.nextInt(7);
    limit =
        new RateLimit(
            "l",
            LimitBooks.TEAM,
            (kinds & 1) == 0 ? 0 : 1 + random.nextLong(30),
            (kinds & 2) == 0 ? 0 : 1 + random.nextLong(300),
            (kinds & 4) == 0 ? 0 : 1 + random.nextLong(6),
            Duration.ZERO);
    admitted.clear();
    nodes.clear();
    int count = 2 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      nodes.add(new Node("node-" + i));
    }
  }

  private void step() {
    nowMs += random.nextLong(random.nextInt(6) == 0 ? 3_000 : 50);
    Node node = nodes.get(random.nextInt(nodes.size()));
    switch (random.nextInt(deaths ? 15 : 13)) {
      case 0, 1, 2, 3 -> {
        if (node.alive) {
          served += node.ask(random.nextLong(40)) ? 1 : 0;
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
                case 0 -> MemoryShares.Network.GOOD;
                case 1 -> MemoryShares.Network.CUT_BEFORE;
                default -> MemoryShares.Network.CUT_AFTER;
              };
      case 12 -> node.store.hears = random.nextBoolean();
      case 13 -> {
        if (!shares.isRunning(node.name)) {
          shares.join(node.name, false);
        } else {
          shares.expire(node.name);
          node.givenUp = true;
        }
      }
      default -> {
        if (random.nextInt(3) == 0) {
          if (node.alive) {
            node.kill();
          } else {
            node.start();
          }
        }
      }
    }
  }

  private void check() {
    for (LimitKind kind : LimitKind.values()) {
      long bound = limit.bound(kind);
      long all = 0;
      for (Node node : nodes) {
        all += node.alive && !node.givenUp ? node.granted(kind) : 0;
      }
      assertThat(all).as("shares of %s", kind).isLessThanOrEqualTo(bound);
      assertThat(shares.granted(new ShareStore.Key("l", LimitBooks.TEAM, kind)))
          .as("shares of %s in the store", kind)
          .isLessThanOrEqualTo(bound);
    }
    if (!deaths) {
      checkAdmitted();
    }
  }

  /** Of a bucket that is full at first, in any time that ends now. */
  private void checkAdmitted() {
    long running = nodes.stream().mapToLong(node -> node.running.size()).sum();
    if (limit.concurrent() > 0) {
      assertThat(running).as("running").isLessThanOrEqualTo(limit.concurrent());
    }
    long requests = 0;
    long tokens = 0;
    for (Admitted each : admitted.reversed()) {
      requests++;
      tokens += each.tokens();
      long forMs = 60_000 + nowMs - each.atMs();
      if (limit.requestsPerMinute() > 0) {
        assertThat(requests * 60_000)
            .as("requests in %d ms", nowMs - each.atMs())
            .isLessThanOrEqualTo(limit.requestsPerMinute() * forMs);
      }
      if (limit.tokensPerMinute() >= 40) {
        assertThat(tokens * 60_000)
            .as("tokens in %d ms", nowMs - each.atMs())
            .isLessThanOrEqualTo(limit.tokensPerMinute() * forMs);
      }
    }
  }

  /** Once everything works again all of every bound can be used, wherever it is asked for. */
  private void useAllOnOne() {
    for (Node node : nodes) {
      if (!node.alive) {
        node.start();
      }
      shares.join(node.name, false);
      node.store.network = MemoryShares.Network.GOOD;
      node.store.hears = true;
      List.copyOf(node.running).forEach(node::end);
    }
    // Long enough for debts of requests that were larger than what a minute has.
    pass(40, 200_000);
    Node node = nodes.get(random.nextInt(nodes.size()));
    long most = limit.tokensPerMinute();
    long count =
        Math.min(
            limit.requestsPerMinute() == 0 ? 40 : limit.requestsPerMinute(),
            limit.concurrent() == 0 ? 40 : limit.concurrent());
    long got = 0;
    // One large request first, which needs all tokens there are; then what comes for nothing.
    for (int i = 0; i < 60 && got < count; i++) {
      while (got < count && node.ask(got == 0 ? most : 0)) {
        got++;
      }
      pass(1, 100);
    }
    assertThat(got).as("of %d of %s on %s", count, limit, node.name).isEqualTo(count);
    if (limit.requestsPerMinute() == count) {
      assertThat(nodes.stream().filter(each -> each.ask(0)).count()).isLessThanOrEqualTo(count);
    }
  }

  private void pass(int times, long millis) {
    for (int i = 0; i < times; i++) {
      nowMs += millis;
      nodes.forEach(Node::step);
      nodes.forEach(Node::step);
      if (i % 10 == 0) {
        check();
      }
    }
  }

  @Test
  void whatever_fails_nodes_never_have_more_than_a_limit_together() {
    for (long seed = 1; seed <= HISTORIES; seed++) {
      try {
        begin(seed);
        for (int i = 0; i < STEPS; i++) {
          step();
          check();
        }
        useAllOnOne();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("history " + seed + ": " + e.getMessage(), e);
      }
    }
    // The histories are worth something only if these happen in them.
    assertThat(served).isGreaterThan(4L * HISTORIES);
    assertThat(refused).isGreaterThan(4L * HISTORIES);
  }
}
