package io.tollgate.gateway.quality;

import io.tollgate.gateway.exchange.AnswerWitness;
import io.tollgate.gateway.exchange.ExchangeServices;
import io.tollgate.gateway.metrics.QualityMeters;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.PriceBook;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Measures answers beside their requests: a sampled answer is compared with that of another model,
 * by a judge where need be, within what the policy may spend on it in a day. Never on the path of a
 * client.
 *
 * <p>Safe for use by several threads; each event loop has a lane of its own.
 */
public final class Measurements {

  private final MeasurementTools tools;
  private final DecisionLog decisions;
  private final MeasurementTerms.Source terms;
  private final MeasuredShare share;
  private final Supplier<PriceBook> prices;
  private final List<MeasurementLane> lanes = new CopyOnWriteArrayList<>();

  /**
   * No measurements yet.
   *
   * @param settings asked each time
   * @param terms what policies say of it
   * @param share how large a share is measured
   * @param spentToday what was spent on measurement since the UTC day began
   * @param prices the prices known now
   * @param decisions is told of every decision, for feedback
   * @param events is told of verdicts
   * @param random numbers from 0 to 1; called by several threads
   */
  public Measurements(
      Supplier<MeasurementSettings> settings,
      MeasurementTerms.Source terms,
      MeasuredShare share,
      Picodollars spentToday,
      Supplier<PriceBook> prices,
      DecisionLog decisions,
      QualityEvents events,
      QualityMeters meters,
      InstantSource clock,
      DoubleSupplier random) {
    this.tools =
        new MeasurementTools(
            settings, new MeasurementBudget(clock, spentToday), events, meters, clock, random);
    this.decisions = decisions;
    this.terms = terms;
    this.share = share;
    this.prices = prices;
  }

  /**
   * The witness of an event loop.
   *
   * @param services what calls are made with, asked each time
   */
  public AnswerWitness lane(Context loop, Supplier<ExchangeServices> services) {
    MeasurementLane lane =
        new MeasurementLane(tools, decisions, terms, share, prices, loop, services);
    lanes.add(lane);
    return lane;
  }

  /**
   * Measures nothing more. Completes when what ran is broken off and in the ledger; from any
   * thread.
   */
  public Future<Void> stop() {
    return Future.join(lanes.stream().map(MeasurementLane::stop).toList()).mapEmpty();
  }
}
