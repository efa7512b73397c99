package io.tollgate.gateway.budget;

import io.tollgate.policies.money.Picodollars;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was spent and what is held for one account in its present window, and the budgets that bound
 * it. At every admission {@code settled + held <= limit}, with a margin for what may exceed its
 * hold.
 *
 * <p>A request belongs to the window in which it was admitted, whenever its bill comes: when a
 * window ends, what runs in it leaves these sums. A window that has ended is not opened again,
 * whatever the clock says.
 *
 * <p>Guarded by the lock of its {@link BudgetBook}.
 */
final class WindowSum {

  /** A charge that may or may not be in what the ledger is about to say. */
  private record Charge(long seq, long pico) {}

  /** A budget, and how many of its alerts have gone off in this window. */
  private static final class Bound {
    private final Budget budget;

    /** What has to be spent for each alert, in pico-dollars. */
    private final long[] alertsPico;

    private int alerted;

    private Bound(Budget budget) {
      this.budget = budget;
      this.alertsPico =
          budget.alertsPercent().stream().mapToLong(percent -> part(budget, percent)).toArray();
    }

    private static long part(Budget budget, int percent) {
      return new BigDecimal(budget.limit().pico())
          .multiply(BigDecimal.valueOf(percent))
          .movePointLeft(2)
          .setScale(0, RoundingMode.CEILING)
          .min(BigDecimal.valueOf(Long.MAX_VALUE))
          .longValueExact();
    }

    private boolean isDue(long settled) {
      return alerted < alertsPico.length && settled >= alertsPico[alerted];
    }
  }

  private final Account account;
  private final BudgetWindow window;

  /** Where the money is shared with other nodes; {@code null} where there is one node. */
  private final @Nullable WindowLease lease;

  private BudgetWindow.Span span;
  private long startMs;
  private long endMs;
  private long settled;
  private long held;
  private int running;

  /** How much less than what is held the requests that run cost in the mean. */
  private long slack;

  private final Excesses excesses = new Excesses();
  private List<Bound> bounds = List.of();
  private @Nullable Budget tightest;
  private boolean refusing;

  /** Charges since it was made; {@code null} once the ledger has said what was before them. */
  private @Nullable List<Charge> opening = new ArrayList<>();

  WindowSum(Account account, BudgetWindow window, @Nullable WindowLease lease, long nowMs) {
    this.account = account;
    this.window = window;
    this.lease = lease;
    this.span = window.around(Instant.ofEpochMilli(nowMs));
    enter(span);
  }

  private void enter(BudgetWindow.Span next) {
    span = next;
    startMs = next.start().toEpochMilli();
    endMs = next.end().toEpochMilli();
    settled = 0;
    held = 0;
    running = 0;
    slack = 0;
    refusing = false;
    excesses.clear();
    if (lease != null) {
      lease.clear();
    }
    for (Bound bound : bounds) {
      bound.alerted = 0;
    }
    if (opening != null) {
      opening.clear();
    }
  }

  Account account() {
    return account;
  }

  BudgetWindow window() {
    return window;
  }

  BudgetWindow.Span span() {
    return span;
  }

  long startMs() {
    return startMs;
  }

  @Nullable WindowLease lease() {
    return lease;
  }

  AccountWindow accountWindow() {
    return new AccountWindow(account.scope(), window, span);
  }

  /** These are its budgets from now on; what was alerted stays so where a budget is the same. */
  void bind(List<Budget> budgets) {
    List<Bound> next = new ArrayList<>();
    for (Budget budget : budgets) {
      Bound bound = new Bound(budget);
      for (Bound old : bounds) {
        if (old.budget.equals(budget)) {
          bound.alerted = old.alerted;
        }
      }
      next.add(bound);
    }
    bounds = next;
    Budget before = tightest;
    tightest = null;
    for (Budget budget : budgets) {
      if (budget.stops() && (tightest == null || budget.limit().compareTo(tightest.limit()) < 0)) {
        tightest = budget;
      }
    }
    refusing = false;
    if (lease != null && before != null && !before.equals(tightest)) {
      // What was leased under another limit is not kept under this one.
      lease.startAnew(exposure());
    }
  }

  /** Goes on to the window that a moment is in, if the present one has ended. */
  void passTo(long nowMs) {
    if (nowMs >= endMs) {
      enter(window.around(Instant.ofEpochMilli(nowMs)));
    }
  }

  boolean isOpening() {
    return opening != null;
  }

  /**
   * The ledger has said what was charged before.
   *
   * @param of the window that it was asked about
   * @param pico what was charged in it up to a record of the journal
   * @param seq that record
   */
  void opened(BudgetWindow.Span of, long pico, long seq) {
    List<Charge> since = opening;
    if (since == null) {
      return;
    }
    boolean same = of.start().toEpochMilli() == startMs;
    settled = same ? pico : 0;
    for (Charge charge : since) {
      if (!same || charge.seq > seq) {
        settled = Sums.plus(settled, charge.pico);
      }
    }
    opening = null;
    // Whoever was to be told of these has been, before a restart, or has just set the budget.
    for (Bound bound : bounds) {
      while (bound.isDue(settled)) {
        bound.alerted++;
      }
    }
  }

