package io.tollgate.gateway.capacity;

import io.tollgate.policies.capacity.Pool;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Adds up what pools do, by the UTC hour in which a request ended, until somebody takes it. Safe
 * for use by several threads: an addition is a few operations under a lock.
 */
public final class PoolMeter implements WorkMeter {

  /** Pools and hours that are kept at most, where nobody can take them: what is more is lost. */
  private static final int HOURS_MAX = 100_000;

  private record Key(String pool, Instant hour) {}

  private final Supplier<List<Pool>> pools;
  private final Map<Key, Work> hours = new HashMap<>();

  /**
   * A meter in which nothing is.
   *
   * @param pools asked for each request
   */
  public PoolMeter(Supplier<List<Pool>> pools) {
    this.pools = pools;
  }

  @Override
  public void done(String deployment, Supplier<Work> work, InstantSource clock) {
    for (Pool pool : pools.get()) {
      if (pool.deployments().contains(deployment)) {
        add(new Key(pool.name(), clock.instant().truncatedTo(ChronoUnit.HOURS)), work.get());
      }
    }
  }

  private synchronized void add(Key key, Work work) {
    if (hours.size() < HOURS_MAX || hours.containsKey(key)) {
      hours.merge(key, work, Work::plus);
    }
  }

  /** Takes out the hours before one, or all. */
  synchronized List<PoolHour> takeBefore(Instant hour) {
    List<PoolHour> taken = new ArrayList<>();
    hours
        .entrySet()
        .removeIf(entry -> {
          boolean over = entry.getKey().hour().isBefore(hour);
          if (over) {
            taken.add(new PoolHour(entry.getKey().pool(), entry.getKey().hour(), entry.getValue()));
          }
          return over;
        });
    return taken;
  }

  /** Puts back what could not be kept elsewhere. */
  void giveBack(List<PoolHour> taken) {
    for (PoolHour hour : taken) {
      add(new Key(hour.pool(), hour.hour()), hour.work());
    }
  }
}
