package io.tollgate.gateway.quality;

import io.tollgate.gateway.exchange.AnswerWitness;
import io.tollgate.gateway.exchange.FinishedExchange;
import io.tollgate.gateway.metrics.DeskMeters;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.pacing.Finding;
import io.tollgate.policies.pacing.JudgedShare;
import io.tollgate.policies.pacing.ModelWatch;
import io.tollgate.policies.pacing.QualityBudget;
import io.tollgate.policies.pacing.WatchPlan;
import io.tollgate.policies.pacing.WatchState;
import io.tollgate.policies.pacing.WatchState.Standing;
import io.tollgate.policies.quality.Forecasts;
import io.tollgate.policies.quality.Prompt;
import io.tollgate.policies.routing.Decision;
import io.tollgate.policies.routing.Guidance;
import io.tollgate.policies.routing.Policy;
import io.tollgate.policies.routing.Tactic;
import io.tollgate.policies.routing.Yardstick;
import io.tollgate.policies.usage.Usage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where quality budgets are kept: what they say of a request before it is decided, what it is
 * charged when it was, and what judged answers change about budgets and models.
 *
 * <p>Each key has budgets of its own under each policy. Models are watched for all of them
 * together, by samples that were drawn by chance only: callers who complain are no sample, so what
 * they say of a model has it judged more often and changes nothing else.
 *
 * <p>A predictor that fails fails no request: the reference answers. Safe for use by several
 * threads; nothing in it blocks.
 */
public final class QualityDesk implements QualityEvents, MeasuredShare {

  private static final Logger LOG = LoggerFactory.getLogger(QualityDesk.class);

  /** Decisions that a judgement finds again: more than run or wait for one at any time. */
  private static final int DECISIONS_MAX = 50_000;

  /** Suspicion that a quarantined model is sampled with, so that it can come back. */
  private static final double PROBING = 0.1;

  private static final long NO_WARNING_NANOS = 60_000_000_000L;

  /** What a first guess takes a request for: a page in, half a page out. */
  private static final Usage TYPICAL = Usage.of(1_000, 500);

  /**
   * What a judgement has to know of a decision.
   *
   * @param agreement whether two were asked at one time, and a third where they did not agree
   */
  private record Decided(String policy, String model, int lossPpm, boolean agreement) {}

  private record Shared(int basePpm, JudgedShare share) {}

  private final Supplier<Knowledge> knowledge;
  private final DeskMeters meters;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final BudgetAccounts accounts;
  private final ModelWatch watch;
  private final ModelWatch complaints;
  private final Map<String, Shared> shares = new ConcurrentHashMap<>();
  private final LinkedHashMap<String, Decided> decisions = new LinkedHashMap<>();
  private volatile long warnedAt;
  private volatile boolean warned;

  private QualityDesk(
      Supplier<Knowledge> knowledge,
      DeskState state,
      int accountsMax,
      DeskMeters meters,
      InstantSource clock,
      LongSupplier nanos) {
    this.knowledge = knowledge;
    this.meters = meters;
    this.clock = clock;
    this.nanos = nanos;
    this.accounts = new BudgetAccounts(accountsMax, state.accounts());
    this.watch = new ModelWatch(WatchPlan.DEFAULT, state.models());
    this.complaints = new ModelWatch(WatchPlan.DEFAULT, state.complaints());
    state.models().keySet().forEach(this::show);
  }

  /**
   * A desk that goes on from what is remembered.
   *
   * @param knowledge asked each time
   * @param nanos a monotonic clock, in nanoseconds
   */
  static QualityDesk of(
      Supplier<Knowledge> knowledge,
      DeskState state,
      int accountsMax,
      DeskMeters meters,
      InstantSource clock,
      LongSupplier nanos) {
    return new QualityDesk(knowledge, state, accountsMax, meters, clock, nanos);
  }

  /**
   * What budgets say of a request, if it comes to that: nothing is computed for a policy without.
   *
   * @param key the public id of the virtual key
   * @param prompt what a predictor looks at; asked at most once, and may throw
   */
  public Guidance.Source guidance(String key, Supplier<Prompt> prompt) {
    return policy -> {
      try {
        return guidance(key, policy, prompt);
      } catch (RuntimeException fault) {
        failed(fault);
        return Guidance.REFERENCE_ONLY;
      }
    };
  }

