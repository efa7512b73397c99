package io.tollgate.gateway.store;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Sees which nodes are gone, by a clock that only runs: those whose sign of life has not changed
 * for too long while this node could look all the time. Nobody's wall clock counts, and while the
 * store is away nobody goes.
 */
final class SignsOfLife {

  private record Sign(long count, long sinceNanos) {}

  private final long expiryNanos;
  private Map<UUID, Sign> signs = new HashMap<>();
  private long lookedNanos;

  SignsOfLife(long expiryNanos, long nowNanos) {
    this.expiryNanos = expiryNanos;
    this.lookedNanos = nowNanos;
  }

  /**
   * Looks at the others.
   *
   * @param alive the signs of life, counted, of all other nodes that are thought to run
   * @return those that are gone, with the last sign that they gave
   */
  Map<UUID, Long> gone(Map<UUID, Long> alive, long nowNanos) {
    // Who could not look for a while does not know what was there to be seen.
    boolean blind = nowNanos - lookedNanos > expiryNanos / 2;
    lookedNanos = nowNanos;
    Map<UUID, Sign> seen = new HashMap<>();
    Map<UUID, Long> gone = new HashMap<>();
    alive.forEach((node, count) -> {
      Sign before = blind ? null : signs.get(node);
      Sign sign = before == null || before.count() != count ? new Sign(count, nowNanos) : before;
      if (nowNanos - sign.sinceNanos() > expiryNanos) {
        gone.put(node, count);
      } else {
        seen.put(node, sign);
      }
    });
    signs = seen;
    return gone;
  }
}
