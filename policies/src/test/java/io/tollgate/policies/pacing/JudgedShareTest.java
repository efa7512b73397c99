package io.tollgate.policies.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class JudgedShareTest {

  private final JudgedShare share = new JudgedShare(30_000);

  @Test
  void a_base_share_is_judged_where_nothing_is_suspected() {
    assertThat(share.propensityPpm(0, 0)).isEqualTo(30_000);
  }

  @Test
  void suspicion_raises_it_until_probation_and_unrest_too() {
    assertThat(share.propensityPpm(0.25, 0)).isEqualTo(190_000);
    assertThat(share.propensityPpm(0.5, 0)).isEqualTo(350_000);
    assertThat(share.propensityPpm(1, 0)).isEqualTo(350_000);
    assertThat(share.propensityPpm(0, 1)).isEqualTo(350_000);
  }

  @Test
  void suspicion_that_does_not_end_does_not_judge_without_end() {
    Random random = new Random(1);
    int judged = 0;
    for (int i = 0; i < 100_000; i++) {
      if (random.nextInt(1_000_000) < share.propensityPpm(1, 1)) {
        share.picked();
        judged++;
      }
    }
    // Three times 3 % in the long run, and a little more as the base share is never given up.
    assertThat(judged).isBetween(8_500, 11_000);
  }

  @Test
  void nothing_is_judged_where_nothing_may_be() {
    assertThat(new JudgedShare(0).propensityPpm(1, 1)).isZero();
  }
}
