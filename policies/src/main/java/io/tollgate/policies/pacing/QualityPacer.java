package io.tollgate.policies.pacing;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Spends a quality budget evenly: sets what a millionth of quality is worth in money, dearer when
 * more is lost than allowed and cheaper when less is. One for each tenant and policy, so that
 * nobody spends another's. Safe for use by several threads: its state is one immutable record that
 * is swapped whole.
 *
 * <p>With {@code eps} the loss allowed, {@code W} the requests of a window, {@code l} the predicted
 * loss of the chosen arm and {@code D} what was overspent so far:
 *
 * <pre>
 * plan = clip(eps - D / (horizon W), 0, 2 eps)
 * L    = clip(L exp(step / sqrt(W) (l - plan) / scale), prior / range, prior range)
 * D    = max(-reserve eps W, D + l - eps)
 * </pre>
 *
 * <p>A judged loss {@code j}, judged with probability {@code p}, adds to {@code D} what predictions
 * were off by, (j - l) / p: with the prediction charged already this is the doubly robust estimate.
 * At a few judged requests in a hundred that sum is mostly noise, and charging it would freeze the
 * budget at random, so only what is beyond {@code proof} standard errors of it is charged, in
 * either direction.
 *
 * <p>At {@code D >= reserve eps W} only the reference may answer, until {@code D} is below {@code
 * thaw} of that. So corrected losses of t requests never add up to more than {@code eps t + reserve
 * eps W}, but for the one request that goes over and for what is proved late.
 *
 * <p>While the reference is down, and while frozen, the price stands still: nothing that is lost
 * then says what it ought to be (anti-wind-up).
 */
public final class QualityPacer {

  /*
   * Entropic mirror descent on the dual of: least cost, mean loss at most eps. Regret O(sqrt T)
   * [1]; the reference loses nothing, so the constraint is strictly feasible for any eps > 0. The
   * term D / (horizon W) is the proportional part of the control: without it what was overspent
   * would be forgotten.
   *
   * [1] Balseiro, Lu, Mirrokni: The Best of Many Worlds. Operations Research 2023, 2011.10124.
   */

  /** The most that one request moves the price by: a factor of e to the power of this. */
  private static final double MAX_MOVE = 0.5;

  /** A judged sample stands for at most so many requests, however unlikely it was to be judged. */
  private static final double MAX_WEIGHT = 50;

  private final int lossPpm;
  private final double windowMs;
  private final PaceTuning tuning;
  private final AtomicReference<PacerState> state;
  private volatile boolean paused;

  /**
   * @param lossPpm the mean loss allowed in millionths, at least 1
   * @param window over which it is held, more than 0
   */
  public QualityPacer(int lossPpm, Duration window, PaceTuning tuning, PacerState state) {
    this.lossPpm = Math.max(1, lossPpm);
    this.windowMs = Math.max(1, window.toMillis());
    this.tuning = tuning;
    this.state = new AtomicReference<>(state);
  }

  /** A pacer for a budget of a policy that goes on from a state. */
  public static QualityPacer of(QualityBudget budget, PacerState state) {
    return new QualityPacer(budget.lossPpm(), budget.window(), PaceTuning.DEFAULT, state);
  }

  /** What a millionth of quality lost is worth now, in pico-dollars, at least 1. */
  public long shadowPicoPerPpm() {
    return Math.max(1, Math.round(state.get().shadow()));
  }

  /** Whether the budget is used up, so that only the reference may answer. */
  public boolean frozen() {
    return state.get().frozen();
  }

  /**
   * The share of the reserve that is left in millionths: 1,000,000 is nothing overspent, 0 is
   * frozen, more is a credit.
   */
  public long remainingPpm() {
    PacerState now = state.get();
    return Math.round((1 - now.overspent() / reserve(now.requests())) * QualityBudget.PPM);
  }

  /** All that there is to remember. */
  public PacerState state() {
    return state.get();
  }

  /**
   * The reference is down, or up again. What is lost while it is down is no decision of the router,
   * so it is not charged.
   */
  public void referenceDown(boolean down) {
    paused = down;
  }

  /**
   * A request was decided.
   *
   * @param predictedLossPpm expected quality of the reference less that of the choice, in
   *     millionths; 0 where the reference was chosen
   * @param nowMs at least that of the last call; an earlier time counts as that
   */
  public void spent(int predictedLossPpm, long nowMs) {
    boolean charged = !paused;
    state.updateAndGet(before -> spent(before, predictedLossPpm, nowMs, charged));
  }

