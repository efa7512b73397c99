package io.tollgate.policies.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class UsageTest {

  private static final Usage EACH_DIFFERENT = new Usage(1, 2, 4, 8, 16, 32, 64, 128, 256);

  @Test
  void totals_are_the_sums_of_their_meters() {
    assertThat(EACH_DIFFERENT.totalInput()).isEqualTo(sum(true)).isEqualTo(63);
    assertThat(EACH_DIFFERENT.totalOutput()).isEqualTo(sum(false)).isEqualTo(448);
  }

  private static long sum(boolean input) {
    return Arrays.stream(Meter.values())
        .filter(meter -> meter.isInput() == input)
        .mapToLong(EACH_DIFFERENT::tokens)
        .sum();
  }

  @Test
  void negative_and_unbelievable_counts_are_refused_by_the_name_of_their_meter() {
    assertThatThrownBy(() -> new Usage(0, -1, 0, 0, 0, 0, 0, 0, 0))
        .hasMessage("in_cache_read: -1 tokens (expected: 0 to 2147483648)");
    assertThatThrownBy(() -> Usage.of(0, Usage.MAX_TOKENS + 1)).hasMessageContaining("out_visible");
  }
}
