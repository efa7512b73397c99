package io.tollgate.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LoadReportTest {

  private static final LoadRunPlan PLAN =
      new LoadRunPlan(
          3,
          4,
          100,
          new Workload(false, 100, 16, 1),
          Duration.ZERO,
          Duration.ofSeconds(2),
          Duration.ofSeconds(2));

  private static LoadTarget target(String name) {
    return new LoadTarget(name, URI.create("http://127.0.0.1:1/v1"), "k", "m", 1);
  }

  /** A result of 100 answers, 90 of which took the given time and 10 ten times as long. */
  private static LoadResult result(
      String name, LoadPlan plan, long completed, double cpuSeconds, long millis) {
    Histogram latency = new Histogram(3);
    latency.recordValueWithCount(millis * 1_000_000, 90);
    latency.recordValueWithCount(millis * 10_000_000, 10);
    return new LoadResult(
        target(name),
        plan,
        completed,
        0,
        Map.of(ErrorKind.TIMEOUT, 1L),
        latency,
        latency,
        cpuSeconds,
        50L << 20);
  }

  private static LoadReport report() {
    List<LoadResult> run =
        List.of(
            result("direct", PLAN.closed(), 2_000, 0.2, 1),
            result("direct", PLAN.open(), 200, 0.1, 1),
            result("gateway", PLAN.closed(), 400, 0.4, 9),
            result("gateway", PLAN.closed(), 1_000, 0.4, 9),
            result("gateway", PLAN.closed(), 1_200, 0.4, 9),
            result("gateway", PLAN.open(), 200, 0.2, 3),
            result("gateway", PLAN.open(), 200, 0.2, 3));
    return new LoadReport(
        PLAN,
        List.of(TargetReport.of(target("direct"), run), TargetReport.of(target("gateway"), run)));
  }

  @Test
  void rates_are_medians_over_rounds_and_latencies_are_of_all_rounds() {
    TargetReport gateway = report().targets().get(1);
    assertThat(gateway.requestsPerSecond()).isEqualTo(500);
    // Per 10,000 answers: 10 s, 4 s and 3.33 s.
    assertThat(gateway.cpuSecondsPer10k()).isEqualTo(4);
    assertThat(gateway.openLatencyNanos().getTotalCount()).isEqualTo(200);
    assertThat(gateway.errors()).isEqualTo(Map.of(ErrorKind.TIMEOUT, 5L));
  }

  @Test
  void what_a_target_adds_is_the_difference_of_the_percentiles_of_the_open_loop() {
    LoadReport report = report();
    TargetReport gateway = report.targets().get(1);
    assertThat(report.addedMillis(gateway, 50)).isCloseTo(2, within(0.02));
    assertThat(report.addedMillis(gateway, 99)).isCloseTo(20, within(0.2));
  }

  @Test
  void the_table_and_the_json_tell_the_same() {
    LoadReport report = report();
    String table = report.markdown();
    assertThat(table.lines().filter(line -> line.startsWith("| direct |")))
        .singleElement()
        .satisfies(line -> assertThat(line).contains("| 1000 | 0 | 1.00 |", "| 2 timeout |"));
    assertThat(table.lines().filter(line -> line.startsWith("| gateway |")))
        .singleElement()
        .satisfies(line -> assertThat(line).contains("| 500 | 0 | 4.00 |", "| 50 | 5 timeout |"));
    JsonNode json = JsonMapper.builder().build().readTree(report.json());
    assertThat(json.at("/targets/1/requests_per_second").asDouble()).isEqualTo(500);
    assertThat(json.at("/targets/1/cpu_seconds_per_10k_requests").asDouble()).isEqualTo(4);
    assertThat(json.at("/targets/1/added_ms/p50").asDouble()).isCloseTo(2, within(0.02));
    assertThat(json.at("/targets/1/errors/timeout").asInt()).isEqualTo(5);
    assertThat(json.at("/targets/0").has("added_ms")).isFalse();
  }
}
