package io.tollgate.policies.price;

import static io.tollgate.policies.usage.Meter.IN_CACHE_READ;
import static io.tollgate.policies.usage.Meter.IN_CACHE_WRITE_1H;
import static io.tollgate.policies.usage.Meter.IN_CACHE_WRITE_5M;
import static io.tollgate.policies.usage.Meter.IN_CACHE_WRITE_OTHER;
import static io.tollgate.policies.usage.Meter.IN_TOOL;
import static io.tollgate.policies.usage.Meter.IN_UNCACHED;
import static io.tollgate.policies.usage.Meter.OUT_OTHER;
import static io.tollgate.policies.usage.Meter.OUT_REASONING;
import static io.tollgate.policies.usage.Meter.OUT_VISIBLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.policies.usage.Meter;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RatesTest {

  @Test
  void plain_input_meters_take_the_input_price_and_output_meters_the_output_price() {
    Rates rates = Rates.of(3, 15);
    for (Meter meter : Meter.values()) {
      if (meter.isPlain()) {
        assertThat(rates.pico(meter)).as(meter.key()).isEqualTo(meter.isInput() ? 3 : 15);
      }
    }
  }

  @Test
  void own_prices_come_before_those_of_other_meters() {
    Rates rates =
        Rates.of(
            Map.of(
                IN_UNCACHED,
                3L,
                IN_CACHE_READ,
                1L,
                IN_TOOL,
                2L,
                OUT_VISIBLE,
                8L,
                OUT_REASONING,
                5L));
    assertThat(rates.pico(IN_CACHE_READ)).isEqualTo(1);
    assertThat(rates.pico(IN_TOOL)).isEqualTo(2);
    assertThat(rates.pico(OUT_REASONING)).isEqualTo(5);
    assertThat(rates.pico(OUT_OTHER)).isEqualTo(8);
  }

  @Test
  void one_cache_write_price_leaves_the_other_lives_unpriced() {
    Rates rates = Rates.of(Map.of(IN_UNCACHED, 3L, IN_CACHE_WRITE_5M, 4L, OUT_VISIBLE, 15L));
    assertThat(rates.pico(IN_CACHE_WRITE_5M)).isEqualTo(4);
    assertThat(rates.pico(IN_CACHE_WRITE_1H)).isEqualTo(Rates.UNPRICED);
    assertThat(rates.pico(IN_CACHE_WRITE_OTHER)).isEqualTo(Rates.UNPRICED);
    assertThat(rates.pico(IN_CACHE_READ)).isEqualTo(3);
  }

  @Test
  void a_meter_of_unknown_price_takes_no_other_price() {
    Rates rates = Rates.of(Map.of(IN_UNCACHED, 3L, OUT_VISIBLE, 15L), Set.of(IN_CACHE_READ));
    assertThat(rates.pico(IN_CACHE_READ)).isEqualTo(Rates.UNPRICED);
    assertThat(rates).hasToString("in_uncached=3 in_cache_read=unknown out_visible=15");
  }

  @Test
  void a_free_meter_is_priced_at_nothing() {
    assertThat(Rates.of(0, 0).pico(OUT_VISIBLE)).isZero();
  }

  @Test
  void negative_and_unbelievable_prices_are_refused() {
    assertThatThrownBy(() -> Rates.of(-1, 1))
        .hasMessage("in_uncached: -1 pico-dollars (expected: 0 to 1000000000)");
    assertThatThrownBy(() -> Rates.of(1, Rates.MAX_PICO + 1)).hasMessageContaining("out_visible");
  }
}
