package io.tollgate.gateway.budget;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Talks to the store about this node's leases: asks for what requests wait for and, before anybody
 * has to wait, for what they will need; gives back what others need more; says what was spent.
 *
 * <p>A lease is made smaller here before the store hears of it, and larger only once the store has
 * said so: whatever is lost on the way, nobody spends what somebody else may.
 *
 * <p>On one thread.
 */
final class LeaseDesk {

  private static final Logger LOG = LoggerFactory.getLogger(LeaseDesk.class);

  /** How long other nodes may take to answer a recall. */
  private static final long PATIENCE_NANOS = Duration.ofMillis(500).toNanos();

  /** The same, when one of them has not answered lately. */
  private static final long IMPATIENCE_NANOS = Duration.ofMillis(40).toNanos();

  private static final long SILENCE_NANOS = Duration.ofSeconds(15).toNanos();

  /** How long nothing more is asked for a window that has nothing left. */
  private static final long EXHAUSTION_NANOS = Duration.ofMillis(200).toNanos();

  private static final long RETRY_NANOS = Duration.ofMillis(250).toNanos();

  /** What all that wait for a sum ask for. */
  private static final class Need {
    private final List<Hold> holds = new ArrayList<>();
    private Hold all = Hold.NONE;

    private void add(Hold hold) {
      holds.add(hold);
      all = all.plus(hold);
    }
  }

  /** What others were asked to give back. */
  private static final class Recalling {
    private final long recall;
    private final long sinceNanos;
    private boolean heard;

    private Recalling(long recall, long sinceNanos) {
      this.recall = recall;
      this.sinceNanos = sinceNanos;
    }
  }

  /** What is said to the store of a sum, which may have begun anew by the answer. */
  private record Said<T>(WindowSum sum, WindowLease lease, int epoch, T text) {
    private boolean isStillMeant() {
      return lease.epoch() == epoch;
    }
  }

  private final BudgetBook book;
  private final LeaseContact contact;
  private final LeaseStore store;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final long beatNanos;

  private final List<LeaseWait> waiting = new ArrayList<>();
  private final Map<AccountWindow, WindowSum> known = new HashMap<>();
  private final IdentityHashMap<WindowSum, Recalling> recalling = new IdentityHashMap<>();

  /** Until when. */
  private final IdentityHashMap<WindowSum, Long> exhausted = new IdentityHashMap<>();

  private boolean joined;

  /** Whether somebody was told that the store does not answer. */
  private boolean told;

  private long beatAtNanos;
  private long silentUntilNanos = Long.MIN_VALUE;

  /**
   * A desk that has not talked to the store yet.
   *
   * @param beat how often it gives a sign of life and says what was spent
   */
  LeaseDesk(
      BudgetBook book,
      LeaseContact contact,
      LeaseStore store,
      InstantSource clock,
      LongSupplier nanos,
      Duration beat) {
    this.book = book;
    this.contact = contact;
    this.store = store;
    this.clock = clock;
    this.nanos = nanos;
    this.beatNanos = beat.toNanos();
  }

  /**
   * Does what there is to do.
   *
   * @return after how many nanoseconds there may be more, if nothing comes before
   */
  long step(LeaseMail.Content mail) {
    waiting.addAll(mail.waits());
    waiting.removeIf(LeaseDesk::isCancelled);
    try {
      if (!joined) {
        join(mail.recalls());
      }
      long now = nanos.getAsLong();
      if (now >= beatAtNanos) {
        beat(mail.recalls(), now);
      }
      mail.freed().forEach(this::freed);
      forgetExhaustion(now);
      List<Said<LeaseReport>> reports = new ArrayList<>();
      List<Said<LeaseAsk>> asks = new ArrayList<>();
      book.atomically(_ -> prepare(mail, now, reports, asks));
      report(reports);
      negotiate(asks, now);
      wakeThoseWhoseWaitIsOver();
      return untilNext(now);
    } catch (LeaseStore.Unavailable e) {
      lost(String.valueOf(e.getMessage()));
      return RETRY_NANOS;
    } catch (RuntimeException e) {
      // What is leased stays as it is, and is given back at the next beginning.
      LOG.error("a fault of the gateway kept it from having leases", e);
      lost("a fault of the gateway");
      return RETRY_NANOS;
    }
  }

  private static boolean isCancelled(LeaseWait wait) {
    boolean cancelled = wait.isCancelled();
    if (cancelled) {
      wait.tell(false);
    }
    return cancelled;
  }

  /** What was leased before a restart, or before contact was lost, is given back first. */
  private void join(Map<AccountWindow, Long> recalls) throws LeaseStore.Unavailable {
    contact.asking();
    List<AccountWindow> before = store.join();
    contact.answered();
    before.forEach(window -> recalls.merge(window, 0L, Math::max));
    joined = true;
    told = false;
    beatAtNanos = nanos.getAsLong();
    LOG.info("the store of leases answers");
  }

