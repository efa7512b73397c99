package io.tollgate.bench.budget;

import io.tollgate.bench.budget.Application.Received;
import io.tollgate.bench.provider.SimulatedProvider;
import io.tollgate.bench.provider.SimulatedUsage;
import io.tollgate.bench.provider.TokenPrices;
import io.tollgate.bench.rig.Rig;
import io.tollgate.bench.routing.learn.TollgateLearner;
import io.tollgate.bench.routing.learn.TrainingView;
import io.tollgate.gateway.Gateway;
import io.tollgate.gateway.ledger.LedgerReport;
import io.tollgate.gateway.ledger.LedgerVerifier;
import io.tollgate.gateway.training.PriceList;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.quality.QualityModelFile;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One run: trains a predictor on half of the questions, starts a gateway with it, and asks it the
 * other half, one after the other.
 *
 * <p>The gateway is the real one, in this process, on a clock that goes on by a step for each
 * request. What an application cannot know it is not told: the truth is kept on this side.
 */
final class BudgetRun {

  /** Told how far a run is. */
  @FunctionalInterface
  interface Progress {
    /**
     * A step was taken.
     *
     * @param what it is at
     * @param share how much of that is done, 0 to 1
     */
    void at(String what, double share);
  }

  /** Feedback comes so many requests later. */
  private static final int FEEDBACK_LATE = 20;

  /** Models that get worse. */
  private static final int REGRESSED = 2;

  /** How often metrics are looked at for a quarantine, in requests. */
  private static final int LOOK_EVERY = 5;

  private static final int PPM = 1_000_000;

  private record Feedback(String request, double score, int due) {}

  private final BudgetPlan plan;
  private final Exam exam;
  private final PriceList prices;
  private final RecordedAnswers answers;
  private final TokenPrices referencePrices;
  private final Random random;
  private final List<Interval> intervals = new ArrayList<>();
  private final Queue<Feedback> feedback = new ArrayDeque<>();
  private final int[] uses;
  private final List<Quarantine> quarantines = new ArrayList<>();
  private int asked;
  private int fedBack;

  /**
   * A run.
   *
   * @throws IllegalArgumentException if the set cannot be run: no costs or prices, or too small
   */
  BudgetRun(BudgetPlan plan, Exam exam, PriceList prices) {
    this.plan = plan;
    this.exam = exam;
    this.prices = prices;
    this.answers = new RecordedAnswers(exam, plan.seed());
    this.referencePrices = ExamProviders.prices(prices, exam.referenceModel());
    this.random = new Random(plan.seed());
    this.uses = new int[exam.set().width()];
  }

  /** Runs it, with the gateway's files and ledger in a folder. */
  BudgetReport run(Path folder, Progress progress) throws Exception {
    Path model = folder.resolve("router.bin");
    Files.write(
        model,
        QualityModelFile.write(
            TollgateLearner.train(
                new TrainingView(exam.set(), exam.learnt(), prices, List.of()),
                (done, all, what) -> progress.at("learning", (double) done / all))));
    Instant start = Instant.now().truncatedTo(ChronoUnit.DAYS);
    SteppedClock clock = new SteppedClock(start);
    List<BigInteger> bills = new ArrayList<>();
    ExamProviders providers = new ExamProviders(plan, exam, prices, answers);
    try (Rig rig =
        Rig.start(folder, providers.all(), providers.policies(), providers.settings(model))) {
      try (Gateway gateway = Gateway.start(rig.configSource(), clock);
          Application application = new Application(rig)) {
        Instant next = start;
        for (Part part : Part.values()) {
          next = run(part, next, clock, application, progress);
        }
        gateway.drain();
      }
      rig.providers().stream()
          .map(SimulatedProvider::billLog)
          .forEach(log -> bills.add(log.totalPico()));
    }
    return report(folder.resolve("ledger"), bills);
  }

