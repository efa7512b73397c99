package io.tollgate.bench.holds;

import io.tollgate.gateway.training.OutcomeSet;
import io.tollgate.gateway.training.PriceList;
import io.tollgate.gateway.training.PriceList.ModelPrice;
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
import io.tollgate.policies.routing.RequestProfile;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Requests as applications send them: recorded prompts and answers of recorded models, at random
 * times, most with a limit on output that is far above what they need.
 */
final class Workload {

  /** What a model answers at most where the caller does not say, in tokens. */
  private static final int MAX_OUTPUT = 32_768;

  /** Limits that callers set; -1 is none. */
  private static final int[] LIMITS = {-1, -1, -1, -1, 4_096, 4_096, 4_096, 1_024, 8_192, 16_384};

  private static final double TOKENS_PER_SECOND = 50;
  private static final double FIRST_TOKEN_SECONDS = 0.5;

  /** An estimate of input is off by up to this part either way. */
  private static final double INPUT_ERROR = 0.2;

  /**
   * One request.
   *
   * @param atMs when it comes
   * @param profile what is known of it
   * @param deployment where it goes
   * @param input tokens that it has
   * @param output tokens of the answer
   * @param takesMs how long the answer takes
   */
  record Arrival(
      long atMs,
      RequestProfile profile,
      Deployment deployment,
      long input,
      long output,
      long takesMs) {}

  private final List<Deployment> deployments = new ArrayList<>();
  private final List<Integer> columns = new ArrayList<>();
  private final PriceBook prices;
  private final OutcomeSet set;

  /**
   * The models of a set that have a price.
   *
   * @param only the one model that is asked, or empty for all
   */
  Workload(OutcomeSet set, PriceList list, String only) {
    this.set = set;
    List<PriceSchedule> schedules = new ArrayList<>();
    Provenance recorded = new Provenance("recorded", LocalDate.of(2026, 1, 1), Confidence.A);
    for (int column = 0; column < set.width(); column++) {
      String model = set.models().get(column);
      ModelPrice price = list.of(model);
      if (price != null && (only.isEmpty() || only.equals(model))) {
        Deployment deployment =
            new Deployment(
                "p",
                model,
                new Model(model, ModelClass.FRONTIER, 500_000, 1_000_000, MAX_OUTPUT, Set.of()));
        deployments.add(deployment);
        columns.add(column);
        schedules.add(
            PriceSchedule.of(
                PriceVersion.flat(
                    deployment.id(),
                    Rates.of(pico(price.inputUsdPerMtok()), pico(price.outputUsdPerMtok())),
                    recorded)));
      }
    }
    if (deployments.isEmpty()) {
      throw new IllegalArgumentException(
          set.name() + ": no price of " + (only.isEmpty() ? set.models() : only));
    }
    this.prices = PriceBook.of(schedules);
  }

  /** A dollar per million tokens is a million pico-dollars per token. */
  private static long pico(double usdPerMtok) {
    return Math.round(usdPerMtok * 1e6);
  }

  Catalog catalog() {
    return Catalog.of(deployments);
  }

  PriceBook prices() {
    return prices;
  }

  /**
   * Requests in the order in which they come.
   *
   * @param perSecond how many there are in the mean
   */
  List<Arrival> arrivals(int count, double perSecond, long fromMs, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Arrival> arrivals = new ArrayList<>(count);
    double seconds = 0;
    while (arrivals.size() < count) {
      int row = random.nextInt(set.size());
      int which = random.nextInt(deployments.size());
      double input = set.inputTokens(row, columns.get(which));
      double output = set.outputTokens(row, columns.get(which));
      seconds -= Math.log(1 - random.nextDouble()) / perSecond;
      int limit = LIMITS[random.nextInt(LIMITS.length)];
      double error = 1 + INPUT_ERROR * (2 * random.nextDouble() - 1);
      if (!Double.isNaN(input) && !Double.isNaN(output)) {
        long tokens = Math.min(Math.round(output), limit < 0 ? MAX_OUTPUT : limit);
        Deployment deployment = deployments.get(which);
        arrivals.add(
            new Arrival(
                fromMs + Math.round(seconds * 1e3),
                profile(deployment, Math.round(input * error), limit),
                deployment,
                Math.round(input),
                tokens,
                Math.round((FIRST_TOKEN_SECONDS + tokens / TOKENS_PER_SECOND) * 1e3)));
      }
    }
    return arrivals;
  }

  private static RequestProfile profile(Deployment deployment, long input, int limit) {
    return new RequestProfile(
        deployment.id(),
        false,
        false,
        4 * input,
        1,
        4 * input,
        input,
        limit,
        1,
        0,
        Set.of(),
        null,
        null);
  }
}
