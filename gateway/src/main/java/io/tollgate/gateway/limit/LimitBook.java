package io.tollgate.gateway.limit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How all rate limits are used: admits a request if it fits into every limit on its path, and
 * counts it in all of them or in none; or has it wait for its turn.
 *
 * <p>Safe for use by several threads. One lock guards all gauges and is held for some additions, so
 * that no interleaving can see or leave a half of a path. Nothing waits in here: time is an
 * argument, and whoever waited is told outside the lock, by the thread on which it fits.
 */
public final class LimitBook {

  /** Requests that wait at one time, for all limits together. */
  public static final int WAITING_MAX = 10_000;

  /** {@link #sweep} where nothing has to be looked at before somebody leaves. */
  public static final long NEVER = Long.MAX_VALUE;

  /** The same for all, so that whoever has no limits costs nothing. */
  private static final Admittance FREE = new Admittance.Granted(Passage.FREE);

  private record Call(Waiter waiter, Admittance end) {}

  private final Object lock = new Object();
  private final int waitingMax;
  private final Set<Gauge> queued = new LinkedHashSet<>();

  /** Replaced as a whole, under the lock; read without it. */
  private volatile Gauges gauges = Gauges.NONE;

  private volatile Runnable freed = () -> {};

  /** Who asks others for more; {@code null} where all of every limit is here. */
  private @Nullable Runnable lacking;

  private int waiting;
  private long latestMs = Long.MIN_VALUE;

  /** A book without limits. */
  public LimitBook() {
    this(WAITING_MAX);
  }

  LimitBook(int waitingMax) {
    this.waitingMax = waitingMax;
  }

  /**
   * Who is told that something has been given back that somebody waits for: it is to {@link
   * #sweep}.
   */
  public void onFreed(Runnable listener) {
    freed = listener;
  }

  /**
   * Of each limit there is but a part here, from now on, and none yet.
   *
   * @param listener is told, under the lock, that more is asked for than there is
   */
  void share(Runnable listener) {
    synchronized (lock) {
      lacking = listener;
      gauges.all().forEach(Gauge::share);
    }
  }

  /** Has all gauges looked at or changed at a moment. */
  void shares(long nowMs, ShareWork work) {
    synchronized (lock) {
      long now = advance(nowMs);
      for (Gauge gauge : gauges.all()) {
        gauge.passTo(now);
      }
      work.on(now, gauges.all());
    }
  }

  /** Done on all gauges at a moment. */
  @FunctionalInterface
  interface ShareWork {
    void on(long nowMs, List<Gauge> gauges);
  }

  /** There may be more than before: who waits is to be looked at. */
  void changed() {
    freed.run();
  }

  private void asked(Gauge gauge, long tokens, boolean refused) {
    if (lacking != null && gauge.asked(tokens, refused)) {
      lacking.run();
    }
  }

  /** These are the limits from now on. What was used of one that has the same id stays used. */
  public void limits(Collection<RateLimit> limits, long nowMs) {
    synchronized (lock) {
      long now = advance(nowMs);
      List<Gauge> next = new ArrayList<>();
      List<Gauge> gone = new ArrayList<>(gauges.all());
      for (RateLimit limit : limits) {
        Gauge known = find(limit);
        if (known != null) {
          known.bind(limit, now);
          gone.remove(known);
        }
        next.add(known == null ? new Gauge(limit, now) : known);
      }
      gone.forEach(Gauge::lift);
      gauges = new Gauges(next);
      if (lacking != null) {
        next.forEach(Gauge::share);
        lacking.run();
      }
    }
    freed.run();
  }

  private @Nullable Gauge find(RateLimit limit) {
    for (Gauge gauge : gauges.all()) {
      if (gauge.limit().id().equals(limit.id()) && gauge.limit().scope().equals(limit.scope())) {
        return gauge;
      }
    }
    return null;
  }

  /** Whether anything on a path is limited. */
  public boolean isLimited(LimitPath path) {
    return path.gauges(gauges).length > 0;
  }

