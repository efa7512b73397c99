package io.tollgate.gateway.exchange;

import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.catalog.Model;
import io.tollgate.policies.catalog.ModelClass;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.price.PriceFile;
import io.tollgate.policies.routing.Candidate;
import io.tollgate.policies.routing.Estimate;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.yaml.Parsed;
import java.util.Set;

/** Prices and candidates to test with: each input token is 1 pico-dollar, each output token 10. */
final class Samples {

  static final Model MODEL = new Model("m", ModelClass.LOCAL, 500_000, 8192, 1024, Set.of());

  /** What every attempt is expected to consume: 100 pico-dollars in, 2000 out. */
  static final Usage EXPECTED = Usage.of(100, 200);

  static final PriceBook PRICES =
      prices(
          """
          prices:
            p1/m: { input: 0.000001, output: 0.00001, source: test, as_of: 2020-01-01 }
            p2/m: { input: 0.000001, output: 0.00001, source: test, as_of: 2020-01-01 }
            p3/n: { input: 0.000001, output: 0.00001, source: test, as_of: 2020-01-01 }
            p1/pinned: { input: 0.000002, output: 0.00002, source: test, as_of: 2020-01-01,
                service_tiers: { priority: 1.5 }, regions: { us: 1.5 } }
            p3/m:
              - { valid_to: 2026-11-21T12:00:01Z, input: 0.000001, output: 0.00001, source: test,
                  as_of: 2020-01-01 }
              - { valid_from: 2026-11-21T12:00:01Z, input: 2, output: 2, source: test,
                  as_of: 2026-11-21 }
          """);

  private Samples() {}

  private static PriceBook prices(String text) {
    return switch (PriceFile.parse("prices.yaml", text)) {
      case Parsed.Ok<PriceBook>(PriceBook book) -> book;
      case Parsed.Failed<PriceBook> failed ->
          throw new AssertionError(failed.problems().toString());
    };
  }

  static Candidate candidate(String provider, String upstreamModel) {
    return new Candidate(
        new Deployment(provider, upstreamModel, MODEL),
        new Estimate(
            EXPECTED,
            new Picodollars(2100),
            new Picodollars(5000),
            new Picodollars(9000),
            100,
            1000,
            500_000),
        0);
  }
}
