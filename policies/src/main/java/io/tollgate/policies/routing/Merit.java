package io.tollgate.policies.routing;

import io.tollgate.policies.money.Picodollars;
import java.util.List;

/** In what the first of a ranking stands out, for the reason of a decision. */
enum Merit {
  CHEAPEST("cheapest of "),
  BEST("best in quality of "),
  FASTEST("fastest of "),
  BALANCED("best balance of cost, latency and quality among ");

  final String praise;

  Merit(String praise) {
    this.praise = praise;
  }

  /** The first of these that holds: none costs less, none is better, all are slower. */
  static Merit of(List<Appraisal> ranked) {
    Appraisal first = ranked.getFirst();
    Picodollars cost = first.cost();
    boolean cheapest = cost != null;
    boolean best = true;
    boolean fastest = true;
    for (int i = 1; i < ranked.size(); i++) {
      Appraisal other = ranked.get(i);
      Picodollars otherCost = other.cost();
      cheapest &= cost != null && (otherCost == null || cost.compareTo(otherCost) <= 0);
      best &= first.qualityPpm() >= other.qualityPpm();
      fastest &= first.totalMs() < other.totalMs();
    }
    if (cheapest) {
      return CHEAPEST;
    }
    if (best) {
      return BEST;
    }
    return fastest ? FASTEST : BALANCED;
  }
}
