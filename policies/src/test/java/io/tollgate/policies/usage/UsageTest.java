package io.tollgate.policies.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class UsageTest {

  private static final Usage EACH_DIFFERENT =
      new Usage(1, 2, 4, 8, 16, 32, 64, 128, 256).with(eachDifferent());

  private static Extras eachDifferent() {
    Map<Meter, Long> quantities = new EnumMap<>(Meter.class);
    for (Meter meter : Meter.values()) {
      if (!meter.isPlain() && meter != Meter.MINIMUM_CHARGE) {
        quantities.put(meter, 1L << meter.index());
      }
    }
    return Extras.of(quantities);
  }

  @Test
  void invariant_05_totals_are_the_sums_of_their_disjoint_meters() {
    assertThat(EACH_DIFFERENT.totalInput()).isEqualTo(sum(Meter::isInput)).isEqualTo(7743);
    assertThat(EACH_DIFFERENT.totalOutput()).isEqualTo(sum(Meter::isOutput)).isEqualTo(25024);
  }

  private static long sum(Predicate<Meter> which) {
    return Arrays.stream(Meter.values()).filter(which).mapToLong(EACH_DIFFERENT::quantity).sum();
  }

  @Test
  void every_meter_but_the_minimum_charge_is_asked_for_in_the_same_way() {
    for (Meter meter : Meter.values()) {
      assertThat(EACH_DIFFERENT.quantity(meter))
          .as(meter.key())
          .isEqualTo(meter == Meter.MINIMUM_CHARGE ? 0 : 1L << meter.index());
    }
    assertThat(EACH_DIFFERENT.extras())
        .isEqualTo(eachDifferent())
        .hasToString(
            "in_audio=512 in_audio_cache_read=1024 in_image=2048 in_video=4096 out_audio=8192"
                + " out_image=16384 calls=32768 searches=65536 images=131072 audio_ms=262144"
                + " video_ms=524288 characters=1048576 pages=2097152 cache_token_hours=4194304");
  }

  @Test
  void a_call_of_text_shares_its_lack_of_extras() {
    assertThat(Usage.of(1, 2).extras()).isSameAs(Extras.EMPTY);
    assertThat(Extras.of(Meter.SEARCHES, 0)).isSameAs(Extras.EMPTY);
    assertThat(Extras.of(Meter.SEARCHES, 2)).isEqualTo(Extras.of(Map.of(Meter.SEARCHES, 2L)));
    assertThat(Usage.of(1, 2).quantity(Meter.IN_AUDIO)).isZero();
  }

  @Test
  void what_is_no_extra_is_refused_by_name() {
    assertThatThrownBy(() -> Extras.of(Meter.IN_TOOL, 1)).hasMessage("in_tool is no extra");
    assertThatThrownBy(() -> Extras.of(Meter.MINIMUM_CHARGE, 1))
        .hasMessage("minimum_charge is no extra");
    assertThatThrownBy(() -> Extras.of(Meter.SEARCHES, -1))
        .hasMessage("searches: -1 (expected: 0 to 2147483648)");
  }

  @Test
  void negative_and_unbelievable_counts_are_refused_by_the_name_of_their_meter() {
    assertThatThrownBy(() -> new Usage(0, -1, 0, 0, 0, 0, 0, 0, 0))
        .hasMessage("in_cache_read: -1 tokens (expected: 0 to 2147483648)");
    assertThatThrownBy(() -> Usage.of(0, Usage.MAX_TOKENS + 1)).hasMessageContaining("out_visible");
  }
}
