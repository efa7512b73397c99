package io.tollgate.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tollgate.bench.load.SampleFindings.Found;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class LoadFindingsTest {

  @Test
  void figures_are_medians_over_rounds() {
    LoadFindings findings =
        new SampleFindings()
            .with(Measure.PLAIN, "gateway", Found.rate(1_200, 0.4))
            .with(Measure.PLAIN, "gateway", Found.rate(400, 0.4))
            .with(Measure.PLAIN, "gateway", Found.rate(1_000, 0.4))
            .of("direct", "gateway");
    assertThat(findings.median(Measure.PLAIN, "gateway", LoadResult::requestsPerSecond))
        .hasValue(1_000);
    // 333, 1,000 and 400 microseconds.
    assertThat(
            findings
                .median(Measure.PLAIN, "gateway", LoadResult::cpuMicrosPerRequest)
                .orElseThrow())
        .isCloseTo(400, within(1e-9));
    assertThat(findings.errors("gateway")).isEqualTo(Map.of(ErrorKind.TIMEOUT, 3L));
  }

  @Test
  void the_median_of_an_even_number_lies_between_the_two_in_the_middle() {
    assertThat(LoadFindings.median(new double[] {4, 1, 100, 2})).hasValue(3);
    assertThat(LoadFindings.median(new double[] {})).isEmpty();
  }

  @Test
  void what_is_added_is_taken_within_a_round_before_the_median() {
    LoadFindings findings =
        new SampleFindings()
            .with(Measure.PLAIN_OPEN, "direct", Found.latency(1_000))
            .with(Measure.PLAIN_OPEN, "direct", Found.latency(50_000))
            .with(Measure.PLAIN_OPEN, "direct", Found.latency(1_000))
            .with(Measure.PLAIN_OPEN, "gateway", Found.latency(3_000))
            .with(Measure.PLAIN_OPEN, "gateway", Found.latency(52_000))
            .with(Measure.PLAIN_OPEN, "gateway", Found.latency(9_000))
            .of("direct", "gateway");
    assertThat(added(findings, 50)).isCloseTo(2, within(0.05));
    assertThat(added(findings, 99)).isCloseTo(20, within(0.5));
  }

  private static double added(LoadFindings findings, double percentile) {
    return findings
        .addedMillis(Measure.PLAIN_OPEN, "gateway", LoadResult::latencyNanos, percentile)
        .orElseThrow();
  }

  @Test
  void a_quotient_of_what_is_not_above_zero_is_unknown() {
    OptionalDouble two = OptionalDouble.of(2);
    assertThat(LoadFindings.ratio(two, OptionalDouble.of(4))).hasValue(0.5);
    assertThat(LoadFindings.ratio(two, OptionalDouble.of(0))).isEmpty();
    assertThat(LoadFindings.ratio(two, OptionalDouble.of(-1))).isEmpty();
    assertThat(LoadFindings.ratio(OptionalDouble.of(-1), two)).isEmpty();
    assertThat(LoadFindings.ratio(OptionalDouble.empty(), two)).isEmpty();
  }

  @Test
  void answers_of_warm_ups_count_for_the_audit_and_streams_by_themselves() {
    LoadFindings findings =
        new SampleFindings()
            .with(Measure.PLAIN, "gateway", Found.rate(100, 1))
            .with(Measure.BODY_1M, "gateway", Found.rate(20, 1))
            .with(Measure.STREAM, "gateway", Found.rate(7, 1))
            .with(Measure.STREAM, "other", Found.rate(1_000, 1))
            .withIdle("gateway", 300)
            .of("direct", "gateway");
    assertThat(findings.answered("gateway", false)).isEqualTo(100 + 10 + 20 + 10);
    assertThat(findings.answered("gateway", true)).isEqualTo(7 + 10);
    assertThat(findings.cut("gateway")).isEqualTo(5_000);
    assertThat(findings.allAnswered()).isFalse();
  }
}
