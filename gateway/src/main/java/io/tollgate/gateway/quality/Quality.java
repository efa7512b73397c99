package io.tollgate.gateway.quality;

import io.tollgate.gateway.exchange.AnswerWitness;
import io.tollgate.gateway.exchange.ExchangeServices;
import io.tollgate.gateway.exchange.FinishedExchange;
import io.tollgate.gateway.ledger.Ledger;
import io.tollgate.gateway.ledger.Purpose;
import io.tollgate.gateway.metrics.QualityMeters;
import io.tollgate.policies.price.PriceBook;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * Everything of one gateway that has to do with how good its answers are: feedback, measurement,
 * and who is told of both. Safe for use by several threads.
 */
public final class Quality implements AutoCloseable {

  private final DecisionLog decisions;
  private final FeedbackDesk feedback;
  private final OutcomeDesk outcomes;
  private final Measurements measurements;
  private final LabelLog labels;

  /** One thread, so that of two reports of one request the second finds the first. */
  private final ExecutorService lookups;

  private Quality(
      DecisionLog decisions,
      FeedbackDesk feedback,
      OutcomeDesk outcomes,
      Measurements measurements,
      LabelLog labels,
      ExecutorService lookups) {
    this.decisions = decisions;
    this.feedback = feedback;
    this.outcomes = outcomes;
    this.measurements = measurements;
    this.labels = labels;
    this.lookups = lookups;
  }

  /**
   * What its parts go by, each asked whenever it is needed.
   *
   * @param bounds which requests feedback is taken for
   * @param settings bounds on measurement
   * @param terms what policies say of it
   * @param share how large a share of a model's answers is measured
   * @param prices the prices known now
   */
  public record Sources(
      Supplier<DecisionLog.Bounds> bounds,
      Supplier<MeasurementSettings> settings,
      MeasurementTerms.Source terms,
      MeasuredShare share,
      Supplier<PriceBook> prices) {}

  /**
   * Begins with nothing.
   *
   * @param folder where labels are written
   * @param ledger what judgements and measurements are booked in
   * @param learners are told of judgements, beside the ledger and the log of labels
   */
  public static Quality of(
      Path folder,
      Sources sources,
      Ledger ledger,
      List<QualityEvents> learners,
      QualityMeters meters,
      InstantSource clock) {
    DecisionLog decisions = new DecisionLog(sources.bounds(), clock);
    LabelLog labels = new LabelLog(folder, sources.settings(), meters);
    List<QualityEvents> all = new ArrayList<>(learners);
    all.add(new JudgementBook(ledger));
    all.add(labels);
    QualityEvents events = QualityEvents.all(all);
    Measurements measurements =
        new Measurements(
            sources.settings(),
            sources.terms(),
            sources.share(),
            ledger.spentSince(Purpose.MEASUREMENT, clock.instant().truncatedTo(ChronoUnit.DAYS)),
            sources.prices(),
            decisions,
            events,
            meters,
            clock,
            () -> ThreadLocalRandom.current().nextDouble());
    ExecutorService lookups =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("tollgate-outcomes").daemon().factory());
    return new Quality(
        decisions,
        new FeedbackDesk(decisions, events, meters, clock),
        new OutcomeDesk(
            decisions, sources.bounds(), ledger::append, ledger::outcome, lookups, meters, clock),
        measurements,
        labels,
        lookups);
  }

  /** A request has ended. */
  public void finished(FinishedExchange exchange) {
    decisions.finished(exchange);
  }

  /** Where feedback is taken. */
  public FeedbackDesk feedback() {
    return feedback;
  }

  /** Where outcomes are taken. */
  public OutcomeDesk outcomes() {
    return outcomes;
  }

  /**
   * Who looks at the answers of an event loop.
   *
   * @param services what calls are made with, asked each time
   */
  public AnswerWitness witness(Context loop, Supplier<ExchangeServices> services) {
    return measurements.lane(loop, services);
  }

  /** Measures nothing more; completes when what ran is broken off and in the ledger. */
  public Future<Void> stop() {
    return measurements.stop();
  }

  /** Writes what waits to be written. */
  @Override
  public void close() {
    lookups.close();
    labels.close();
  }
}