  /**
   * Counts a request in every limit of its path, or in none.
   *
   * @param tokens what it is thought to come to
   * @param nowMs the clock, read only where something is limited
   * @param waiter who waits where it does not fit and may, or {@code null}
   */
  public Admittance enter(
      LimitPath path, long tokens, LongSupplier nowMs, @Nullable Waiter waiter) {
    Gauges now = gauges;
    Gauge[] its = path.gauges(now);
    if (its.length == 0 && !now.haveModels()) {
      return FREE;
    }
    synchronized (lock) {
      passTo(its, nowMs.getAsLong());
      Objection first = null;
      Objection longest = null;
      Gauge place = null;
      long waitMs = Long.MAX_VALUE;
      for (Gauge gauge : its) {
        Objection objection = arriving(gauge, tokens);
        asked(gauge, tokens, objection != null);
        if (objection != null) {
          place = first == null ? gauge : place;
          first = first == null ? objection : first;
          longest = longest == null || objection.waitMs() > longest.waitMs() ? objection : longest;
          waitMs = Math.min(waitMs, gauge.limit().waitMs());
        }
      }
      if (first == null || longest == null || place == null) {
        return take(its, tokens);
      }
      // Requests come back with time only: before the deadline this one would not.
      boolean vain = longest.kind() == LimitKind.REQUESTS && longest.waitMs() > waitMs;
      if (waiter == null || waitMs == 0 || vain || waiting >= waitingMax) {
        return new Admittance.Refused(longest);
      }
      waiter.begin(path, tokens);
      queue(waiter, place);
      return new Admittance.Waits(first, waitMs);
    }
  }

  /** Nobody overtakes those who wait. */
  private static @Nullable Objection arriving(Gauge gauge, long tokens) {
    Objection objection = gauge.objection(tokens);
    Waiter head = gauge.queue().head();
    if (objection != null || head == null) {
      return objection;
    }
    Objection before = gauge.objection(head.tokens());
    return before == null
        ? new Objection(gauge.limit(), LimitKind.CONCURRENT, Objection.SHORT_MS)
        : before;
  }

  private Admittance take(Gauge[] its, long tokens) {
    for (Gauge gauge : its) {
      gauge.enter(tokens);
    }
    return new Admittance.Granted(new Passage(this, its, tokens));
  }

  private void queue(Waiter waiter, Gauge place) {
    waiter.moveTo(place);
    place.queue().add(waiter);
    queued.add(place);
    waiting++;
  }

  private void dequeue(Waiter waiter) {
    waiter.moveTo(null);
    waiting--;
  }

  /**
   * A request waits no longer: its deadline has passed, or its client has left.
   *
   * @return why it has waited, or {@code null} where it has been told of its end already
   */
  public @Nullable Objection leave(Waiter waiter, long nowMs) {
    Objection why;
    synchronized (lock) {
      Gauge place = waiter.at();
      if (place == null) {
        return null;
      }
      place.queue().remove(waiter);
      dequeue(waiter);
      place.passTo(advance(nowMs));
      why = arriving(place, waiter.tokens());
      why = why == null ? new Objection(place.limit(), LimitKind.CONCURRENT, 1) : why;
    }
    // It may have been the head, and the next may ask for less.
    freed.run();
    return why;
  }

  /**
   * Gives their turn to those who wait and fit now.
   *
   * @return milliseconds after which the next would fit, or {@link #NEVER}
   */
  public long sweep(long nowMs) {
    List<Call> calls = new ArrayList<>();
    long next = NEVER;
    synchronized (lock) {
      if (waiting == 0) {
        return NEVER;
      }
      long now = advance(nowMs);
      for (Gauge gauge : List.copyOf(queued)) {
        sweep(gauge, now, calls);
      }
      queued.removeIf(gauge -> gauge.queue().isEmpty());
      for (Gauge gauge : queued) {
        next = Math.min(next, msUntilHead(gauge));
      }
    }
    calls.forEach(call -> call.waiter().call(call.end()));
    return next;
  }

  private static long msUntilHead(Gauge gauge) {
    Waiter head = gauge.queue().head();
    Objection objection = head == null ? null : gauge.objection(head.tokens());
    if (objection == null) {
      return 1;
    }
    return objection.kind() == LimitKind.CONCURRENT ? NEVER : objection.waitMs();
  }

