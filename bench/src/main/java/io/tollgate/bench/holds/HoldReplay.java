package io.tollgate.bench.holds;

import io.tollgate.bench.holds.Workload.Arrival;
import io.tollgate.gateway.budget.AccountPath;
import io.tollgate.gateway.budget.Budget;
import io.tollgate.gateway.budget.BudgetBook;
import io.tollgate.gateway.budget.BudgetBook.Admittance;
import io.tollgate.gateway.budget.BudgetWindow;
import io.tollgate.gateway.budget.BudgetWindow.Every;
import io.tollgate.gateway.budget.Reservation;
import io.tollgate.gateway.budget.Scope;
import io.tollgate.gateway.upstream.HealthListener;
import io.tollgate.gateway.upstream.UpstreamHealth;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.routing.Decision;
import io.tollgate.policies.routing.Router;
import io.tollgate.policies.usage.Usage;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/**
 * Sends a workload through the gateway's own decisions and budgets in virtual time, and says what
 * was refused that would have fitted, and what was spent beyond the limit.
 */
final class HoldReplay {

  private static final Scope SCOPE = Scope.parse("organization:all");

  /** What runs, and what it will cost. */
  private record Running(long endsMs, Arrival arrival, Reservation reservation, long pico) {}

  private final Router router;
  private final PriceBook prices;
  private final long limitPico;
  private final HoldRule rule;

  private final BudgetBook book = new BudgetBook(event -> {});
  private final AccountPath path = book.path(List.of(SCOPE));
  private final PriorityQueue<Running> running =
      new PriorityQueue<>(Comparator.comparingLong(Running::endsMs));
  private long nowMs;
  private final UpstreamHealth health =
      new UpstreamHealth(
          () -> TimeUnit.MILLISECONDS.toNanos(nowMs), () -> 0.5, HealthListener.NONE);

  private Instant windowEnd = Instant.EPOCH;

  /** What was admitted in the window will cost, and what was refused in it falsely would have. */
  private long admittedPico;

  private long falsePico;
  private int refusedInWindow;
  private int refused;
  private int falselyRefused;
  private int aloneFits;
  private int overspentWindows;
  private long overspentPpm;
  private long usedPpm;
  private int refusingWindows;

  HoldReplay(Router router, PriceBook prices, long limitPico, HoldRule rule) {
    this.router = router;
    this.prices = prices;
    this.limitPico = limitPico;
    this.rule = rule;
  }

  /** What an hour's requests cost in the mean, if all are sent. */
  static long hourlyPico(List<Arrival> arrivals, PriceBook prices) {
    double sum = 0;
    for (Arrival arrival : arrivals) {
      sum += cost(arrival, prices);
    }
    double hours = (arrivals.getLast().atMs() - arrivals.getFirst().atMs()) / 3.6e6;
    return Math.round(sum / hours);
  }

  private static long cost(Arrival arrival, PriceBook prices) {
    return cost(arrival, arrival.input(), arrival.output(), prices);
  }

  private static long cost(Arrival arrival, long input, long output, PriceBook prices) {
    Instant at = Instant.ofEpochMilli(arrival.atMs());
    Usage usage = Usage.of(input, output);
    return Objects.requireNonNull(prices.rate(arrival.deployment().id(), usage, at, at).total())
        .pico();
  }

  HoldOutcome run(List<Arrival> arrivals) {
    Budget budget =
        new Budget(
            "hourly",
            SCOPE,
            new Picodollars(limitPico),
            new BudgetWindow(Every.HOUR, ZoneOffset.UTC),
            Budget.ALERTS,
            true);
    long from = arrivals.getFirst().atMs();
    for (BudgetBook.Opening opening : book.budgets(List.of(budget), from)) {
      book.opened(opening, 0, 0);
    }
    for (Arrival arrival : arrivals) {
      endUntil(arrival.atMs());
      nowMs = arrival.atMs();
      enterWindow(budget);
      arrive(arrival);
    }
    closeWindow();
    return new HoldOutcome(
        arrivals.size(),
        refused,
        falselyRefused,
        aloneFits,
        overspentWindows,
        overspentPpm,
        refusingWindows == 0 ? 0 : usedPpm / refusingWindows);
  }

  private void enterWindow(Budget budget) {
    Instant now = Instant.ofEpochMilli(nowMs);
    if (!now.isBefore(windowEnd)) {
      closeWindow();
      windowEnd = budget.window().around(now).end();
      admittedPico = 0;
      falsePico = 0;
      refusedInWindow = 0;
    }
  }

  private void closeWindow() {
    if (admittedPico > limitPico) {
      overspentWindows++;
      overspentPpm = Math.max(overspentPpm, ppm(admittedPico - limitPico));
    }
    if (refusedInWindow > 0) {
      refusingWindows++;
      usedPpm += ppm(admittedPico);
    }
  }

  private long ppm(long pico) {
    return Math.round(1e6 * pico / limitPico);
  }

  private void arrive(Arrival arrival) {
    long pico = cost(arrival, prices);
    Decision decision =
        (Decision) router.decide(arrival.profile(), health, Instant.ofEpochMilli(nowMs));
    switch (book.reserve(path, rule.of(decision.first().estimate(), allowedPico(arrival)), nowMs)) {
      case Admittance.Granted(Reservation reservation) -> {
        admittedPico += pico;
        running.add(new Running(nowMs + arrival.takesMs(), arrival, reservation, pico));
      }
      case Admittance.Refused _, Admittance.Lacking _ -> {
        refused++;
        refusedInWindow++;
        aloneFits += admittedPico + pico <= limitPico ? 1 : 0;
        if (admittedPico + falsePico + pico <= limitPico) {
          falselyRefused++;
          falsePico += pico;
        }
      }
    }
  }

  private long allowedPico(Arrival arrival) {
    long limit = arrival.profile().maxOutputTokens();
    return cost(
        arrival,
        arrival.profile().inputTokens(),
        limit < 0 ? arrival.deployment().model().maxOutput() : limit,
        prices);
  }

  private void endUntil(long untilMs) {
    while (!running.isEmpty() && running.peek().endsMs() <= untilMs) {
      Running ended = running.poll();
      nowMs = ended.endsMs();
      ended.reservation().charge(new Picodollars(ended.pico()), 1);
      ended.reservation().close();
      Arrival arrival = ended.arrival();
      health.observe(
          arrival.deployment(),
          -1,
          arrival.takesMs(),
          Usage.of(arrival.input(), arrival.output()),
          true);
    }
  }
}
