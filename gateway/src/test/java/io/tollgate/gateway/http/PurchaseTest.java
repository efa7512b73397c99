package io.tollgate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.budget.BudgetBook;
import io.tollgate.gateway.keys.Caller;
import io.tollgate.gateway.keys.VirtualKey;
import io.tollgate.gateway.limit.Passage;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.catalog.Model;
import io.tollgate.policies.catalog.ModelClass;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.routing.Allowance;
import io.tollgate.policies.routing.Candidate;
import io.tollgate.policies.routing.Decision;
import io.tollgate.policies.routing.Estimate;
import io.tollgate.policies.routing.Patience;
import io.tollgate.policies.routing.Refusal;
import io.tollgate.policies.routing.Routing;
import io.tollgate.policies.routing.Tactic;
import io.tollgate.policies.routing.Tolerance;
import io.tollgate.policies.usage.Usage;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PurchaseTest {

  private static final Model MODEL =
      new Model("m", ModelClass.LOCAL, 500_000, 100_000, 1_000, Set.of());
  private static final Caller CALLER =
      Caller.of(new VirtualKey("0123456789ab", "test", "00", null));

  private final BudgetBook book = new BudgetBook(event -> {});
  private int asked;

  private Purchase.Result buy(long maxCostPico, Candidate... plan) {
    Purchase purchase =
        new Purchase(
            book,
            book.path(CALLER.path()),
            CALLER,
            new Picodollars(maxCostPico),
            0,
            Passage.FREE,
            BusyDeployments.NONE);
    return purchase.make(allowance -> decide(allowance, List.of(plan)), false);
  }

  /** Two are to agree, and a third answers where they do not: all of them that are allowed. */
  private Routing decide(Allowance allowance, List<Candidate> plan) {
    asked++;
    List<Candidate> allowed =
        plan.stream()
            .filter(one ->
                allowance.toCost(
                        one.estimate().cost(), one.estimate().hold(), one.estimate().worst())
                    == null)
            .toList();
    return allowed.isEmpty()
        ? new Refusal(Refusal.Code.OVER_MAX_COST, "too dear", 0)
        : new Decision(
            "default",
            "default",
            allowed,
            List.of(),
            "the test says so",
            Patience.ENDLESS,
            Tolerance.HINTS,
            new Tactic.Agreement(),
            null);
  }

  private static Candidate candidate(String provider, long pico) {
    Picodollars cost = new Picodollars(pico);
    return new Candidate(
        new Deployment(provider, "m", MODEL),
        new Estimate(Usage.of(1, 1), cost, cost, cost, 1, 1, 500_000),
        0);
  }

  @Test
  void calls_that_may_each_be_paid_for_may_not_be_together() {
    Candidate dear = candidate("dear", 40);
    Candidate fair = candidate("fair", 30);
    Candidate cheap = candidate("cheap", 25);
    assertThat(buy(100, dear, fair, cheap)).isInstanceOf(Purchase.Result.Held.class);
    assertThat(asked).as("95 at worst").isEqualTo(1);
    Purchase.Result less = buy(90, dear, fair, cheap, candidate("least", 20));
    assertThat(less).isInstanceOf(Purchase.Result.Held.class);
    assertThat(((Purchase.Result.Held) less).decision().plan())
        .extracting(candidate -> candidate.deployment().provider())
        .containsExactly("least");
    assertThat(buy(90, dear, fair, cheap)).isInstanceOf(Purchase.Result.Refused.class);
  }
}