  private Guidance guidance(String key, String name, Supplier<Prompt> prompt) {
    Knowledge known = knowledge.get();
    Policy policy = known.policies().budgeted(name);
    QualityBudget budget = policy == null ? null : policy.qualityBudget();
    if (policy == null || budget == null) {
      return Guidance.REFERENCE_ONLY;
    }
    BudgetAccount account = account(key, policy, known);
    long began = nanos.getAsLong();
    Forecasts raw = known.predictor().apply(prompt.get());
    meters.predicted(nanos.getAsLong() - began);
    Forecasts forecasts =
        new GuardedForecasts(
            raw, watch::correctionPpm, model -> isReference(model, budget), () -> failed(null));
    return new Guidance(forecasts, account.shadowPicoPerPpm(), account.frozen(), watch.heldBack());
  }

  private static boolean isReference(String model, QualityBudget budget) {
    return budget.references().stream().anyMatch(reference -> reference.model().id().equals(model));
  }

  private BudgetAccount account(String key, Policy policy, Knowledge known) {
    BudgetAccount account = accounts.of(key, policy.name());
    account.follow(policy, () -> typicalPico(policy, known), clock.millis());
    return account;
  }

  private long typicalPico(Policy policy, Knowledge known) {
    QualityBudget budget = policy.qualityBudget();
    if (budget == null) {
      return 0;
    }
    Instant now = clock.instant();
    return budget.references().stream()
        .map(reference -> known.prices().rate(reference.id(), TYPICAL, now, now).total())
        .filter(cost -> cost != null)
        .mapToLong(cost -> cost.pico())
        .findFirst()
        .orElse(0);
  }

  private void failed(@Nullable RuntimeException fault) {
    meters.predictorFailed();
    long now = nanos.getAsLong();
    if (!warned || now - warnedAt > NO_WARNING_NANOS) {
      warned = true;
      warnedAt = now;
      // Its message may quote a prompt, so only its kind is told.
      LOG.warn(
          "the predictor of quality failed ({}): the reference of the policy answers instead",
          fault == null ? "while a request was decided" : fault.getClass().getName());
    }
  }

  /** A witness that has requests charged as they begin, and asks another one. */
  public AnswerWitness witness(AnswerWitness behind) {
    return (request, key, call, decision) -> {
      decided(request, key.id(), decision);
      return behind.about(request, key, call, decision);
    };
  }

  /** A request is about to be sent: it is charged what its choice is expected to lose. */
  void decided(String request, String key, Decision decision) {
    Yardstick yardstick = decision.yardstick();
    if (yardstick == null) {
      return;
    }
    BudgetAccount account = accounts.find(key, decision.policy());
    if (account == null) {
      return;
    }
    String model = decision.first().deployment().model().id();
    account.decided(yardstick, model, clock.millis());
    synchronized (decisions) {
      boolean agreement = decision.tactic() instanceof Tactic.Agreement;
      decisions.put(request, new Decided(decision.policy(), model, yardstick.lossPpm(), agreement));
      if (decisions.size() > DECISIONS_MAX) {
        decisions.pollFirstEntry();
      }
    }
  }

  /** A request has ended and is in the ledger: what it cost is spent. */
  public void finished(FinishedExchange exchange) {
    if (exchange.cost() == null) {
      return;
    }
    Knowledge known = knowledge.get();
    Policy policy = known.policies().budgeted(exchange.policy());
    if (policy != null && policy.spendBudget() != null) {
      account(exchange.key(), policy, known).paid(exchange.cost(), clock.millis());
    }
  }

  @Override
  public void judged(Judgement judgement) {
    try {
      Decided decided;
      synchronized (decisions) {
        decided = decisions.get(judgement.request());
      }
      Deployment reference = judgement.reference();
      Integer referenceScore = judgement.referenceScorePpm();
      if (reference == null || referenceScore == null) {
        if (decided != null && judgement.predictedPpm() >= 0) {
          complaints.scored(judgement.model(), judgement.predictedPpm(), judgement.scorePpm());
        }
        return;
      }
      int lossPpm = referenceScore - judgement.scorePpm();
      boolean released = judgement.served();
      if (decided != null) {
        charge(judgement, decided, released ? lossPpm : 0, released);
      }
      boolean inPart = decided != null && decided.agreement();
      observe(judgement, reference.model().id(), lossPpm, released, inPart);
    } catch (RuntimeException fault) {
      failed(fault);
    }
  }

  private void charge(Judgement judgement, Decided decided, int lossPpm, boolean released) {
    BudgetAccount account = accounts.find(judgement.key(), decided.policy());
    if (account == null || (!released && decided.lossPpm() == 0)) {
      return;
    }
    // Where the reference answered after all, any of the others may have been asked beside it.
    int propensityPpm =
        released
            ? judgement.propensityPpm()
            : Math.max(judgement.propensityPpm(), basePpm(decided.policy()));
    account.judged(lossPpm, decided.lossPpm(), propensityPpm, clock.millis());
  }

