package io.tollgate.policies.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class RidgeSystemTest {

  private static final int ROWS = 40;
  private static final int COLUMNS = 5;

  private final float[][] features = new float[ROWS][COLUMNS];
  private final double[] target = new double[ROWS];

  RidgeSystemTest() {
    SplittableRandom random = new SplittableRandom(11);
    for (int r = 0; r < ROWS; r++) {
      for (int c = 0; c < COLUMNS; c++) {
        features[r][c] = (float) random.nextDouble(-1, 1);
      }
      target[r] = 0.5 + features[r][0] - 0.3 * features[r][3] + random.nextDouble(-0.2, 0.2);
    }
  }

  @Test
  void what_is_predicted_of_a_row_unseen_is_what_one_predicts_who_never_saw_it() {
    double penalty = 1;
    RidgeSystem.Fit fit = new RidgeSystem(features).fit(target, penalty);
    for (int left = 0; left < ROWS; left++) {
      float[][] others = new float[ROWS - 1][];
      double[] known = new double[ROWS - 1];
      for (int r = 0; r < ROWS - 1; r++) {
        others[r] = features[r < left ? r : r + 1];
        known[r] = target[r < left ? r : r + 1];
      }
      RidgeSystem.Fit without = new RidgeSystem(others).fit(known, penalty);
      double predicted = without.bias();
      for (int c = 0; c < COLUMNS; c++) {
        predicted += without.weights()[c] * features[left][c];
      }
      assertThat(fit.unseen()[left]).isCloseTo(predicted, within(1e-6));
    }
  }

  @Test
  void what_is_predicted_of_a_group_left_out_is_what_one_predicts_who_never_saw_any_of_it() {
    double penalty = 0.5;
    int[] group = {0, 7, 8, 20, 39};
    List<float[]> others = new ArrayList<>();
    List<Double> known = new ArrayList<>();
    for (int r = 0; r < ROWS; r++) {
      if (Arrays.binarySearch(group, r) < 0) {
        others.add(features[r]);
        known.add(target[r]);
      }
    }
    double[] targets = known.stream().mapToDouble(Double::doubleValue).toArray();
    RidgeSystem.Fit never = new RidgeSystem(others.toArray(float[][]::new)).fit(targets, penalty);
    double[] predictions = new RidgeSystem(features).without(group).predictions(target, penalty);
    for (int i = 0; i < group.length; i++) {
      double predicted = never.bias();
      for (int c = 0; c < COLUMNS; c++) {
        predicted += never.weights()[c] * features[group[i]][c];
      }
      assertThat(predictions[i]).isCloseTo(predicted, within(1e-6));
    }
  }

  @Test
  void one_target_alone_is_learnt_as_plain_ridge_learns_it() {
    RidgeSystem system = new RidgeSystem(features);
    RidgeSystem.Fit plain = system.fit(target);
    double[][] column = new double[ROWS][];
    for (int r = 0; r < ROWS; r++) {
      column[r] = new double[] {target[r]};
    }
    PrincipalTargets.Target learnt = PrincipalTargets.fit(system, column, COLUMNS)[0];
    assertThat(learnt.bias()).isCloseTo(plain.bias(), within(1e-9));
    assertThat(learnt.weights()).containsExactly(plain.weights(), within(1e-9));
    assertThat(learnt.unseen()).containsExactly(plain.unseen(), within(1e-9));
  }
}
