package io.tollgate.bench.routing.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tollgate.bench.routing.learn.Agreement;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A town of three models whose qualities are known, as a predictor at its best would know them. */
class ReplayTest {

  private static final int ROWS = 4_000;
  private static final int TITAN = 0;
  private static final int OAK = 1;
  private static final int PEBBLE = 2;
  private static final long[] COST_PICO = {1_000_000_000, 100_000_000, 50_000_000};

  private final ReplayReport report = Replay.run(table(), 4);

  /** Questions from easy to hard; a model is right with a probability that is predicted exactly. */
  private static ReplayTable table() {
    Random random = new Random(1);
    String[] kinds = new String[ROWS];
    int[] folds = new int[ROWS];
    double[][] expected = new double[ROWS][];
    long[][] expectedPico = new long[ROWS][];
    double[][] scores = new double[ROWS][3];
    long[][] costs = new long[ROWS][];
    boolean[] agree = new boolean[ROWS];
    Agreement[][] arms = new Agreement[ROWS][];
    for (int row = 0; row < ROWS; row++) {
      double hard = random.nextDouble();
      kinds[row] = "kind " + (row % 8);
      folds[row] = row % 5;
      double titan = 0.95 - 0.2 * hard;
      double oak = 0.95 - 0.4 * hard;
      double pebble = 0.93 - 0.7 * hard;
      scores[row][TITAN] = random.nextDouble() < titan ? 1 : 0;
      scores[row][OAK] = random.nextDouble() < oak ? 1 : 0;
      scores[row][PEBBLE] = random.nextDouble() < pebble ? 1 : 0;
      agree[row] = scores[row][OAK] == 1 && scores[row][PEBBLE] == 1;
      double both = oak * pebble;
      expected[row] = new double[] {titan, oak, pebble, both + (1 - both) * titan};
      costs[row] = COST_PICO.clone();
      long paid = COST_PICO[OAK] + COST_PICO[PEBBLE];
      expectedPico[row] =
          new long[] {
            COST_PICO[TITAN],
            COST_PICO[OAK],
            COST_PICO[PEBBLE],
            paid + (long) ((1 - both) * COST_PICO[TITAN])
          };
      arms[row] = new Agreement[] {new Agreement(OAK, PEBBLE, TITAN)};
    }
    return new ReplayTable(
        List.of("titan", "oak", "pebble"),
        TITAN,
        kinds,
        folds,
        new int[ROWS],
        expected,
        expectedPico,
        scores,
        costs,
        arms,
        (row, one, other) -> agree[row]);
  }

  private ReplayResult result(Trouble trouble, boolean agreements, String judging) {
    return report.rows().stream()
        .filter(row ->
            row.trouble() == trouble
                && row.agreements() == agreements
                && row.judging().equals(judging))
        .findFirst()
        .orElseThrow()
        .mean();
  }

  @Test
  void steady_traffic_loses_what_the_budget_allows_and_saves_money() {
    ReplayResult steady = result(Trouble.STEADY, false, "judged");
    // The budget is 2 points; 4,000 questions leave a standard error of 0.9 points to chance, the
    // same in all streams.
    assertThat(steady.loss()).isCloseTo(0.02, within(0.01));
    assertThat(steady.cost()).isBetween(0.2, 0.8);
    assertThat(steady.measurement()).isBetween(0.01, 0.1);
    assertThat(steady.quarantineDelay()).isNaN();
    assertThat(report.steadyLoss(false)).isEqualTo(steady.loss());
    assertThat(report.steadyCost(false)).isEqualTo(steady.cost());
  }

  @Test
  void a_silent_regression_is_found_where_losses_are_judged_and_never_where_they_are_not() {
    ReplayResult blind = result(Trouble.REGRESSION, false, "blind");
    ReplayResult judged = result(Trouble.REGRESSION, false, "judged");
    assertThat(blind.quarantineDelay()).isNaN();
    assertThat(blind.measurement()).isZero();
    assertThat(judged.quarantineDelay()).isBetween(1.0, 1_000.0);
    assertThat(judged.loss()).isLessThan(blind.loss() / 2);
  }

  @Test
  void a_reference_that_is_down_loses_nothing_that_is_charged() {
    ReplayResult down = result(Trouble.REFERENCE_DOWN, false, "blind");
    assertThat(down.loss()).isLessThan(0.026);
    assertThat(down.frozenShare()).isZero();
  }

  @Test
  void agreements_are_used_where_they_are_there() {
    assertThat(result(Trouble.STEADY, true, "judged").loss()).isCloseTo(0.02, within(0.008));
    assertThat(report.regressionLoss(true)).isLessThan(0.08);
  }

  @Test
  void every_stream_is_in_the_table_and_in_the_json() {
    int streams = 2 * (2 * Trouble.values().length + 2);
    assertThat(report.rows()).hasSize(streams);
    assertThat(report.json().get("streams").size()).isEqualTo(streams);
    assertThat(report.markdown().lines().filter(line -> line.startsWith("| ")))
        .hasSize(streams + 1);
    assertThat(report.markdown()).contains("| silent regression | models | blind | ");
  }

  @Test
  void equal_seeds_give_equal_streams() {
    assertThat(Replay.run(table(), 4).json()).isEqualTo(report.json());
  }
}