  private int basePpm(String policy) {
    Shared shared = shares.get(policy);
    return shared == null ? Judgement.PPM : shared.basePpm();
  }

  private void observe(
      Judgement judgement, String reference, int lossPpm, boolean released, boolean inPart) {
    Prompt prompt = judgement.prompt();
    if (prompt == null) {
      return;
    }
    Forecasts forecasts = knowledge.get().predictor().apply(prompt);
    String model = judgement.model();
    int ofReference = forecasts.qualityPpm(reference);
    int ofModel = forecasts.qualityPpm(model) - forecasts.optimismPpm(model);
    if (ofReference < 0 || ofModel < 0 || model.equals(reference)) {
      return;
    }
    // Not what was corrected by such samples before: the correction is what these residuals come
    // to.
    int propensityPpm = released ? judgement.propensityPpm() : 0;
    Finding finding =
        inPart
            ? watch.judgedInPart(model, ofReference, ofModel, lossPpm, propensityPpm)
            : watch.judged(model, ofReference, ofModel, lossPpm, propensityPpm);
    show(model);
    if (finding.quarantined()) {
      LOG.warn(
          "{} is quarantined: judged answers are worse than predicted. It answers under no quality"
              + " budget until samples show that it has recovered",
          model);
      accounts.charge(model, finding.damagePpm(), clock.millis());
    } else if (finding.released()) {
      LOG.info("{} is as good as predicted again and out of quarantine", model);
    }
  }

  private void show(String model) {
    meters.model(model, () -> watch.standing(model) == Standing.QUARANTINED);
  }

  @Override
  public int ppm(String policy, String key, String model, int configuredPpm) {
    JudgedShare share = share(policy, configuredPpm);
    double suspicion = Math.max(watch.suspicion(model), complaints.suspicion(model));
    for (String held : watch.heldBack()) {
      // It does not answer, and is asked beside the one that does.
      suspicion =
          Math.max(
              suspicion,
              watch.standing(held) == Standing.QUARANTINED ? PROBING : watch.suspicion(held));
    }
    return share.propensityPpm(suspicion, watch.unrest());
  }

  @Override
  public Set<String> unsettled() {
    Set<String> heldBack = watch.heldBack();
    Set<String> suspects = new HashSet<>(heldBack);
    suspects.removeAll(watch.quarantined());
    // A quarantined model waits while there is another that may have to be.
    return suspects.isEmpty() ? heldBack : suspects;
  }

  @Override
  public void picked(String policy, String key, String model) {
    Shared shared = shares.get(policy);
    if (shared != null) {
      shared.share().picked();
    }
  }

  private JudgedShare share(String policy, int basePpm) {
    Shared shared = shares.get(policy);
    if (shared == null || shared.basePpm() != basePpm) {
      shared = new Shared(basePpm, new JudgedShare(basePpm));
      shares.put(policy, shared);
    }
    return shared.share();
  }

  /** All that there is to remember. */
  DeskState state() {
    return new DeskState(
        DeskState.VERSION,
        accounts.all().stream().map(BudgetAccount::state).toList(),
        watch.states(),
        complaints.states());
  }

  /** How it stands; says in the log which alerts have begun or ended since the last look. */
  public DeskReading look() {
    long nowMs = clock.millis();
    List<BudgetAccount.Alert> changes = new ArrayList<>();
    List<BudgetReading> budgets = new ArrayList<>();
    for (BudgetAccount account : accounts.all()) {
      BudgetReading reading = account.look(nowMs, changes);
      if (reading != null) {
        budgets.add(reading);
      }
    }
    changes.forEach(QualityDesk::tell);
    budgets.sort(Comparator.comparingLong(BudgetReading::remainingPpm));
    Map<String, WatchState> states = watch.states();
    Set<String> models = states.keySet();
    return new DeskReading(
        budgets,
        models.stream()
            .sorted()
            .map(model -> {
              WatchState state = states.getOrDefault(model, WatchState.NEW);
              return new DeskReading.Watched(
                  model,
                  state.standing(),
                  watch.suspicion(model),
                  watch.correctionPpm(model),
                  state.samples());
            })
            .toList());
  }

  private static void tell(BudgetAccount.Alert alert) {
    String what = alert.reading().why();
    if (alert.begins()) {
      LOG.warn(
          "the quality budget of key {} under policy {}: {}", alert.key(), alert.policy(), what);
    } else {
      LOG.warn(
          "the quality budget of key {} under policy {} is no longer spent too fast: {}",
          alert.key(),
          alert.policy(),
          what);
    }
  }
}
