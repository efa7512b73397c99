package io.tollgate.gateway.http;

import io.tollgate.gateway.budget.AccountPath;
import io.tollgate.gateway.budget.BudgetBook;
import io.tollgate.gateway.budget.BudgetBook.Admittance;
import io.tollgate.gateway.budget.BudgetReading;
import io.tollgate.gateway.budget.Headroom;
import io.tollgate.gateway.budget.Hold;
import io.tollgate.gateway.budget.LeaseShortage;
import io.tollgate.gateway.exchange.Spending;
import io.tollgate.gateway.keys.Caller;
import io.tollgate.gateway.limit.Passage;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.routing.Allowance;
import io.tollgate.policies.routing.Decision;
import io.tollgate.policies.routing.Refusal;
import io.tollgate.policies.routing.Routing;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides where a request goes and holds the money for it. Where the first choice does not fit into
 * a budget, it is decided once more among what does, so that a cheaper candidate is taken before
 * anything is refused.
 */
final class Purchase {

  /** The most calls that one decision pays for: two that are to agree, a third, and a hedge. */
  private static final int CALLS_MAX = 4;

  /** What comes of it. */
  sealed interface Result {

    /**
     * The money is held.
     *
     * @param spending to be ended by whoever takes it
     */
    record Held(Decision decision, Spending spending) implements Result {}

    /**
     * Nothing is held.
     *
     * @param budget the budget that has no room, where that is why
     */
    record Refused(Refusal refusal, @Nullable BudgetReading budget) implements Result {}

    /**
     * Nothing is held, and other nodes may have what is lacking here.
     *
     * @param reading how the budget stands as it is known here
     */
    record Lacking(LeaseShortage shortage, BudgetReading reading) implements Result {}
  }

  private final BudgetBook book;
  private final AccountPath path;
  private final Caller caller;
  private final @Nullable Picodollars maxCost;
  private final long nowMs;
  private final Passage passage;
  private final BusyDeployments busy;

  /**
   * A purchase by a caller.
   *
   * @param path what is charged
   * @param maxCost what the request may cost at most, or {@code null}
   * @param passage what it has taken of rate limits
   * @param busy knows the deployments that are at theirs
   */
  Purchase(
      BudgetBook book,
      AccountPath path,
      Caller caller,
      @Nullable Picodollars maxCost,
      long nowMs,
      Passage passage,
      BusyDeployments busy) {
    this.book = book;
    this.path = path;
    this.caller = caller;
    this.maxCost = maxCost;
    this.nowMs = nowMs;
    this.passage = passage;
    this.busy = busy;
  }

  /**
   * Decides and holds.
   *
   * @param deciding decides among what is allowed; asked up to three times
   * @param last whether what is lacking here is lacking, whatever other nodes have
   */
  Result make(Function<Allowance, Routing> deciding, boolean last) {
    Result result = make(deciding, Headroom.UNLIMITED, 1);
    if (result instanceof Result.Lacking && !last) {
      return result;
    }
    BudgetReading tight = shortOf(result);
    for (int calls = 1; shortOf(result) != null && calls <= CALLS_MAX; calls += CALLS_MAX - 1) {
      result = make(deciding, book.headroom(path, nowMs), calls);
    }
    if (result instanceof Result.Lacking(var _, BudgetReading reading)) {
      result = new Result.Refused(refusal(reading), reading);
    }
    // What the candidates lack says less than which budget is used up, and until when.
    return tight != null
            && result instanceof Result.Refused(Refusal refusal, var budget)
            && budget == null
            && refusal.code() == Refusal.Code.OVER_BUDGET
        ? new Result.Refused(
            new Refusal(refusal.code(), refusal(tight).sentence() + ". " + refusal.sentence(), 0),
            tight)
        : result;
  }

  private static @Nullable BudgetReading shortOf(Result result) {
    return switch (result) {
      case Result.Refused refused -> refused.budget();
      case Result.Lacking shortage -> shortage.reading();
      case Result.Held _ -> null;
    };
  }

  private Result make(Function<Allowance, Routing> deciding, Headroom headroom, int calls) {
    Allowance allowance =
        new CallerAllowance(caller, path.isBudgeted(), maxCost, headroom, calls, busy);
    return switch (deciding.apply(allowance)) {
      case Refusal refusal -> new Result.Refused(refusal, null);
      case Decision decision -> {
        Hold hold = Spending.of(decision);
        if (maxCost != null && hold.worstPico() > maxCost.pico() && calls < CALLS_MAX) {
          // Calls that may each be paid for can come to more together.
          yield make(deciding, headroom, CALLS_MAX);
        }
        yield switch (book.reserve(path, hold, nowMs)) {
          case Admittance.Granted(var reservation) ->
              new Result.Held(decision, new Spending(reservation, passage, maxCost));
          case Admittance.Refused(BudgetReading reading) ->
              new Result.Refused(refusal(reading), reading);
          case Admittance.Lacking(LeaseShortage shortage, BudgetReading reading) ->
              new Result.Lacking(shortage, reading);
        };
      }
    };
  }

  private static Refusal refusal(BudgetReading reading) {
    return new Refusal(
        Refusal.Code.OVER_BUDGET,
        "Budget "
            + reading.budget().id()
            + " of "
            + reading.budget().scope()
            + " has no room for this request before "
            + reading.span().end(),
        0);
  }
}
