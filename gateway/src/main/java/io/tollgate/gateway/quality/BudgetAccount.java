package io.tollgate.gateway.quality;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.pacing.BurnRate;
import io.tollgate.policies.pacing.PacerState;
import io.tollgate.policies.pacing.QualityBudget;
import io.tollgate.policies.pacing.QualityPacer;
import io.tollgate.policies.pacing.SpendBudget;
import io.tollgate.policies.pacing.SpendPacer;
import io.tollgate.policies.pacing.SpendState;
import io.tollgate.policies.routing.Policy;
import io.tollgate.policies.routing.Yardstick;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The budgets of one key under one policy. When the policy changes, what was spent stays spent.
 * Safe for use by several threads.
 */
final class BudgetAccount {

  /** The first price of quality is a guess, and is made again after 1, 2, 4, ... answers. */
  private static final long GUESSES_UNTIL = 256;

  /** Shares of models are those of about so many answers. */
  private static final double SHARES_OVER = 2_000;

  /** The mean predicted loss is that of about so many answers. */
  private static final double MEAN_OVER = 1_000;

  private final String key;
  private final String policy;
  private final Map<String, Double> byModel = new HashMap<>();
  private final Set<String> firing = new HashSet<>();
  private long answers;
  private double referencePico;
  private double meanLossPpm;
  private @Nullable PacerState remembered;
  private @Nullable SpendState rememberedMoney;
  private @Nullable QualityBudget budget;
  private @Nullable QualityPacer pacer;
  private @Nullable BurnRate burn;
  private @Nullable SpendBudget money;
  private @Nullable SpendPacer spending;

  /** An account that goes on from what is remembered of it. */
  BudgetAccount(DeskState.Account state) {
    this.key = state.key();
    this.policy = state.policy();
    this.answers = state.answers();
    this.referencePico = state.referencePico();
    this.remembered = state.quality();
    this.rememberedMoney = state.money();
  }

  /** How it stands with an alert that has begun or ended. */
  record Alert(String key, String policy, boolean begins, BurnRate.Reading reading) {}

  /**
   * Goes by a policy from now on.
   *
   * @param priorPico guesses what an answer of the reference costs; asked for a new account only
   */
  synchronized void follow(Policy now, LongSupplier priorPico, long nowMs) {
    QualityBudget stated = now.qualityBudget();
    if (!Objects.equals(stated, budget)) {
      if (stated == null) {
        remember();
        pacer = null;
        burn = null;
      } else {
        remember();
        PacerState before = remembered;
        pacer =
            QualityPacer.of(
                stated,
                before == null
                    ? PacerState.fresh(PacerState.prior(priorPico.getAsLong()), nowMs)
                    : before);
        burn = new BurnRate(stated.lossPpm(), stated.burnAlerts());
        firing.clear();
      }
      budget = stated;
    }
    SpendBudget sum = now.spendBudget();
    if (!Objects.equals(sum, money)) {
      if (sum == null) {
        remember();
        spending = null;
      } else {
        remember();
        SpendState before = rememberedMoney;
        spending = new SpendPacer(sum, before == null ? SpendState.fresh(nowMs) : before);
      }
      money = sum;
    }
  }

  private void remember() {
    remembered = pacer == null ? remembered : pacer.state();
    rememberedMoney = spending == null ? rememberedMoney : spending.state();
  }

  synchronized DeskState.Account state() {
    remember();
    return new DeskState.Account(key, policy, answers, referencePico, remembered, rememberedMoney);
  }

  synchronized boolean frozen() {
    return pacer != null && pacer.frozen();
  }

  /**
   * What a millionth of quality is worth now, in pico-dollars. Where a dollar counts as several
   * because money runs short, a millionth of quality is worth that much less of it: only the
   * relation of the two ranks.
   */
  synchronized long shadowPicoPerPpm() {
    if (pacer == null) {
      return 0;
    }
    double weight = spending == null ? 1 : (double) spending.costWeightPpm() / QualityBudget.PPM;
    return Math.max(1, Math.round(pacer.shadowPicoPerPpm() / weight));
  }

  /** A request was decided. */
  synchronized void decided(Yardstick yardstick, String model, long nowMs) {
    QualityPacer running = pacer;
    if (running == null || burn == null) {
      return;
    }
    answers++;
    Picodollars cost = yardstick.referenceCost();
    if (cost != null && answers <= GUESSES_UNTIL) {
      referencePico += ((double) cost.pico() - referencePico) / answers;
      if (Long.bitCount(answers) == 1 && budget != null) {
        running = QualityPacer.of(budget, guessedAnew(running.state()));
        pacer = running;
      }
    }
    running.spent(yardstick.lossPpm(), nowMs);
    burn.spent(yardstick.lossPpm(), nowMs);
    meanLossPpm += (yardstick.lossPpm() - meanLossPpm) / Math.min((double) answers, MEAN_OVER);
    byModel.replaceAll((ignored, count) -> count * (1 - 1 / SHARES_OVER));
    byModel.merge(model, 1.0, Double::sum);
  }

  private PacerState guessedAnew(PacerState s) {
    double prior = PacerState.prior(Math.round(referencePico));
    double shadow = Math.clamp(s.shadow() * (prior / s.prior()), 1e-9, 1e18);
    return new PacerState(
        prior,
        shadow,
        s.requests(),
        s.overspent(),
        s.residual(),
        s.residualSquares(),
        s.proved(),
        s.frozen(),
        s.atMs());
  }

  /** What a request lost was judged. */
  synchronized void judged(int lossPpm, int predictedPpm, int propensityPpm, long nowMs) {
    if (pacer != null && burn != null) {
      pacer.judged(lossPpm, predictedPpm, propensityPpm, nowMs);
      burn.judged(lossPpm, predictedPpm, propensityPpm, nowMs);
    }
  }

  /** Answers of a model lately, older ones fading out. */
  synchronized double answersOf(String model) {
    return byModel.getOrDefault(model, 0.0);
  }

  synchronized void charged(long damagePpm, long nowMs) {
    if (pacer != null) {
      pacer.charged(damagePpm, nowMs);
    }
  }

  /** A request was paid for. */
  synchronized void paid(Picodollars cost, long nowMs) {
    if (spending != null) {
      spending.spent(cost, nowMs);
    }
  }

  /** How it stands, and which alerts have begun or ended since the last look. */
  synchronized @Nullable BudgetReading look(long nowMs, List<Alert> changes) {
    if (pacer == null || burn == null) {
      return null;
    }
    List<BurnRate.Reading> readings = new ArrayList<>(burn.readings(nowMs));
    for (BurnRate.Reading reading : readings) {
      String name = reading.alert().name();
      if (reading.firing() ? firing.add(name) : firing.remove(name)) {
        changes.add(new Alert(key, policy, reading.firing(), reading));
      }
    }
    return new BudgetReading(
        key,
        policy,
        pacer.shadowPicoPerPpm(),
        pacer.remainingPpm(),
        pacer.frozen(),
        answers,
        (int) Math.round(meanLossPpm),
        spending == null ? null : spending.remaining(nowMs),
        spending == null ? QualityBudget.PPM : spending.costWeightPpm(),
        readings);
  }
}