  /** The budget that stops requests first, or {@code null}. */
  @Nullable Budget tightest() {
    return tightest;
  }

  /**
   * How much more than what is left a hold needs, in pico-dollars; not above 0 where it fits.
   *
   * @param instead what is held already, in whose place it would be
   */
  long lacking(Hold further, Hold instead, boolean openMode) {
    Budget bound = tightest;
    if (bound == null || opening != null) {
      return Long.MIN_VALUE;
    }
    excesses.remove(instead.excess());
    Slack left =
        new Slack(bound, left(bound, instead, openMode), slack - instead.slack(), excesses);
    long lacking = left.lacking(further);
    excesses.add(instead.excess());
    return lacking;
  }

  private long left(Budget bound, Hold instead, boolean openMode) {
    long ceiling = lease == null ? bound.limit().pico() : lease.ceiling(openMode);
    return ceiling - Sums.plus(settled, held - instead.pico());
  }

  /** What may be spent once all that runs has ended, with the room that is kept for it. */
  long exposure() {
    Budget bound = tightest;
    long taken = Sums.plus(settled, Math.max(0, held));
    return bound == null
        ? taken
        : Sums.plus(taken, new Slack(bound, 0, slack, excesses).lacking(Hold.NONE));
  }

  long settled() {
    return settled;
  }

  void hold(Hold hold) {
    running++;
    take(hold);
    if (lease != null) {
      lease.exposed(this, hold.pico(), Sums.plus(settled, held));
    }
  }

  /** Holds another amount in place of one that is held. */
  void replace(Hold old, Hold hold) {
    give(old);
    take(hold);
  }

  void release(Hold hold) {
    running--;
    give(hold);
    if (running < 0 || (running == 0 && held != 0)) {
      throw new IllegalStateException(
          account.scope() + ": " + running + " requests hold " + held + " pico-dollars");
    }
  }

  /** Under a limit it cannot overflow; without one it wraps, and comes back as holds are given. */
  private void take(Hold hold) {
    held += hold.pico();
    slack += hold.slack();
    excesses.add(hold.excess());
  }

  private void give(Hold hold) {
    held -= hold.pico();
    slack -= hold.slack();
    excesses.remove(hold.excess());
  }

  /** Whether a request that was admitted at a moment is in the present window. */
  boolean has(long admittedMs) {
    return admittedMs >= startMs && admittedMs < endMs;
  }

  /** Books what a request of the present window was billed. */
  void charge(long pico, long seq, List<BudgetEvent> events) {
    settled = Sums.plus(settled, pico);
    if (lease != null) {
      lease.billed(pico);
    }
    if (opening != null) {
      opening.add(new Charge(seq, pico));
      return;
    }
    tell(events);
  }

  /** The store has said how this node's lease stands, and what the others have spent. */
  void leased(LeaseState state, List<BudgetEvent> events) {
    if (lease != null) {
      lease.take(state, Sums.plus(settled, held));
      tell(events);
    }
  }

  /** The store has said what the others have spent. */
  void heardOfOthers(LeaseState state, List<BudgetEvent> events) {
    if (lease != null) {
      lease.others(state);
      tell(events);
    }
  }

  private void tell(List<BudgetEvent> events) {
    long spent = spent().pico();
    for (Bound bound : bounds) {
      while (bound.isDue(spent)) {
        events.add(
            new BudgetEvent.Reached(
                bound.budget, span, bound.budget.alertsPercent().get(bound.alerted++), spent()));
      }
    }
  }

  /** A request was refused for want of this money; the first one in a window is an event. */
  void refused(List<BudgetEvent> events) {
    Budget budget = tightest;
    if (!refusing && budget != null) {
      refusing = true;
      events.add(new BudgetEvent.Refusing(budget, span, spent(), allHeld()));
    }
  }

  private Picodollars spent() {
    return new Picodollars(Sums.plus(settled, lease == null ? 0 : lease.othersSpent()));
  }

  private Picodollars allHeld() {
    return new Picodollars(lease == null ? held : Sums.plus(held, lease.othersHeld()));
  }

  /** What can still be held by one request: of the tightest budget that stops requests. */
  Slack slack(boolean openMode) {
    Budget bound = tightest;
    return bound == null || opening != null
        ? Slack.UNLIMITED
        : new Slack(bound, left(bound, Hold.NONE, openMode), slack, excesses.copy());
  }

  /** How each of its budgets stands. */
  void read(List<BudgetReading> into) {
    for (Bound bound : bounds) {
      into.add(new BudgetReading(bound.budget, span, spent(), allHeld(), running, opening == null));
    }
  }
}
