package io.tollgate.policies.routing;

import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.PriceBook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The options that qualify for one request, from best to worst, and those that do not. */
final class Ranking {

  private final List<Appraisal> qualified;
  private final List<Rejection> rejected = new ArrayList<>();
  private long shortestPauseMs = Long.MAX_VALUE;
  private boolean onlyThrottled = true;
  private boolean onlyForbidden = true;
  private Refusal.@Nullable Code overspent;

  Ranking(int options) {
    this.qualified = new ArrayList<>(options);
  }

  /** Puts an appraisal in its place: the lists are short, so insertion beats a sort. */
  void add(Appraisal appraisal) {
    int place = qualified.size();
    while (place > 0 && appraisal.isBefore(qualified.get(place - 1))) {
      place--;
    }
    qualified.add(place, appraisal);
  }

  void reject(Option option, String reason) {
    onlyForbidden = false;
    rejected.add(new Rejection(option.deployment, reason));
  }

  /** Sets an option aside that the caller may not have. */
  void object(Option option, Allowance.Objection objection) {
    boolean forbidden = onlyForbidden && objection.code() == Refusal.Code.FORBIDDEN;
    reject(option, objection.sentence());
    onlyForbidden = forbidden;
    if (objection.code() != Refusal.Code.FORBIDDEN) {
      overspent = objection.code();
    }
  }

  /** Moves what a condition holds for behind everything else; the order is kept otherwise. */
  void demote(Predicate<Appraisal> unwanted) {
    List<Appraisal> last = qualified.stream().filter(unwanted).toList();
    qualified.removeAll(last);
    qualified.addAll(last);
  }

  /** Puts some before everything else, in this order. */
  void promote(List<Appraisal> wanted) {
    qualified.removeAll(wanted);
    qualified.addAll(0, wanted);
  }

  /** Sets an option aside that would qualify, but takes no requests for some time. */
  void pause(Option option, Outlook.Forecast forecast) {
    reject(option, Reasons.paused(forecast));
    shortestPauseMs = Math.min(shortestPauseMs, Math.max(1, forecast.pauseMs()));
    onlyThrottled &= forecast.availability() == Outlook.Availability.THROTTLED;
  }

  /** Whether something would qualify if it took requests. */
  boolean isPaused() {
    return shortestPauseMs != Long.MAX_VALUE;
  }

  /** What the caller is refused as, where nothing qualifies. */
  Refusal.Code refusal() {
    if (!isPaused()) {
      Refusal.Code other =
          onlyForbidden && !rejected.isEmpty() ? Refusal.Code.FORBIDDEN : Refusal.Code.NO_CANDIDATE;
      return overspent == null ? other : overspent;
    }
    return onlyThrottled ? Refusal.Code.THROTTLED : Refusal.Code.UNAVAILABLE;
  }

  /** Milliseconds until the first of what was set aside may be asked again. */
  long shortestPauseMs() {
    return shortestPauseMs;
  }

  /** Where the request is expected to cost least, of what a condition holds for and has a price. */
  @Nullable Deployment cheapest(Predicate<Appraisal> adequate) {
    Appraisal cheapest = null;
    Picodollars least = null;
    for (Appraisal appraisal : qualified) {
      Picodollars cost = appraisal.cost();
      if (cost != null
          && (least == null || cost.compareTo(least) < 0)
          && adequate.test(appraisal)) {
        cheapest = appraisal;
        least = cost;
      }
    }
    return cheapest == null ? null : cheapest.option().deployment;
  }

  List<Appraisal> qualified() {
    return qualified;
  }

  List<Rejection> rejected() {
    return rejected;
  }

  boolean isEmpty() {
    return qualified.isEmpty();
  }

  /** The first of the ranking as candidates, at most so many. */
  List<Candidate> plan(int maxAttempts, PriceBook prices, Instant now) {
    int length = Math.min(maxAttempts, qualified.size());
    List<Candidate> plan = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      plan.add(qualified.get(i).candidate(prices, now));
    }
    return plan;
  }
}
