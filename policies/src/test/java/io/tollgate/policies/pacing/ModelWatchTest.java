package io.tollgate.policies.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tollgate.policies.pacing.WatchState.Standing;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ModelWatchTest {

  private static final String MODEL = "pebble";
  private static final int REFERENCE_PPM = 750_000;
  private static final int EXPECTED_PPM = 700_000;

  /** As expected of independent models: what the plan takes for granted at a dependence of 1. */
  private static final WatchPlan PLAN = new WatchPlan(0.4, 200, 200, 1);

  private static ModelWatch watch() {
    return new ModelWatch(PLAN, Map.of());
  }

  /** The loss of an answer, where right answers of the model turn wrong with a probability. */
  private static int loss(Random random, double turned) {
    boolean reference = random.nextInt(1_000_000) < REFERENCE_PPM;
    boolean right = random.nextInt(1_000_000) < EXPECTED_PPM && random.nextDouble() >= turned;
    return (reference ? 1_000_000 : 0) - (right ? 1_000_000 : 0);
  }

  private static int samplesTo(Standing standing, ModelWatch watch, Random random, double turned) {
    int samples = 0;
    while (watch.standing(MODEL) != standing && samples < 100_000) {
      watch.judged(MODEL, REFERENCE_PPM, EXPECTED_PPM, loss(random, turned), 50_000);
      samples++;
    }
    return samples;
  }

  @Test
  void a_model_that_did_not_change_is_hardly_ever_quarantined() {
    Random random = new Random(1);
    double sum = 0;
    int runs = 400;
    for (int run = 0; run < runs; run++) {
      sum += samplesTo(Standing.QUARANTINED, watch(), random, 0);
    }
    // Proved: at least 200 samples. Seen: about 2,900, as the sum overshoots and falls below 0.
    assertThat(sum / runs).isBetween(1_500.0, 6_000.0);
  }

  @Test
  void a_model_whose_right_answers_turn_wrong_is_quarantined_within_tens_of_samples() {
    Random random = new Random(2);
    double sum = 0;
    int runs = 400;
    for (int run = 0; run < runs; run++) {
      sum += samplesTo(Standing.QUARANTINED, watch(), random, 0.4);
    }
    // ln(200) / K with a = 0.225, a' = 0.435: K = 0.107, so 50, less what was there before.
    assertThat(sum / runs).isCloseTo(50, within(10.0));
  }

  @Test
  void the_worse_it_got_the_sooner_it_is_found() {
    Random random = new Random(3);
    double half = 0;
    double all = 0;
    for (int run = 0; run < 200; run++) {
      half += samplesTo(Standing.QUARANTINED, watch(), random, 0.5) / 200.0;
      all += samplesTo(Standing.QUARANTINED, watch(), random, 1) / 200.0;
    }
    assertThat(all).isLessThan(half / 2);
  }

  @Test
  void probation_comes_before_quarantine_and_ends_where_samples_are_good() {
    ModelWatch watch = watch();
    int samples = 0;
    while (watch.standing(MODEL) == Standing.TRUSTED) {
      watch.judged(MODEL, REFERENCE_PPM, EXPECTED_PPM, 1_000_000, 50_000);
      samples++;
    }
    assertThat(watch.standing(MODEL)).isEqualTo(Standing.ON_PROBATION);
    assertThat(watch.heldBack()).containsExactly(MODEL);
    assertThat(watch.quarantined()).isEmpty();
    assertThat(watch.suspicion(MODEL)).isGreaterThanOrEqualTo(0.5);
    assertThat(samples).isEqualTo(5);
    for (int i = 0; i < 9; i++) {
      watch.judged(MODEL, REFERENCE_PPM, EXPECTED_PPM, 0, 50_000);
    }
    assertThat(watch.standing(MODEL)).isEqualTo(Standing.TRUSTED);
  }

  @Test
  void a_quarantined_model_that_recovered_is_released_and_one_that_did_not_stays() {
    Random random = new Random(4);
    double toRelease = 0;
    int early = 0;
    for (int run = 0; run < 200; run++) {
      ModelWatch recovered = watch();
      samplesTo(Standing.QUARANTINED, recovered, random, 0.5);
      toRelease += samplesTo(Standing.TRUSTED, recovered, random, 0) / 200.0;
      ModelWatch still = watch();
      samplesTo(Standing.QUARANTINED, still, random, 0.5);
      for (int i = 0; i < 100; i++) {
        early +=
            still.judged(MODEL, REFERENCE_PPM, EXPECTED_PPM, loss(random, 0.5), 0).released()
                ? 1
                : 0;
      }
    }
    assertThat(toRelease).isBetween(30.0, 80.0);
    // At most one false release in 200 samples is proved, so 100 in these 20,000; seen are fewer.
    assertThat(early).isLessThan(60);
  }

  @Test
  void damage_is_an_estimate_of_what_was_lost_over_all_requests_since_it_began() {
    Random random = new Random(5);
    double estimated = 0;
    double lost = 0;
    for (int run = 0; run < 300; run++) {
      ModelWatch watch = watch();
      boolean found = false;
      while (!found) {
        int loss = loss(random, 0.5);
        lost += (loss - 50_000) / 1e6;
        if (random.nextInt(10) == 0) {
          Finding finding = watch.judged(MODEL, REFERENCE_PPM, EXPECTED_PPM, loss, 100_000);
          found = finding.quarantined();
          estimated += finding.damagePpm() / 1e6;
        }
      }
    }
    // It counts from the last time that nothing spoke against the model, so a little too much.
    assertThat(estimated / lost).isBetween(0.9, 1.4);
  }

  @Test
  void a_quarantine_leaves_unrest_that_calms_down() {
    ModelWatch watch = watch();
    assertThat(watch.unrest()).isZero();
    samplesTo(Standing.QUARANTINED, watch, new Random(6), 1);
    assertThat(watch.unrest()).isEqualTo(1);
    for (int i = 0; i < 100; i++) {
      watch.judged("other", REFERENCE_PPM, EXPECTED_PPM, 0, 50_000);
    }
    assertThat(watch.unrest()).isLessThan(0.2);
  }

  @Test
  void feedback_without_a_reference_quarantines_too() {
    ModelWatch watch = watch();
    int samples = 0;
    while (!watch.scored(MODEL, 900_000, 0).quarantined()) {
      samples++;
    }
    assertThat(samples).isLessThan(6);
    assertThat(watch.scored("good", 900_000, 1_000_000).standing()).isEqualTo(Standing.TRUSTED);
  }

  @Test
  void a_correction_is_made_only_where_it_is_significant() {
    ModelWatch watch = new ModelWatch(new WatchPlan(0.4, 1e12, 200, 1), Map.of());
    Random random = new Random(7);
    int corrected = 0;
    for (int i = 0; i < 300; i++) {
      watch.judged(MODEL, REFERENCE_PPM, EXPECTED_PPM, loss(random, 0), 50_000);
      corrected += watch.correctionPpm(MODEL) == 0 ? 0 : 1;
    }
    assertThat(corrected).isLessThan(30);
    for (int i = 0; i < 300; i++) {
      watch.judged(MODEL, REFERENCE_PPM, EXPECTED_PPM, loss(random, 0.3), 50_000);
    }
    // It lost 0.21 more than was expected.
    assertThat(watch.correctionPpm(MODEL)).isBetween(60_000, 210_000);
  }

  @Test
  void a_watch_goes_on_where_another_one_stopped() {
    ModelWatch watch = watch();
    samplesTo(Standing.QUARANTINED, watch, new Random(8), 1);
    ModelWatch next = new ModelWatch(PLAN, watch.states());
    assertThat(next.quarantined()).containsExactly(MODEL);
    assertThat(next.states()).isEqualTo(watch.states());
  }

  @Test
  void answers_given_for_agreement_or_for_want_of_it_are_evidence_and_correct_nothing() {
    ModelWatch watch = watch();
    int samples = 0;
    while (watch.standing(MODEL) != Standing.QUARANTINED) {
      watch.judgedInPart(MODEL, REFERENCE_PPM, EXPECTED_PPM, 1_000_000, 50_000);
      assertThat(watch.correctionPpm(MODEL)).isZero();
      assertThat(++samples).isLessThan(30);
    }
    watch.judged(MODEL, REFERENCE_PPM, EXPECTED_PPM, 1_000_000, 50_000);
    assertThat(watch.correctionPpm(MODEL)).isZero();
    assertThat(watch.states()).extractingByKey(MODEL).returns(1.0, WatchState::samples);
  }
}