  private void beat(Map<AccountWindow, Long> recalls, long now) throws LeaseStore.Unavailable {
    beatAtNanos = now + beatNanos;
    List<Said<LeaseReport>> reports = new ArrayList<>();
    book.atomically(_ -> {
      known.clear();
      for (WindowSum sum : book.sums(clock.millis())) {
        WindowLease lease = sum.lease();
        if (lease != null) {
          known.put(sum.accountWindow(), sum);
          if (!sum.isOpening() && lease.isNews(sum.settled(), sum.exposure())) {
            boolean first = !lease.isJoined();
            if (first) {
              lease.surrender(sum.exposure());
            }
            reports.add(say(sum, report(sum, lease.ceiling(false), first, 0)));
          }
        }
      }
    });
    contact.asking();
    List<LeaseStore.News> news = store.beat(reports.stream().map(Said::text).toList());
    contact.answered();
    book.atomically(told -> {
      Map<AccountWindow, Said<LeaseReport>> reported = new HashMap<>();
      reports.forEach(said -> reported.put(said.text().window(), said));
      for (LeaseStore.News each : news) {
        WindowSum sum = known.get(each.window());
        WindowLease lease = sum == null ? null : sum.lease();
        Said<LeaseReport> said = reported.get(each.window());
        if (sum == null || lease == null || !sum.accountWindow().equals(each.window())) {
          continue;
        }
        if (said != null && said.isStillMeant()) {
          lease.told(said.text().spentPico(), said.text().exposurePico());
          sum.leased(each.state(), told);
        } else if (said == null && lease.isJoined()) {
          sum.leased(each.state(), told);
        } else {
          sum.heardOfOthers(each.state(), told);
        }
        if (each.recall() > 0) {
          recalls.merge(each.window(), each.recall(), Math::max);
        }
      }
    });
    recalling.keySet().removeIf(sum -> !known.containsKey(sum.accountWindow()));
    exhausted.keySet().removeIf(sum -> !known.containsKey(sum.accountWindow()));
  }

  private void freed(AccountWindow window) {
    WindowSum sum = known.get(window);
    Recalling recall = sum == null ? null : recalling.get(sum);
    if (recall != null) {
      recall.heard = true;
    }
  }

  private void forgetExhaustion(long now) {
    if (!exhausted.isEmpty()) {
      book.atomically(_ ->
          exhausted.forEach((sum, until) -> {
            WindowLease lease = sum.lease();
            if (now >= until && lease != null) {
              lease.forgetExhaustion();
            }
          }));
      exhausted.values().removeIf(until -> now >= until);
    }
  }

  private void prepare(
      LeaseMail.Content mail,
      long now,
      List<Said<LeaseReport>> reports,
      List<Said<LeaseAsk>> asks) {
    IdentityHashMap<WindowSum, Need> needs = needs();
    IdentityHashMap<WindowSum, Boolean> done = new IdentityHashMap<>();
    mail.recalls()
        .forEach((window, recall) -> {
          WindowSum sum = known.get(window);
          WindowLease lease = sum == null ? null : sum.lease();
          if (sum != null && lease != null && sum.accountWindow().equals(window)) {
            lease.surrender(sum.exposure());
            reports.add(say(sum, report(sum, sum.exposure(), true, recall)));
            done.put(sum, true);
          }
        });
    needs.forEach((sum, need) -> {
      known.putIfAbsent(sum.accountWindow(), sum);
      WindowLease lease = sum.lease();
      if (lease != null && !lease.isJoined() && !done.containsKey(sum)) {
        lease.surrender(sum.exposure());
        reports.add(say(sum, report(sum, sum.exposure(), true, 0)));
      }
      Recalling recall = recalling.get(sum);
      boolean impatient = recall != null && now - recall.sinceNanos >= patience(now);
      if (recall == null || recall.heard || impatient) {
        asks.add(say(sum, ask(sum, need, recall, impatient)));
      }
      done.put(sum, true);
    });
    for (WindowSum sum : mail.wanting()) {
      WindowLease lease = sum.lease();
      if (lease != null && sum.tightest() != null && done.putIfAbsent(sum, true) == null) {
        long target = Sums.plus(sum.exposure(), lease.growth(0));
        if (target <= lease.lease()) {
          reports.add(say(sum, report(sum, target, false, 0)));
        } else {
          asks.add(say(sum, ask(sum, new Need(), null, false)));
        }
      }
    }
  }

  private long patience(long now) {
    return now < silentUntilNanos ? IMPATIENCE_NANOS : PATIENCE_NANOS;
  }

  private IdentityHashMap<WindowSum, Need> needs() {
    IdentityHashMap<WindowSum, Need> needs = new IdentityHashMap<>();
    for (LeaseWait wait : waiting) {
      Hold hold = wait.shortage().hold();
      for (Reservation.Place place : wait.shortage().places()) {
        WindowLease lease = place.sum().lease();
        if (lease != null
            && place.isOpen()
            && !lease.isExhausted()
            && place.sum().lacking(hold, Hold.NONE, false) > 0) {
          needs.computeIfAbsent(place.sum(), _ -> new Need()).add(hold);
        }
      }
    }
    return needs;
  }

  private static <T> Said<T> say(WindowSum sum, T text) {
    WindowLease lease = sum.lease();
    if (lease == null) {
      throw new IllegalStateException(sum.accountWindow() + " is not shared");
    }
    return new Said<>(sum, lease, lease.epoch(), text);
  }

