package io.tollgate.policies.routing;

import io.tollgate.policies.catalog.Capability;
import io.tollgate.policies.catalog.Catalog;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.catalog.Model;
import io.tollgate.policies.catalog.ModelClass;
import io.tollgate.policies.price.Confidence;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.price.PriceSchedule;
import io.tollgate.policies.price.PriceVersion;
import io.tollgate.policies.price.Provenance;
import io.tollgate.policies.price.Rates;
import io.tollgate.policies.yaml.Parsed;
import io.tollgate.policies.yaml.Problem;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A small world for routing tests: deployments with prices, policies as text, and requests. */
final class Town {

  static final Instant NOON = Instant.parse("2026-11-01T12:30:00Z");

  private static final Provenance INVENTED =
      new Provenance("test", LocalDate.of(2026, 1, 1), Confidence.A);

  private final List<Deployment> deployments = new ArrayList<>();
  private final List<PriceSchedule> prices = new ArrayList<>();

  /** A frontier, two open and a local deployment: dear and good to cheap and fair. */
  static Town ordinary() {
    return new Town()
        .with("acme/titan", ModelClass.FRONTIER, 920_000, 2_000_000, 10_000_000)
        .with("swift/oak-120b", ModelClass.OPEN_MOE, 800_000, 150_000, 600_000)
        .with("slow/oak-120b", ModelClass.OPEN_MOE, 800_000, 100_000, 400_000)
        .with("local/pebble", ModelClass.LOCAL, 600_000, 1_000, 2_000);
  }

  Town with(String id, ModelClass modelClass, int qualityPpm, long inputPico, long outputPico) {
    prices.add(PriceSchedule.of(PriceVersion.flat(id, Rates.of(inputPico, outputPico), INVENTED)));
    return withUnpriced(id, modelClass, qualityPpm, 100_000, 8_000, Set.of(Capability.TOOLS));
  }

  Town with(String id, Rates rates) {
    prices.add(PriceSchedule.of(PriceVersion.flat(id, rates, INVENTED)));
    return withUnpriced(id, ModelClass.OPEN_MOE, 900_000, 100_000, 8_000, Set.of());
  }

  Town withUnpriced(
      String id,
      ModelClass modelClass,
      int qualityPpm,
      long context,
      long maxOutput,
      Set<Capability> capabilities) {
    int slash = id.indexOf('/');
    String name = id.substring(slash + 1);
    deployments.add(
        new Deployment(
            id.substring(0, slash),
            name,
            new Model(name, modelClass, qualityPpm, context, maxOutput, capabilities)));
    return this;
  }

  Catalog catalog() {
    return Catalog.of(deployments);
  }

  PriceBook prices() {
    return PriceBook.of(prices);
  }

  Router router(String policies) {
    return Router.of(policySet(policies), catalog(), prices());
  }

  PolicySet policySet(String policies) {
    return switch (PolicyFile.parse("p.yaml", policies, catalog())) {
      case Parsed.Ok<PolicySet>(PolicySet set) -> set;
      case Parsed.Failed<PolicySet>(List<Problem> problems) -> throw new AssertionError(problems);
    };
  }

  List<String> problems(String policies) {
    return switch (PolicyFile.parse("p.yaml", policies, catalog())) {
      case Parsed.Ok<PolicySet> _ -> List.of();
      case Parsed.Failed<PolicySet>(List<Problem> problems) ->
          problems.stream().map(Problem::toString).toList();
    };
  }

  /** A request of 1,000 input tokens and no other wishes. */
  static RequestProfile request(String model) {
    return new RequestProfile(
        model, false, false, 4_000, 1, 3_500, 1_000, -1, 1, 0, Set.of(), null, null);
  }

  static RequestProfile request(
      String model, long inputTokens, long maxOutputTokens, int choices, Set<Capability> needs) {
    return new RequestProfile(
        model,
        false,
        false,
        4_000,
        1,
        3_500,
        inputTokens,
        maxOutputTokens,
        choices,
        0,
        needs,
        null,
        null);
  }

  static RequestProfile task(String model, String task, int tools) {
    return new RequestProfile(
        model, true, false, 4_000, 2, 3_500, 1_000, -1, 1, tools, Set.of(), task, "ann");
  }

  static List<String> plan(Routing routing) {
    return decision(routing).plan().stream().map(c -> c.deployment().id()).toList();
  }

  static Decision decision(Routing routing) {
    return switch (routing) {
      case Decision decision -> decision;
      case Refusal refusal -> throw new AssertionError(refusal);
    };
  }

  static Refusal refusal(Routing routing) {
    return switch (routing) {
      case Decision decision -> throw new AssertionError(decision);
      case Refusal refusal -> refusal;
    };
  }
}
