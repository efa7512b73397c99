package io.tollgate.gateway.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.policies.capacity.Pool;
import io.tollgate.policies.capacity.Power;
import io.tollgate.policies.capacity.Tenure;
import io.tollgate.policies.capacity.Throughput;
import io.tollgate.policies.usage.EngineTimes;
import io.tollgate.policies.usage.Usage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolUseTest {

  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir private Path folder;

  private static Pool pool(int parallel, @Nullable Throughput throughput) {
    return new Pool(
        "rack",
        2,
        new Tenure.Leased(BigDecimal.ONE),
        new Power(new BigDecimal("2"), new BigDecimal("1.5"), BigDecimal.ZERO),
        List.of("box/m"),
        parallel,
        throughput,
        NOON,
        null,
        null);
  }

  @Test
  void an_engines_own_times_are_taken_as_they_are() {
    Work work = Work.timed(new Usage(100, 50, 0, 0, 0, 0, 20, 5, 0), new EngineTimes(2_000, 9_000));
    assertThat(work).isEqualTo(new Work(1, 1, 100, 50, 25, 2_000, 9_000));
  }

  @Test
  void without_them_the_time_to_the_first_token_is_that_of_reading() {
    assertThat(Work.estimated(Usage.of(100, 20), 300, 1_000))
        .isEqualTo(new Work(1, 0, 100, 0, 20, 300_000, 700_000));
    assertThat(Work.estimated(Usage.of(100, 20), -1, 1_000))
        .isEqualTo(new Work(1, 0, 100, 0, 20, 0, 1_000_000));
    assertThat(Work.estimated(Usage.of(100, 0), -1, 1_000))
        .isEqualTo(new Work(1, 0, 100, 0, 0, 1_000_000, 0));
    assertThat(Work.estimated(Usage.of(100, 20), 2_000, 1_000).micros()).isEqualTo(1_000_000);
  }

  @Test
  void a_pool_that_serves_four_at_a_time_is_four_times_as_fast_as_one_request() {
    PoolUse use =
        new PoolUse(pool(4, null), 1, new Work(2, 2, 900, 0, 360, 1_000_000, 719_000_000));
    assertThat(use.busySeconds()).isEqualByComparingTo("180");
    assertThat(use.utilisation()).isEqualByComparingTo("0.05");
    assertThat(use.prefillPerSecond()).isEqualByComparingTo("3600");
    assertThat(use.decodePerSecond()).isEqualByComparingTo("2.002782");
    assertThat(use.basis()).isEqualTo("engine timings");
    // 2 kW x 1.5 over 3,600 tokens a second.
    assertThat(use.joulesPerToken(use.prefillPerSecond())).isEqualByComparingTo("0.833333333333");
  }

  @Test
  void a_configured_throughput_stands_above_what_was_measured() {
    Throughput speed = new Throughput(new BigDecimal("1000"), new BigDecimal("10"));
    PoolUse use = new PoolUse(pool(1, speed), 1, new Work(1, 0, 100_000, 0, 800, 1, 1));
    assertThat(use.busySeconds()).isEqualByComparingTo("180");
    assertThat(use.utilisation()).isEqualByComparingTo("0.05");
    assertThat(use.basis()).isEqualTo("configured throughput");
  }

  @Test
  void what_was_not_measured_is_not_known() {
    PoolUse use = PoolUse.of(pool(1, null), NOON, NOON.plusSeconds(7_200), List.of());
    assertThat(use.hours()).isEqualTo(2);
    assertThat(use.utilisation()).isNull();
    assertThat(use.prefillPerSecond()).isNull();
    assertThat(use.decodePerSecond()).isNull();
    assertThat(use.basis()).isEqualTo("nothing measured");
  }

  @Test
  void the_meter_adds_up_by_pool_and_hour_and_the_log_keeps_it() throws IOException {
    PoolMeter meter = new PoolMeter(() -> List.of(pool(1, null)));
    Work one = new Work(1, 1, 10, 1, 5, 100, 200);
    meter.done("box/m", () -> one, () -> NOON);
    meter.done("box/m", () -> one, () -> NOON.plusSeconds(3_599));
    meter.done("box/m", () -> one, () -> NOON.plusSeconds(3_600));
    meter.done("elsewhere/m", () -> one, () -> NOON);
    WorkLog log = WorkLog.of(folder);
    log.append(meter.takeBefore(NOON.plusSeconds(3_600)));
    Files.writeString(
        folder.resolve("capacity").resolve("work.jsonl"),
        "\n{\"pool\":\"rack\",\"ho",
        StandardOpenOption.APPEND);
    log.append(meter.takeBefore(Instant.MAX));

    assertThat(log.read(NOON, NOON.plusSeconds(7_200)))
        .containsExactly(
            new PoolHour("rack", NOON, one.plus(one)),
            new PoolHour("rack", NOON.plusSeconds(3_600), one));
    assertThat(log.read(NOON.plusSeconds(1), NOON.plusSeconds(7_200))).hasSize(1);
    assertThat(meter.takeBefore(Instant.MAX)).isEmpty();
  }
}