  private static LeaseReport report(
      WindowSum sum, long announced, boolean surrenders, long answers) {
    return new LeaseReport(
        sum.accountWindow(), sum.settled(), sum.exposure(), announced, surrenders, answers);
  }

  private static LeaseAsk ask(
      WindowSum sum, Need need, @Nullable Recalling recall, boolean impatient) {
    long least = 0;
    long largest = 0;
    for (Hold hold : need.holds) {
      long lacking = sum.lacking(hold, Hold.NONE, false);
      least = least == 0 ? lacking : Math.min(least, lacking);
      largest = Math.max(largest, hold.pico());
    }
    WindowLease lease = sum.lease();
    Budget budget = sum.tightest();
    if (lease == null || budget == null) {
      throw new IllegalStateException(sum.accountWindow() + " has no limit to be shared");
    }
    // What is lacking is counted from the ceiling; to the store all is counted from the exposure.
    long ceiling = lease.ceiling(false);
    long exposure = sum.exposure();
    return new LeaseAsk(
        sum.accountWindow(),
        budget.limit().pico(),
        sum.settled(),
        exposure,
        Math.max(0, Sums.plus(ceiling, least) - exposure),
        need.holds.isEmpty()
            ? 0
            : Math.max(0, Sums.plus(ceiling, sum.lacking(need.all, Hold.NONE, false)) - exposure),
        lease.growth(largest),
        recall == null ? 0 : recall.recall,
        impatient);
  }

  private void report(List<Said<LeaseReport>> reports) throws LeaseStore.Unavailable {
    if (reports.isEmpty()) {
      return;
    }
    contact.asking();
    List<LeaseState> states = store.report(reports.stream().map(Said::text).toList());
    contact.answered();
    book.atomically(told -> {
      for (int i = 0; i < states.size(); i++) {
        Said<LeaseReport> said = reports.get(i);
        if (said.isStillMeant()) {
          said.sum().leased(states.get(i), told);
          said.lease().told(said.text().spentPico(), said.text().exposurePico());
        }
      }
    });
  }

  private void negotiate(List<Said<LeaseAsk>> asks, long now) throws LeaseStore.Unavailable {
    if (asks.isEmpty()) {
      return;
    }
    contact.asking();
    List<LeaseState> states = store.negotiate(asks.stream().map(Said::text).toList());
    contact.answered();
    book.atomically(told -> {
      for (int i = 0; i < states.size(); i++) {
        Said<LeaseAsk> said = asks.get(i);
        WindowSum sum = said.sum();
        LeaseState state = states.get(i);
        Recalling before = recalling.remove(sum);
        if (!said.isStillMeant()) {
          continue;
        }
        sum.leased(state, told);
        said.lease().told(said.text().spentPico(), said.text().exposurePico());
        if (state.exhausted()) {
          exhausted.put(sum, now + EXHAUSTION_NANOS);
          if (said.text().impatient()) {
            silentUntilNanos = now + SILENCE_NANOS;
          }
        } else if (state.recall() > 0) {
          // Patience is counted from the first time that the others were asked.
          long since = before != null && before.recall == state.recall() ? before.sinceNanos : now;
          recalling.put(sum, new Recalling(state.recall(), since));
        }
      }
    });
  }

  private void wakeThoseWhoseWaitIsOver() {
    if (waiting.isEmpty()) {
      return;
    }
    List<LeaseWait> over = new ArrayList<>();
    book.atomically(_ -> {
      for (LeaseWait wait : waiting) {
        if (wait.shortage().isOver()) {
          over.add(wait);
        }
      }
    });
    waiting.removeAll(over);
    over.forEach(wait -> wait.tell(true));
  }

  private long untilNext(long now) {
    long next = beatAtNanos - now;
    for (Recalling recall : recalling.values()) {
      next = Math.min(next, recall.sinceNanos + patience(now) - now);
    }
    return Math.max(0, next);
  }

  private void lost(String why) {
    if (!told) {
      told = true;
      LOG.warn("the store of leases does not answer: {}", why);
    }
    contact.failed();
    joined = false;
    recalling.clear();
    book.atomically(_ ->
        exhausted
            .keySet()
            .forEach(sum -> {
              WindowLease lease = sum.lease();
              if (lease != null) {
                lease.forgetExhaustion();
              }
            }));
    exhausted.clear();
    List<LeaseWait> failed = List.copyOf(waiting);
    waiting.clear();
    failed.forEach(wait -> wait.tell(false));
  }

  /** Gives everything back; to be called when nothing runs any more. */
  void leave() throws LeaseStore.Unavailable {
    if (joined) {
      List<Said<LeaseReport>> reports = new ArrayList<>();
      book.atomically(_ -> {
        for (WindowSum sum : book.sums(clock.millis())) {
          WindowLease lease = sum.lease();
          if (lease != null && lease.isJoined()) {
            lease.surrender(sum.exposure());
            reports.add(say(sum, report(sum, sum.exposure(), true, 0)));
          }
        }
      });
      report(reports);
      store.leave();
    }
  }
}
