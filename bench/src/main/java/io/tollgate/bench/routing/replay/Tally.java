package io.tollgate.bench.routing.replay;

/** Counts what a stream costs and loses. */
final class Tally {

  private static final int WINDOW = 1_000;

  private final double[] losses;
  private long paidPico;
  private long measuredPico;
  private long referencePico;
  private int judged;
  private int frozen;
  private int falseQuarantines;
  private int found = -1;

  Tally(int requests) {
    this.losses = new double[requests];
  }

  void paid(long pico) {
    paidPico += pico;
  }

  void measured(long pico) {
    measuredPico += pico;
  }

  /** What the reference alone would have been paid for a request. */
  void reference(long pico) {
    referencePico += pico;
  }

  void lost(int at, double loss) {
    losses[at] = loss;
  }

  void judged() {
    judged++;
  }

  void frozen() {
    frozen++;
  }

  /** A model was quarantined; {@code regressed} where it had indeed become worse. */
  void quarantined(int at, boolean regressed) {
    if (!regressed) {
      falseQuarantines++;
    } else if (found < 0) {
      found = at;
    }
  }

  ReplayResult result(int regressionStart) {
    int n = losses.length;
    double worst = 0;
    for (int from = 0; from + WINDOW <= n; from += WINDOW) {
      worst = Math.max(worst, mean(from, from + WINDOW));
    }
    return new ReplayResult(
        (double) paidPico / referencePico,
        (double) measuredPico / referencePico,
        mean(0, n),
        mean(n / 2, n),
        worst,
        (double) judged / n,
        (double) frozen / n,
        found < 0 ? Double.NaN : found - regressionStart,
        falseQuarantines);
  }

  private double mean(int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += losses[i];
    }
    return sum / Math.max(1, to - from);
  }
}
