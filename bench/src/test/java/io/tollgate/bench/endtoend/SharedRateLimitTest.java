package io.tollgate.bench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.provider.BillRecord;
import io.tollgate.bench.provider.SimulatedModel;
import io.tollgate.gateway.budget.Scope;
import io.tollgate.gateway.config.KeyFile;
import io.tollgate.gateway.keys.Directory;
import io.tollgate.gateway.keys.Grants;
import io.tollgate.gateway.keys.KeyTerms;
import io.tollgate.gateway.keys.Unit;
import io.tollgate.gateway.keys.VirtualKey;
import io.tollgate.gateway.limit.RateLimit;
import io.tollgate.gateway.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rate limits of three gateways that share a real PostgreSQL. */
final class SharedRateLimitTest {

  private static final Scope TEAM = Scope.parse("team:search");
  private static final Scope ORGANIZATION = Scope.parse("organization:acme");
  private static final List<Unit> UNITS =
      List.of(
          new Unit(ORGANIZATION, "ACME", null, Grants.EVERYTHING),
          new Unit(TEAM, "Search", ORGANIZATION, Grants.EVERYTHING));

  /** Of an answer of ten tokens. */
  private static final Duration HELD = Duration.ofMillis(500);

  /** The provider writes down that an answer has ended a little after it has been read. */
  private static final Duration MARGIN = Duration.ofMillis(50);

  @TempDir private Path folder;
  private SharedPostgres postgres;

  @BeforeEach
  void start() throws Exception {
    postgres = SharedPostgres.start(folder);
  }

  @AfterEach
  void stop() {
    postgres.close();
  }

  private Cluster cluster(SimulatedModel behaviour, RateLimit limit) throws Exception {
    Cluster cluster =
        Cluster.of(
            folder, 3, SharedPostgres.store(postgres.port(), StoreSettings.EXPIRY), behaviour);
    VirtualKey key =
        VirtualKey.of(
            cluster.rig.key(),
            "app",
            new KeyTerms(TEAM, null, Map.of(), Grants.EVERYTHING, null, false, null, null));
    for (Cluster.Node node : cluster.nodes) {
      KeyFile.write(
          node.files.folder().resolve("keys.yaml"),
          Directory.of(UNITS, List.of(key), List.of(), List.of(limit)));
    }
    return cluster;
  }

  private static RateLimit requests(long perMinute) {
    return new RateLimit("rate", TEAM, perMinute, 0, 0, Duration.ZERO);
  }

  private static RateLimit concurrent(long count) {
    return new RateLimit("places", TEAM, 0, 0, count, Duration.ZERO);
  }

  private void awaitSpread(long each) {
    Await.until(
        "all gateways have an equal share",
        () ->
            postgres.number("select count(*) from tollgate.rate_share where share >= " + each)
                == 3);
  }

  @Test
  void of_requests_at_once_to_three_gateways_as_many_are_answered_as_the_limit_has()
      throws Exception {
    long limit = 100;
    try (Cluster cluster = cluster(Cluster.instant(), requests(limit))) {
      cluster.start();
      awaitSpread(33);
      int parallel = 400;
      long before = System.nanoTime();
      List<Reply> replies = cluster.atOnce(parallel);
      long refilled = Duration.ofNanos(System.nanoTime() - before).toMillis() * limit / 60_000 + 1;
      long answered = replies.stream().filter(reply -> reply.status() == 200).count();
      assertThat(replies).extracting(Reply::status).containsOnly(200, 429);
      assertThat(answered).isBetween(limit, limit + refilled);
      assertThat(cluster.billed()).isEqualTo((int) answered);
    }
  }

  @Test
  void a_gateway_that_alone_is_asked_gets_all_of_the_limit_within_seconds() throws Exception {
    long limit = 100;
    try (Cluster cluster = cluster(Cluster.instant(), requests(limit))) {
      cluster.start();
      awaitSpread(33);
      Cluster.Node busy = cluster.nodes.get(1);
      Reply first = cluster.tenTokens(busy);
      assertThat(first.header("x-ratelimit-limit-requests")).isEqualTo("100");
      assertThat(Long.parseLong(first.header("x-ratelimit-remaining-requests"))).isLessThan(40);
      long before = System.nanoTime();
      long[] answered = {1};
      Await.until(
          "all of the limit is used by one",
          () -> {
            answered[0] += answers(cluster, busy);
            return answered[0] >= limit;
          });
      Duration took = Duration.ofNanos(System.nanoTime() - before);
      assertThat(took).isLessThan(Await.PATIENCE.multipliedBy(2));
      assertThat(answered[0]).isLessThanOrEqualTo(limit + took.toMillis() * limit / 60_000 + 2);
      // The others have nothing of it any more, but what comes back in a minute.
      assertThat(answers(cluster, cluster.nodes.get(0)) + answers(cluster, cluster.nodes.get(2)))
          .isLessThanOrEqualTo(2);
      // With nothing that is asked for nothing is exchanged.
      Await.until(
          "what was asked for is forgotten",
          () -> postgres.number("select sum(demand) from tollgate.rate_share") == 0);
    }
  }

  private static int answers(Cluster cluster, Cluster.Node node) {
    try {
      return cluster.tenTokens(node).status() == 200 ? 1 : 0;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void places_are_held_across_gateways_and_go_where_they_are_asked_for() throws Exception {
    try (Cluster cluster =
            cluster(Cluster.instant().paced(HELD, SimulatedModel.UNPACED), concurrent(2));
        ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      cluster.start();
      for (Cluster.Node node : cluster.nodes) {
        // Two at a time on one gateway, wherever the places were before.
        Await.until(
            node.name + " has both places",
            () -> {
              Future<Reply> one = pool.submit(() -> cluster.tenTokens(node));
              Future<Reply> two = pool.submit(() -> cluster.tenTokens(node));
              return status(one) == 200 && status(two) == 200;
            });
      }
      // All at once, again and again.
      List<Future<Integer>> futures = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        Cluster.Node node = cluster.nodes.get(i % 3);
        futures.add(
            pool.submit(() -> {
              int answered = 0;
              for (int k = 0; k < 15; k++) {
                answered += answers(cluster, node);
              }
              return answered;
            }));
      }
      int answered = 0;
      for (Future<Integer> future : futures) {
        answered += future.get();
      }
      assertThat(answered).isPositive();
      assertThat(mostAtOnce(cluster)).isEqualTo(2);
    }
  }

  private static int status(Future<Reply> reply) {
    try {
      return reply.get().status();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  /** Requests that ran at the provider at one time. */
  private static long mostAtOnce(Cluster cluster) {
    List<BillRecord> records = cluster.rig.provider("flat").billLog().records();
    return records.stream()
        .mapToLong(each ->
            records.stream()
                .filter(other ->
                    other.arrivedNanos() <= each.arrivedNanos()
                        && other.endedOutcome().nanos() - MARGIN.toNanos() > each.arrivedNanos())
                .count())
        .max()
        .orElse(0);
  }
}