  /**
   * The loss of a request was judged, which may be long after it was decided.
   *
   * @param lossPpm the judged loss in millionths, -1,000,000 to 1,000,000
   * @param predictedLossPpm what was handed to {@link #spent} for it
   * @param propensityPpm the probability with which it was picked to be judged, in millionths,
   *     above 0
   */
  public void judged(int lossPpm, int predictedLossPpm, int propensityPpm, long nowMs) {
    state.updateAndGet(before -> judged(before, lossPpm, predictedLossPpm, propensityPpm, nowMs));
  }

  /**
   * It was found out that more was lost than predicted, at once and beyond doubt: a model was
   * quarantined.
   *
   * @param damagePpm this budget's part of it, in millionths times requests, at least 0
   */
  public void charged(long damagePpm, long nowMs) {
    state.updateAndGet(before -> {
      PacerState s = at(before, nowMs);
      // Its samples are in the residual too, and are not to be charged twice.
      return proving(
          s, s.residual() - damagePpm, s.residualSquares(), Math.max(0, (double) damagePpm));
    });
  }

  private PacerState spent(PacerState before, double loss, long nowMs, boolean charged) {
    PacerState s = at(before, nowMs);
    double requests = s.requests() + 1;
    if (!charged) {
      return with(s, s.shadow(), requests, s.overspent());
    }
    double shadow = s.shadow();
    if (!s.frozen()) {
      double window = window(requests);
      double plan = lossPpm - s.overspent() / (tuning.horizon() * window);
      double off = (loss - Math.clamp(plan, 0, 2 * lossPpm)) / QualityBudget.PPM;
      double move = tuning.step() / Math.sqrt(window) * off / tuning.scale();
      shadow =
          Math.clamp(
              shadow * Math.exp(Math.clamp(move, -MAX_MOVE, MAX_MOVE)),
              s.prior() / tuning.range(),
              s.prior() * tuning.range());
    }
    return with(s, shadow, requests, s.overspent() + loss - lossPpm);
  }

  private PacerState judged(
      PacerState before, double loss, double predicted, int propensityPpm, long nowMs) {
    PacerState s = at(before, nowMs);
    double weight =
        Math.clamp((double) QualityBudget.PPM / Math.max(1, propensityPpm), 1, MAX_WEIGHT);
    double off = (loss - predicted) * weight;
    return proving(s, s.residual() + off, s.residualSquares() + off * off, 0);
  }

  /** The state with another residual, what is proved of it charged, and something more. */
  private PacerState proving(PacerState s, double residual, double squares, double charge) {
    double doubt = tuning.proof() * Math.sqrt(squares);
    double proved = Math.signum(residual) * Math.max(0, Math.abs(residual) - doubt);
    PacerState proving =
        new PacerState(
            s.prior(),
            s.shadow(),
            s.requests(),
            s.overspent(),
            residual,
            squares,
            proved,
            s.frozen(),
            s.atMs());
    return with(proving, s.shadow(), s.requests(), s.overspent() + proved - s.proved() + charge);
  }

  private PacerState with(PacerState s, double shadow, double requests, double overspent) {
    double reserve = reserve(requests);
    double kept = Math.max(-reserve, overspent);
    return new PacerState(
        s.prior(),
        shadow,
        requests,
        kept,
        s.residual(),
        s.residualSquares(),
        s.proved(),
        kept >= (s.frozen() ? tuning.thaw() * reserve : reserve),
        s.atMs());
  }

  /** The state when time has passed: older requests and older residuals count for less. */
  private PacerState at(PacerState s, long nowMs) {
    if (nowMs <= s.atMs()) {
      return s;
    }
    double kept = Math.exp(-(nowMs - s.atMs()) / windowMs);
    return new PacerState(
        s.prior(),
        s.shadow(),
        s.requests() * kept,
        s.overspent(),
        s.residual() * kept,
        s.residualSquares() * kept * kept,
        s.proved() * kept,
        s.frozen(),
        nowMs);
  }

  private double window(double requests) {
    return Math.clamp(requests, tuning.fewestRequests(), tuning.mostRequests());
  }

  private double reserve(double requests) {
    return tuning.reserve() * lossPpm * window(requests);
  }
}
