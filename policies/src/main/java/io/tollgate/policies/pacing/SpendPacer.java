package io.tollgate.policies.pacing;

import io.tollgate.policies.money.Picodollars;
import java.math.BigInteger;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Makes money last over a window, by the mechanism of the {@link QualityPacer}: a weight on cost
 * that rises while more is spent than would last, and falls to 1 while less is. It ranks; it
 * refuses nothing. Safe for use by several threads.
 *
 * <p>With {@code R} the money that is left, {@code T} the time that it has to last (of a rolling
 * window all of it, in which a whole budget comes back), {@code r} requests per time and {@code c}
 * the cost of a request:
 *
 * <pre>
 * plan   = R / (r T)                                          what a request may cost
 * weight = clip(weight exp(STEP clip(c / plan - 1, -1, 4)), 1, MAX_WEIGHT)
 * </pre>
 *
 * <p>Amounts are whole pico-dollars; the weight is a figure of a controller and owed by nobody.
 */
public final class SpendPacer {

  /** A dollar of cost counts as at most so many: then money decides alone. */
  public static final int MAX_WEIGHT = 1_000;

  private static final double STEP = 0.03;
  private static final double MOST_OVER = 4;

  /** The rate of requests is averaged over this share of the window. */
  private static final double RATE_SHARE = 0.02;

  private final SpendBudget budget;
  private final AtomicReference<SpendState> state;

  public SpendPacer(SpendBudget budget, SpendState state) {
    this.budget = budget;
    this.state = new AtomicReference<>(state);
  }

  /** What a dollar of expected cost counts as now, in millionths: 1,000,000 to 1,000 times that. */
  public long costWeightPpm() {
    return Math.round(state.get().weight() * QualityBudget.PPM);
  }

  /** What is left of the window's money; below zero where more was spent. */
  public Picodollars remaining(long nowMs) {
    return new Picodollars(Math.subtractExact(budget.amount().pico(), at(nowMs).spentPico()));
  }

  /** All that there is to remember. */
  public SpendState state() {
    return state.get();
  }

  /**
   * Money was spent.
   *
   * @param cost of one request, at least 0
   * @param nowMs at least that of the last call; an earlier time counts as that
   */
  public void spent(Picodollars cost, long nowMs) {
    state.updateAndGet(before -> spent(before, Math.max(0, cost.pico()), nowMs));
  }

  private SpendState at(long nowMs) {
    return passed(state.get(), nowMs);
  }

  private SpendState spent(SpendState before, long costPico, long nowMs) {
    SpendState s = passed(before, nowMs);
    long total = saturatedSum(s.spentPico(), costPico);
    double perMs = rate(before, s.atMs());
    double planned =
        saturatedSum(budget.amount().pico(), -total) / Math.max(1, perMs * lastsMs(s.atMs()));
    double over = planned <= 0 ? MOST_OVER : Math.min(MOST_OVER, costPico / planned - 1);
    double weight = Math.clamp(s.weight() * Math.exp(STEP * over), 1, MAX_WEIGHT);
    return new SpendState(total, s.windowStartMs(), weight, perMs, s.atMs());
  }

  /** The state when time has passed: a new window has its money, a rolling one gets some back. */
  private SpendState passed(SpendState s, long nowMs) {
    long now = Math.max(nowMs, s.atMs());
    return switch (budget.window()) {
      case Window.Calendar calendar -> {
        long start = calendar.start(Instant.ofEpochMilli(now)).toEpochMilli();
        boolean same = start <= s.windowStartMs();
        yield new SpendState(
            same ? s.spentPico() : 0,
            same ? s.windowStartMs() : start,
            same ? s.weight() : Math.sqrt(s.weight()),
            s.perMs(),
            now);
      }
      case Window.Rolling rolling ->
          new SpendState(
              Math.max(0, s.spentPico() - refill(now - s.atMs(), rolling.span().toMillis())),
              s.windowStartMs(),
              s.weight(),
              s.perMs(),
              now);
    };
  }

  /** What comes back of a rolling budget in a time, rounded down. */
  private long refill(long passedMs, long spanMs) {
    if (passedMs >= spanMs) {
      return budget.amount().pico();
    }
    return BigInteger.valueOf(budget.amount().pico())
        .multiply(BigInteger.valueOf(passedMs))
        .divide(BigInteger.valueOf(spanMs))
        .longValueExact();
  }

  private long lastsMs(long nowMs) {
    return switch (budget.window()) {
      case Window.Calendar calendar ->
          Math.max(1, calendar.end(Instant.ofEpochMilli(nowMs)).toEpochMilli() - nowMs);
      case Window.Rolling rolling -> rolling.span().toMillis();
    };
  }

  private long windowMs(long nowMs) {
    return switch (budget.window()) {
      case Window.Calendar calendar -> {
        Instant now = Instant.ofEpochMilli(nowMs);
        yield calendar.end(now).toEpochMilli() - calendar.start(now).toEpochMilli();
      }
      case Window.Rolling rolling -> rolling.span().toMillis();
    };
  }

  private double rate(SpendState before, long nowMs) {
    double memoryMs = Math.max(1, RATE_SHARE * windowMs(nowMs));
    double kept = Math.exp(-(nowMs - before.atMs()) / memoryMs);
    return before.perMs() * kept + 1 / memoryMs;
  }

  private static long saturatedSum(long one, long other) {
    long sum = one + other;
    return ((one ^ sum) & (other ^ sum)) < 0 ? (one < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
  }
}
