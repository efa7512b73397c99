package io.tollgate.gateway.limit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Talks to the store about this node's shares of rate limits: says what is asked for here, gives
 * back what others need more, and takes what is free.
 *
 * <p>A share is made smaller here before the store hears of it, and larger only once the store has
 * said so: whatever is lost on the way, no two nodes use the same part of a limit.
 *
 * <p>On one thread.
 */
final class ShareDesk {

  private static final Logger LOG = LoggerFactory.getLogger(ShareDesk.class);

  /** How often the store hears of demand that is there all the time. */
  private static final long PERIOD_MS = 1_000;

  private static final long PAUSE_MS = 50;
  private static final long CALLED_PAUSE_MS = 150;
  private static final long RETRY_MS = 250;

  private static final long NEVER = -1;

  /** One to see what others need, and one to give it back. */
  private static final int ROUNDS = 2;

  private final LimitBook book;
  private final ShareStore store;
  private final LongSupplier nowMs;

  /** What the store was told of; of what is not limited any more it has to hear once. */
  private final Map<ShareStore.Key, Portion> known = new HashMap<>();

  private long joins = NEVER;
  private boolean lost;
  private boolean unknown;

  ShareDesk(LimitBook book, ShareStore store, LongSupplier nowMs) {
    this.book = book;
    this.store = store;
    this.nowMs = nowMs;
  }

  /**
   * Does what there is to do.
   *
   * @param called of which another node needs something, or has given something back
   * @return after how many milliseconds there may be more, if nothing comes before
   */
  long step(Set<ShareStore.Key> called) {
    try {
      boolean again = exchange(called);
      for (int round = 1; again && !called.isEmpty() && round < ROUNDS; round++) {
        again = exchange(Set.of());
      }
      lost = false;
    } catch (ShareStore.Unavailable e) {
      if (!lost) {
        LOG.warn(
            "shares of rate limits stay as they are, the store does not answer: {}",
            e.getMessage());
      }
      lost = true;
      // Nobody knows what was heard: all is said again.
      joins = NEVER;
    }
    return PERIOD_MS;
  }

  /** How long nothing is done after a step. Several may call, and again and again. */
  long pauseMs(boolean wasCalled) {
    return lost || unknown ? RETRY_MS : wasCalled ? CALLED_PAUSE_MS : PAUSE_MS;
  }

  /** Whether this node has more than it should. */
  private boolean exchange(Set<ShareStore.Key> called) throws ShareStore.Unavailable {
    List<ShareStore.Report> reports = new ArrayList<>();
    List<Portion> portions = new ArrayList<>();
    long joined = store.joins();
    book.shares(
        nowMs.getAsLong(),
        (now, gauges) -> {
          Map<ShareStore.Key, Portion> present = new HashMap<>();
          for (Gauge gauge : gauges) {
            for (Portion portion : gauge.portions()) {
              ShareStore.Key key = gauge.key(portion);
              present.put(key, portion);
              if (joined != joins || called.contains(key) || portion.isNews()) {
                reports.add(report(gauge, portion, now));
                portions.add(portion);
              }
            }
          }
          known.forEach((key, portion) -> {
            if (!present.containsKey(key)) {
              reports.add(new ShareStore.Report(key, portion.bound(), 0, 0, 0, 0));
              portions.add(portion);
            }
          });
          known.putAll(present);
        });
    if (reports.isEmpty()) {
      return false;
    }
    Optional<List<ShareView>> views = store.exchange(reports);
    joins = joined;
    if (views.isEmpty() && !unknown) {
      LOG.info("this node has no share of rate limits until the store knows it as running");
    }
    unknown = views.isEmpty();
    boolean again = take(reports, portions, views);
    book.changed();
    return again;
  }

  private static ShareStore.Report report(Gauge gauge, Portion portion, long now) {
    portion.appetite().settle(now, portion.bound(), portion.present(gauge.queue()));
    portion.told();
    long target = portion.target();
    portion.shrinkTo(target);
    return new ShareStore.Report(
        gauge.key(portion),
        portion.bound(),
        portion.granted(),
        portion.appetite().demand(),
        portion.appetite().need(),
        Math.max(portion.granted(), target));
  }

  private boolean take(
      List<ShareStore.Report> reports, List<Portion> portions, Optional<List<ShareView>> views) {
    boolean[] again = {false};
    book.shares(
        nowMs.getAsLong(),
        (_, gauges) -> {
          Set<Portion> present = Collections.newSetFromMap(new IdentityHashMap<>());
          gauges.forEach(gauge -> present.addAll(gauge.portions()));
          if (views.isEmpty()) {
            for (Portion portion : present) {
              portion.take(0, 0);
              portion.view(ShareView.UNKNOWN);
            }
            return;
          }
          for (int i = 0; i < reports.size(); i++) {
            Portion portion = portions.get(i);
            if (present.contains(portion)) {
              ShareView view = views.get().get(i);
              portion.view(view);
              portion.take(view.mine(), portion.target());
              again[0] |= portion.held() < portion.granted();
            } else if (reports.get(i).wanted() == 0) {
              known.remove(reports.get(i).key(), portion);
            }
          }
        });
    return again[0];
  }
}
