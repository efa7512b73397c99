package io.tollgate.bench.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.load.Manner;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlowReadersTest {

  @Test
  void row_23_five_thousand_slow_readers_cost_the_others_no_request_and_the_gateway_no_memory()
      throws Exception {
    SlowReadersReport report =
        SlowReaders.run(
            new SlowReaders.Plan(
                5_000,
                Manner.Reading.BYTE_PER_TICK,
                20,
                Duration.ofSeconds(4),
                "256m",
                1_200,
                "write_stall: 10m"),
            line -> {});

    // That every request has its end in the ledger is part of the run.
    assertThat(report.outOfMemory()).isFalse();
    assertThat(report.phases()).hasSize(3);
    assertThat(report.phases()).allSatisfy(phase -> assertThat(phase.load().errors()).isEmpty());
    assertThat(report.phases().get(1).slowReaders()).isEqualTo(5_000);
    assertThat(report.phases())
        .allSatisfy(phase -> assertThat(phase.residentBytes()).isLessThan(700L << 20));
    assertThat(report.isHarmless()).isTrue();
    assertThat(report.markdown()).contains("| beside them | 5000 |");
    assertThat(report.json()).contains("\"p99_slowdown\"");
  }
}