  @SuppressWarnings("ReferenceEquality") // the gauge that is swept, not an equal one
  private void sweep(Gauge gauge, long now, List<Call> calls) {
    while (true) {
      Waiter head = gauge.queue().head();
      if (head == null) {
        return;
      }
      Gauge[] its = head.path().gauges(gauges);
      passTo(its, now);
      gauge.passTo(now);
      if (gauge.objection(head.tokens()) != null) {
        return;
      }
      Gauge obstacle = null;
      Objection objection = null;
      for (Gauge each : its) {
        if (obstacle == null && each != gauge) {
          objection = each.objection(head.tokens());
          obstacle = objection == null ? null : each;
        }
      }
      gauge.queue().passTurn(head);
      dequeue(head);
      if (obstacle == null || objection == null) {
        calls.add(new Call(head, take(its, head.tokens())));
      } else if (obstacle.limit().waitMs() == 0) {
        calls.add(new Call(head, new Admittance.Refused(objection)));
      } else {
        queue(head, obstacle);
      }
    }
  }

  private void passTo(Gauge[] its, long nowMs) {
    long now = advance(nowMs);
    for (Gauge gauge : its) {
      gauge.passTo(now);
    }
  }

  private long advance(long nowMs) {
    latestMs = Math.max(latestMs, nowMs);
    return latestMs;
  }

  /**
   * Why a deployment takes no request of so many tokens now, or {@code null}.
   *
   * @param nowMs the clock, read only where the deployment is limited
   */
  public @Nullable Objection toDeployment(String deployment, long tokens, LongSupplier nowMs) {
    Gauge[] its = gauges.of(deployment);
    if (its.length == 0) {
      return null;
    }
    synchronized (lock) {
      passTo(its, nowMs.getAsLong());
      Objection objection = objection(its, tokens);
      if (objection != null) {
        // It will not come.
        ask(its, tokens);
      }
      return objection;
    }
  }

  Gauge[] gauges(String deployment) {
    return gauges.of(deployment);
  }

  /** Counts an attempt in all limits of a deployment, or says why in none. */
  @Nullable Objection visit(Gauge[] its, long tokens, long nowMs) {
    synchronized (lock) {
      passTo(its, nowMs);
      Objection objection = objection(its, tokens);
      ask(its, tokens);
      if (objection == null) {
        for (Gauge gauge : its) {
          gauge.enter(tokens);
        }
      }
      return objection;
    }
  }

  private void ask(Gauge[] its, long tokens) {
    if (lacking != null) {
      for (Gauge gauge : its) {
        asked(gauge, tokens, gauge.objection(tokens) != null);
      }
    }
  }

  private static @Nullable Objection objection(Gauge[] its, long tokens) {
    Objection longest = null;
    for (Gauge gauge : its) {
      Objection objection = gauge.objection(tokens);
      if (objection != null && (longest == null || objection.waitMs() > longest.waitMs())) {
        longest = objection;
      }
    }
    return longest;
  }

  void leave(Passage passage, long nowMs) {
    boolean awaited;
    synchronized (lock) {
      passage.settle(advance(nowMs));
      awaited = passage.isAwaited();
    }
    if (awaited) {
      freed.run();
    }
  }

  /** How the limits of a path stand. */
  public List<Standing> standings(LimitPath path, long nowMs) {
    return read(path.gauges(gauges), nowMs);
  }

  /** How all limits stand, in the order in which they were given. */
  public List<Standing> standings(long nowMs) {
    return read(gauges.all().toArray(Gauges.NOTHING), nowMs);
  }

  private List<Standing> read(Gauge[] its, long nowMs) {
    List<Standing> standings = new ArrayList<>();
    synchronized (lock) {
      passTo(its, nowMs);
      for (Gauge gauge : its) {
        gauge.read(standings);
      }
    }
    return standings;
  }

  /** Requests that wait. */
  public int waiting() {
    synchronized (lock) {
      return waiting;
    }
  }
}
