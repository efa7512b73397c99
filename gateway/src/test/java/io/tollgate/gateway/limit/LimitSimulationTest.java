package io.tollgate.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.budget.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Random histories of requests under random limits, held step by step against a model that keeps
 * exact fractions in another way: what was ever taken, and when the bucket was full last.
 */
final class LimitSimulationTest {

  private static final int HISTORIES = Integer.getInteger("tollgate.histories", 20_000);
  private static final int STEPS = 40;
  private static final Scope TEAM = Scope.parse("team:t");
  private static final List<Scope> KEYS = List.of(Scope.parse("key:a"), Scope.parse("key:b"));

  /** One limit as the model knows it: in sixty-thousandths, one millisecond after the other. */
  private static final class Model {
    private final RateLimit limit;
    private long requests;
    private long tokens;
    private long running;

    private Model(RateLimit limit) {
      this.limit = limit;
      this.requests = limit.requestsPerMinute() * 60_000;
      this.tokens = limit.tokensPerMinute() * 60_000;
    }

    private void tick() {
      requests = Math.min(limit.requestsPerMinute() * 60_000, requests + limit.requestsPerMinute());
      tokens = Math.min(limit.tokensPerMinute() * 60_000, tokens + limit.tokensPerMinute());
    }

    private boolean fits(long amount) {
      return (limit.requestsPerMinute() == 0 || requests >= 60_000)
          && (limit.tokensPerMinute() == 0
              || tokens >= Math.min(amount, limit.tokensPerMinute()) * 60_000)
          && (limit.concurrent() == 0 || running < limit.concurrent());
    }

    private void take(long amount) {
      requests -= 60_000;
      tokens -= amount * 60_000;
      running++;
    }

    private void end(long amount, long used) {
      running--;
      tokens = Math.min(limit.tokensPerMinute() * 60_000, tokens + (amount - used) * 60_000);
    }
  }

  private record Running(Passage passage, List<Model> models, long amount) {}

  /** What a limit let through, and when. */
  private record Admitted(long atMs, long requests, long tokens) {}

  @Test
  void the_book_admits_exactly_what_a_plain_model_admits() {
    long admitted = 0;
    long refused = 0;
    for (int seed = 0; seed < HISTORIES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Model> all = new ArrayList<>();
      all.add(new Model(limit("team", TEAM, random)));
      all.add(new Model(limit("a", KEYS.get(0), random)));
      all.add(new Model(limit("b", KEYS.get(1), random)));
      LimitBook book = new LimitBook();
      book.limits(all.stream().map(model -> model.limit).toList(), 0);
      List<Running> running = new ArrayList<>();
      long now = 0;
      for (int step = 0; step < STEPS; step++) {
        long pause = random.nextInt(3) == 0 ? random.nextLong(3_000) : 0;
        for (long ms = 0; ms < pause; ms++) {
          all.forEach(Model::tick);
        }
        now += pause;
        long at = now;
        if (random.nextInt(3) == 0 && !running.isEmpty()) {
          Running end = running.remove(random.nextInt(running.size()));
          long used = random.nextLong(2 * end.amount + 2);
          end.passage.sent(1, "a/b");
          end.passage.billed(1, used);
          end.passage.close(() -> at);
          end.models.forEach(model -> model.end(end.amount, used));
        } else {
          int key = random.nextInt(2);
          List<Model> path = List.of(all.get(0), all.get(1 + key));
          long amount = random.nextLong(40);
          boolean fits = path.stream().allMatch(model -> model.fits(amount));
          Admittance result =
              book.enter(new LimitPath(List.of(TEAM, KEYS.get(key))), amount, () -> at, null);
          assertThat(result instanceof Admittance.Granted)
              .as("seed %d, step %d", seed, step)
              .isEqualTo(fits);
          if (result instanceof Admittance.Granted(Passage passage)) {
            path.forEach(model -> model.take(amount));
            running.add(new Running(passage, path, amount));
            admitted++;
          } else {
            refused++;
          }
        }
      }
    }
    assertThat(admitted).isPositive();
    assertThat(refused).isPositive();
  }

  private static RateLimit limit(String id, Scope scope, SplittableRandom random) {
    int kinds = 1 + random.nextInt(7);
    return new RateLimit(
        id,
        scope,
        (kinds & 1) == 0 ? 0 : 1 + random.nextLong(30),
        (kinds & 2) == 0 ? 0 : 1 + random.nextLong(300),
        (kinds & 4) == 0 ? 0 : 1 + random.nextLong(4),
        Duration.ZERO);
  }

  @Test
  void over_any_minute_no_more_is_admitted_than_the_limit_and_the_burst() {
    for (int seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      long perMinute = 1 + random.nextLong(50);
      long tokensPerMinute = 50 + random.nextLong(500);
      LimitBook book = new LimitBook();
      book.limits(
          List.of(new RateLimit("l", TEAM, perMinute, tokensPerMinute, 0, Duration.ZERO)), 0);
      LimitPath path = new LimitPath(List.of(TEAM));
      List<Admitted> admitted = new ArrayList<>();
      long now = 0;
      for (int i = 0; i < 1_000; i++) {
        now += random.nextInt(4) == 0 ? random.nextLong(20_000) : 0;
        long tokens = random.nextLong(50);
        long at = now;
        if (book.enter(path, tokens, () -> at, null) instanceof Admittance.Granted) {
          admitted.add(new Admitted(now, 1, tokens));
        }
      }
      for (Admitted from : admitted) {
        long requests = 0;
        long tokens = 0;
        for (Admitted each : admitted) {
          if (each.atMs >= from.atMs && each.atMs < from.atMs + 60_000) {
            requests += each.requests;
            tokens += each.tokens;
          }
        }
        assertThat(requests).as("seed %d", seed).isLessThanOrEqualTo(2 * perMinute);
        assertThat(tokens).as("seed %d", seed).isLessThanOrEqualTo(2 * tokensPerMinute);
      }
    }
  }
}
