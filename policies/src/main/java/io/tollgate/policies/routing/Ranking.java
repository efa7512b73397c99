package io.tollgate.policies.routing;

import io.tollgate.policies.price.PriceBook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The options that qualify for one request, from best to worst, and those that do not. */
final class Ranking {

  private final List<Appraisal> qualified;
  private final List<Rejection> rejected = new ArrayList<>();

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
    rejected.add(new Rejection(option.deployment, reason));
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
