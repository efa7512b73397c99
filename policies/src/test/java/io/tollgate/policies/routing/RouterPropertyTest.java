package io.tollgate.policies.routing;

import static io.tollgate.policies.routing.Town.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.policies.catalog.Capability;
import io.tollgate.policies.catalog.Catalog;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.catalog.ModelClass;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.routing.Outlook.Availability;
import io.tollgate.policies.routing.Outlook.Forecast;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What holds of every decision, over seeded random catalogues, policies and requests. */
class RouterPropertyTest {

  private static final int ROUNDS = 3_000;
  private static final List<Availability> AVAILABILITIES = List.of(Availability.values());
  private static final List<ModelClass> CLASSES = List.of(ModelClass.values());

  @Test
  void every_candidate_of_every_plan_meets_every_limit() {
    int decisions = 0;
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      Town town = town(random);
      Terms terms = terms(random, town.catalog());
      RequestProfile profile = profile(random);
      Outlook outlook = outlook(random, town.catalog());
      if (router(terms, town).decide(profile, outlook, NOON) instanceof Decision decision) {
        decisions++;
        assertThat(decision.plan())
            .as("seed %d", seed)
            .hasSizeLessThanOrEqualTo(terms.maxAttempts());
        for (Candidate candidate : decision.plan()) {
          assertMeets(seed, candidate, terms, profile, outlook);
        }
        assertThat(decision.plan())
            .as("seed %d", seed)
            .isSortedAccordingTo(
                Comparator.<Candidate, Availability>comparing(
                        candidate -> outlook.of(candidate.deployment()).availability())
                    .thenComparing(RouterPropertyTest::order));
        assertEveryCandidateIsAccountedFor(seed, decision, terms);
      }
    }
    assertThat(decisions).isBetween(ROUNDS / 4, ROUNDS - 1);
  }

  @Test
  void equal_arguments_give_equal_decisions_whatever_the_order_of_the_candidates() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      Town town = town(random);
      Terms terms = terms(random, town.catalog());
      RequestProfile profile = profile(random);
      Outlook outlook = outlook(random, town.catalog());
      List<Deployment> shuffled = new ArrayList<>(terms.candidates());
      Collections.shuffle(shuffled, random);
      Routing once = router(terms, town).decide(profile, outlook, NOON);
      Routing again = router(terms, town).decide(profile, outlook, NOON);
      Routing other = router(terms.withCandidates(shuffled), town).decide(profile, outlook, NOON);
      assertThat(again).as("seed %d", seed).isEqualTo(once);
      if (once instanceof Decision decision) {
        assertThat(Town.decision(other).plan()).as("seed %d", seed).isEqualTo(decision.plan());
      } else {
        assertThat(other).as("seed %d", seed).isInstanceOf(Refusal.class);
      }
    }
  }

  @Test
  void a_higher_value_of_quality_never_picks_a_worse_first_choice() {
    int moved = 0;
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      Town town = town(random);
      Terms terms = terms(random, town.catalog());
      RequestProfile profile = profile(random);
      Outlook outlook = outlook(random, town.catalog());
      int lastQuality = -1;
      int firstQuality = -1;
      for (long value = 0; value <= 10_000_000; value = value * 4 + 1) {
        Objective objective = new Objective(value, terms.objective().latencyPicoPerMs());
        Terms dearer = withObjective(terms, objective);
        if (!(router(dearer, town).decide(profile, outlook, NOON) instanceof Decision decision)) {
          break;
        }
        int quality = decision.first().estimate().qualityPpm();
        assertThat(quality)
            .as("seed %d, value %d", seed, value)
            .isGreaterThanOrEqualTo(lastQuality);
        firstQuality = firstQuality < 0 ? quality : firstQuality;
        lastQuality = quality;
      }
      moved += lastQuality > firstQuality ? 1 : 0;
    }
    assertThat(moved).as("rounds in which the value mattered").isGreaterThan(ROUNDS / 20);
  }

  @Test
  void the_most_extreme_figures_neither_overflow_nor_throw() {
    Town town =
        new Town()
            .with("a/max", ModelClass.FRONTIER, 1_000_000, 1_000_000_000, 1_000_000_000)
            .with("b/min", ModelClass.LOCAL, 0, 0, 0);
    Objective most = new Objective(Objective.MAX_PICO, Objective.MAX_PICO);
    Terms terms =
        new Terms(
            most,
            Limits.NONE,
            List.copyOf(town.catalog().deployments()),
            10_000_000,
            2,
            true,
            Patience.ENDLESS,
            Tolerance.HINTS);
    for (long tokens : new long[] {0, 1, 1L << 31, Long.MAX_VALUE}) {
      for (String model : List.of("auto", "a/max", "b/min")) {
        RequestProfile profile = Town.request(model, tokens, tokens, Integer.MAX_VALUE, Set.of());
        Outlook outlook = d -> Forecast.seen(Long.MAX_VALUE, 1, Long.MAX_VALUE);
        assertThat(router(terms, town).decide(profile, outlook, NOON)).isNotNull();
        Outlook endless =
            d ->
                new Forecast(
                    Availability.AVAILABLE,
                    0,
                    1,
                    Long.MAX_VALUE,
                    Long.MAX_VALUE,
                    1,
                    Long.MAX_VALUE,
                    Long.MAX_VALUE,
                    Long.MAX_VALUE,
                    Long.MAX_VALUE,
                    Integer.MAX_VALUE,
                    Integer.MAX_VALUE);
        assertThat(router(terms, town).decide(profile, endless, NOON)).isNotNull();
      }
    }
    Decision decision =
        Town.decision(router(terms, town).decide(Town.request("auto"), Outlook.UNKNOWN, NOON));
    assertThat(decision.plan()).isSortedAccordingTo(RouterPropertyTest::order);
  }

  private static void assertMeets(
      int seed, Candidate candidate, Terms terms, RequestProfile profile, Outlook outlook) {
    Estimate estimate = candidate.estimate();
    Limits limits = terms.limits();
    var model = candidate.deployment().model();
    assertThat(outlook.of(candidate.deployment()).availability())
        .as("seed %d", seed)
        .matches(Availability::takesRequests);
    assertThat(model.capabilities()).as("seed %d", seed).containsAll(profile.needs());
    assertThat(estimate.qualityPpm())
        .as("seed %d", seed)
        .isEqualTo(model.qualityPpm())
        .isGreaterThanOrEqualTo(limits.minQualityPpm());
    assertThat(estimate.ttftMs()).as("seed %d", seed).isLessThanOrEqualTo(limits.maxTtftMs());
    assertThat(estimate.totalMs()).as("seed %d", seed).isLessThanOrEqualTo(limits.maxTotalMs());
    assertThat(profile.inputTokens() + Math.max(1, profile.maxOutputTokens()))
        .as("seed %d", seed)
        .isLessThanOrEqualTo(model.contextWindow());
    Picodollars cost = estimate.cost();
    Picodollars maxCost = limits.maxCost();
    if (cost == null) {
      assertThat(terms.allowUnpriced()).as("seed %d", seed).isTrue();
      assertThat(estimate.hold()).as("seed %d", seed).isNull();
    } else {
      assertThat(estimate.hold()).as("seed %d", seed).isGreaterThanOrEqualTo(cost);
      if (maxCost != null) {
        assertThat(cost).as("seed %d", seed).isLessThanOrEqualTo(maxCost);
      }
    }
  }

  private static void assertEveryCandidateIsAccountedFor(int seed, Decision decision, Terms terms) {
    // Models that make embeddings are not even looked at for an answer.
    long answering =
        terms.candidates().stream()
            .filter(d -> !d.model().capabilities().contains(Capability.EMBEDDINGS))
            .count();
    int qualified = Math.toIntExact(answering) - decision.rejected().size();
    assertThat(decision.plan())
        .as("seed %d", seed)
        .hasSize(Math.min(terms.maxAttempts(), qualified));
  }

  /** The order a plan must have: priced first, then by score, then by name. */
  private static int order(Candidate a, Candidate b) {
    boolean aUnpriced = a.estimate().cost() == null;
    boolean bUnpriced = b.estimate().cost() == null;
    if (aUnpriced != bUnpriced) {
      return aUnpriced ? 1 : -1;
    }
    int byScore = Long.compare(a.scorePico(), b.scorePico());
    return byScore != 0 ? byScore : a.deployment().id().compareTo(b.deployment().id());
  }

  private static Router router(Terms terms, Town town) {
    Policy policy = new Policy(Policy.DEFAULT, "", terms, List.of());
    return Router.of(PolicySet.of(List.of(policy), Map.of()), town.catalog(), town.prices());
  }

  private static Terms withObjective(Terms terms, Objective objective) {
    return new Terms(
        objective,
        terms.limits(),
        terms.candidates(),
        terms.expectedOutputTokens(),
        terms.maxAttempts(),
        terms.allowUnpriced(),
        terms.patience(),
        terms.mayLose());
  }

  private static Town town(Random random) {
    Town town = new Town();
    int count = 1 + random.nextInt(12);
    for (int i = 0; i < count; i++) {
      ModelClass modelClass = CLASSES.get(random.nextInt(CLASSES.size()));
      String id = "p" + random.nextInt(3) + "/m" + i;
      int quality = random.nextInt(21) * 50_000;
      if (random.nextInt(6) == 0) {
        Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
        for (Capability capability : Capability.values()) {
          if (random.nextBoolean()) {
            capabilities.add(capability);
          }
        }
        town.withUnpriced(id, modelClass, quality, 1 + random.nextInt(20_000), 4_000, capabilities);
      } else {
        // Few distinct prices, so that ties happen.
        town.with(
            id, modelClass, quality, random.nextInt(4) * 500_000L, random.nextInt(4) * 1_000_000L);
      }
    }
    return town;
  }

  private static Terms terms(Random random, Catalog catalog) {
    return new Terms(
        new Objective(random.nextInt(2_000), random.nextInt(1_000_000)),
        new Limits(
            random.nextBoolean() ? null : new Picodollars(random.nextInt(1 << 30) * 8L),
            random.nextBoolean() ? Limits.NO_LIMIT : random.nextInt(2_000),
            random.nextBoolean() ? Limits.NO_LIMIT : random.nextInt(40_000),
            random.nextBoolean() ? 0 : random.nextInt(1_000_000)),
        List.copyOf(catalog.deployments()),
        1 + random.nextInt(2_000),
        1 + random.nextInt(5),
        random.nextBoolean(),
        Patience.ENDLESS,
        Tolerance.HINTS);
  }

  private static RequestProfile profile(Random random) {
    Set<Capability> needs = random.nextInt(3) == 0 ? Set.of(Capability.TOOLS) : Set.of();
    long most = random.nextBoolean() ? -1 : random.nextInt(6_000);
    return Town.request("auto", random.nextInt(20_000), most, 1 + random.nextInt(3), needs);
  }

  private static Outlook outlook(Random random, Catalog catalog) {
    Map<Deployment, Forecast> forecasts = new java.util.HashMap<>();
    for (Deployment deployment : catalog.deployments()) {
      if (random.nextBoolean()) {
        long ttftMs = random.nextInt(1_500) - 1L;
        long speed = random.nextInt(200) - 1L;
        forecasts.put(
            deployment,
            new Forecast(
                AVAILABILITIES.get(random.nextInt(AVAILABILITIES.size())),
                random.nextInt(5_000),
                ttftMs,
                ttftMs < 0 ? -1 : ttftMs + random.nextInt(300),
                speed,
                speed <= 0 ? speed : 1 + random.nextLong(speed),
                random.nextInt(3_000) - 1L,
                random.nextBoolean() ? -1 : random.nextInt(6_000),
                random.nextBoolean() ? -1 : random.nextInt(20_000),
                random.nextBoolean() ? 0 : random.nextInt(400),
                random.nextBoolean() ? 0 : random.nextInt(1_000_001),
                random.nextBoolean() ? 0 : random.nextInt(1_000_001)));
      }
    }
    return deployment -> forecasts.getOrDefault(deployment, Forecast.UNKNOWN);
  }
}
