package io.tollgate.policies.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class RatioTest {

  @Test
  void a_decimal_becomes_the_fraction_it_names() {
    assertThat(Ratio.of(new BigDecimal("1.1"))).isEqualTo(new Ratio(11, 10));
    assertThat(Ratio.of(new BigDecimal("2.00"))).isEqualTo(new Ratio(2, 1));
    assertThat(Ratio.of(new BigDecimal("2E+3"))).isEqualTo(new Ratio(2000, 1));
    assertThat(Ratio.of(BigDecimal.ONE).isOne()).isTrue();
  }

  @Test
  void negative_and_endless_ratios_are_refused() {
    assertThatThrownBy(() -> new Ratio(-1, 2)).hasMessageContaining("numerator >= 0");
    assertThatThrownBy(() -> new Ratio(1, 0)).hasMessageContaining("denominator >= 1");
    assertThatThrownBy(() -> Ratio.of(new BigDecimal("-0.5")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
