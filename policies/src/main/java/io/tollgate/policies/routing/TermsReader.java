package io.tollgate.policies.routing;

import io.tollgate.policies.catalog.Catalog;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.yaml.YamlList;
import io.tollgate.policies.yaml.YamlMap;
import io.tollgate.policies.yaml.YamlType;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads the terms of a policy or a rule: what the map does not state is as in given terms. */
final class TermsReader {

  private static final int MAX_OUTPUT_TOKENS = 10_000_000;
  private static final int MAX_ATTEMPTS = 10;
  private static final int MAX_TOKENS_PER_SECOND = 100_000;

  /** Dollars per percentage point as pico-dollars per millionth: 1e12 / 10,000. */
  private static final YamlType<Long> POINT_USD =
      YamlType.decimal("0", "1000").map(usd -> scaled(usd, 8));

  /** Dollars per second as pico-dollars per millisecond: 1e12 / 1,000. */
  private static final YamlType<Long> SECOND_USD =
      YamlType.decimal("0", "1000").map(usd -> scaled(usd, 9));

  static final YamlType<Picodollars> USD =
      YamlType.decimal("0", "1000000").map(usd -> new Picodollars(scaled(usd, Picodollars.SCALE)));

  /** A share of one in millionths. */
  static final YamlType<Integer> SHARE =
      YamlType.decimal("0", "1").map(share -> Math.toIntExact(scaled(share, 6)));

  private static final YamlType<Long> MILLIS =
      YamlType.duration(Duration.ofMillis(1), Duration.ofHours(1)).map(Duration::toMillis);

  private final Catalog catalog;

  TermsReader(Catalog catalog) {
    this.catalog = catalog;
  }

  /** What holds where a policy says nothing: the cheapest of all deployments. */
  Terms defaults() {
    return new Terms(
        Objective.CHEAPEST,
        Limits.NONE,
        List.copyOf(catalog.deployments()),
        400,
        3,
        false,
        Patience.ENDLESS,
        Tolerance.HINTS);
  }

  Terms read(YamlMap map, Terms base) {
    return new Terms(
        objective(map.mapOrEmpty("objective"), base.objective()),
        limits(map.mapOrEmpty("limits"), base.limits()),
        candidates(map, base.candidates()),
        map.optional(
            "expected_output_tokens",
            YamlType.wholeNumber(1, MAX_OUTPUT_TOKENS),
            base.expectedOutputTokens()),
        map.optional("max_attempts", YamlType.integer(1, MAX_ATTEMPTS), base.maxAttempts()),
        map.optional("allow_unpriced", YamlType.bool(), base.allowUnpriced()),
        patience(map.mapOrEmpty("patience"), base.patience()),
        map.optional(
            "may_lose", YamlType.oneOf(Tolerance.values(), Tolerance::key), base.mayLose()));
  }

  private static Objective objective(YamlMap map, Objective base) {
    return new Objective(
        map.optional("quality_point_usd", POINT_USD, base.qualityPicoPerPpm()),
        map.optional("latency_second_usd", SECOND_USD, base.latencyPicoPerMs()));
  }

  private static Limits limits(YamlMap map, Limits base) {
    Picodollars maxCost = map.optional("max_cost_usd", USD);
    return new Limits(
        maxCost == null ? base.maxCost() : maxCost,
        map.optional("max_ttft", MILLIS, base.maxTtftMs()),
        map.optional("max_total", MILLIS, base.maxTotalMs()),
        map.optional("min_quality", SHARE, base.minQualityPpm()));
  }

  private static Patience patience(YamlMap map, Patience base) {
    return new Patience(
        map.optional("first_token", MILLIS, base.firstTokenMs()),
        map.optional(
            "tokens_per_second",
            YamlType.wholeNumber(1, MAX_TOKENS_PER_SECOND),
            base.tokensPerSecond()),
        map.optional("hedge_after", MILLIS, base.hedgeAfterMs()));
  }

  private List<Deployment> candidates(YamlMap map, List<Deployment> base) {
    if (!map.has("candidates")) {
      if (base.isEmpty()) {
        map.problem("the catalogue has no deployment to choose from", "");
      }
      return base;
    }
    YamlList list = map.list("candidates");
    CandidateExpressions expressions = new CandidateExpressions(catalog);
    Set<Deployment> found = new LinkedHashSet<>();
    boolean allValid = true;
    for (var scalar : list.scalars()) {
      allValid &= expressions.resolve(scalar, found);
    }
    if (found.isEmpty() && allValid) {
      list.problem(
          "these candidates match no deployment of the catalogue",
          "name a class, a model or a deployment that it has");
    }
    return List.copyOf(found);
  }

  /** The number times ten to the power of {@code decimals}, exactly. */
  static long scaled(BigDecimal number, int decimals) {
    if (number.stripTrailingZeros().scale() > decimals) {
      throw new IllegalArgumentException(
          number.toPlainString() + " has more than " + decimals + " decimals");
    }
    return number.movePointRight(decimals).longValueExact();
  }
}