  /** Gives the time at which the next part begins. */
  private Instant run(
      Part part, Instant start, SteppedClock clock, Application application, Progress progress)
      throws IOException, InterruptedException {
    int[] rows = exam.order(plan.seed() + asked);
    Set<Integer> worse = part == Part.REGRESSION ? mostUsed() : Set.of();
    answers.regress(worse);
    int[] before = uses.clone();
    SortedSet<String> unseen =
        worse.stream()
            .map(column -> exam.set().models().get(column))
            .collect(Collectors.toCollection(TreeSet::new));
    int size = plan.intervalRequests();
    Instant from = start;
    Served served = Served.NONE;
    for (int at = 0; at < rows.length; at++) {
      clock.set(start.plus(plan.step().multipliedBy(at)));
      served = served.plus(ask(rows[at], application));
      sayHowGood(application, at + 1 == rows.length);
      if (!unseen.isEmpty() && at % LOOK_EVERY == 0) {
        notice(unseen, at + 1, before, application);
      }
      if ((at + 1) % size == 0 || at + 1 == rows.length) {
        Instant to = from.plus(plan.interval());
        intervals.add(
            new Interval(
                part, intervals.size(), from, to, served, Watched.after(application, asked)));
        from = to;
        served = Served.NONE;
      }
      progress.at(part.title(), (at + 1.0) / rows.length);
    }
    for (String model : unseen) {
      quarantines.add(quarantine(model, -1, before));
    }
    return from;
  }

  /** The columns of the cheap models that answered most often. */
  private Set<Integer> mostUsed() {
    return IntStream.range(0, uses.length)
        .boxed()
        .filter(column -> column != exam.reference())
        .sorted(Comparator.comparingInt(column -> -uses[column]))
        .limit(REGRESSED)
        .collect(Collectors.toSet());
  }

  private Served ask(int row, Application application) throws IOException, InterruptedException {
    Received received = application.ask(exam.set().question(row).text());
    asked++;
    double score = answers.score(row, received.text());
    int reference = exam.reference();
    Integer column = answers.column(ExamProviders.model(received.deployment()));
    if (column == null) {
      throw new IOException("answered by a stranger: " + received);
    }
    uses[column]++;
    if (random.nextInt(PPM) < plan.feedbackSharePpm()) {
      feedback.add(new Feedback(received.request(), score, asked + FEEDBACK_LATE));
    }
    BigInteger atReference =
        referencePrices.billPico(
            new SimulatedUsage(received.inputTokens(), 0, answers.outputTokens(row, reference), 0));
    return new Served(
        1,
        answers.score(row, reference) - score,
        received.costUsd(),
        new BigDecimal(atReference, Picodollars.SCALE));
  }

  private void sayHowGood(Application application, boolean all)
      throws IOException, InterruptedException {
    while (!feedback.isEmpty() && (all || feedback.element().due() <= asked)) {
      Feedback next = feedback.remove();
      application.feedback(next.request(), next.score());
      fedBack++;
    }
  }

  private void notice(SortedSet<String> unseen, int requests, int[] before, Application application)
      throws IOException, InterruptedException {
    for (String model : Watched.quarantined(application.admin("/metrics"))) {
      if (unseen.remove(model)) {
        quarantines.add(quarantine(model, requests, before));
      }
    }
  }

  private Quarantine quarantine(String model, int requests, int[] before) {
    int column = exam.set().models().indexOf(model);
    int all = IntStream.of(before).sum();
    return new Quarantine(
        model, (double) before[column] / all, requests, uses[column] - before[column]);
  }

  private BudgetReport report(Path ledger, List<BigInteger> bills) {
    boolean sound = LedgerVerifier.verify(ledger, (done, all) -> {}).isSound();
    BigInteger billed = bills.stream().reduce(BigInteger.ZERO, BigInteger::add);
    try (LedgerReport report = LedgerReport.open(ledger)) {
      BigDecimal booked = report.total().amountUsd();
      List<Booked> byInterval =
          intervals.stream().map(i -> Booked.of(report, i.from(), i.to())).toList();
      List<BudgetReport.Section> parts = new ArrayList<>();
      for (Part part : Part.values()) {
        List<Interval> own = intervals.stream().filter(i -> i.part() == part).toList();
        parts.add(
            new BudgetReport.Section(
                part,
                own.stream().map(Interval::served).reduce(Served.NONE, Served::plus),
                Booked.of(report, own.getFirst().from(), own.getLast().to())));
      }
      return new BudgetReport(
          plan,
          exam.set().name(),
          exam.referenceModel(),
          exam.set().width(),
          exam.learnt().length,
          fedBack,
          parts,
          intervals,
          byInterval,
          quarantines,
          sound,
          booked != null && booked.compareTo(new BigDecimal(billed, Picodollars.SCALE)) == 0,
          ledger);
    }
  }
}
