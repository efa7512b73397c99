package io.tollgate.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.load.Goal.Direction;
import io.tollgate.bench.load.Goal.Verdict;
import io.tollgate.bench.load.SampleFindings.Found;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GoalsTest {

  private static final Setting SETTING =
      new Setting("Somewhere.", 1, List.of("A note."), Map.of("tollgate", 0.7));

  private static Verdict verdict(Direction direction, double measured) {
    return new Goal(
            "f",
            "x",
            2,
            direction == Direction.AT_MOST ? 1 : 3,
            direction,
            true,
            OptionalDouble.of(measured))
        .verdict();
  }

  @Test
  void a_figure_that_is_to_be_low_is_judged_from_below() {
    assertThat(verdict(Direction.AT_MOST, 1)).isEqualTo(Verdict.GOAL);
    assertThat(verdict(Direction.AT_MOST, 1.01)).isEqualTo(Verdict.BAR);
    assertThat(verdict(Direction.AT_MOST, 2)).isEqualTo(Verdict.BAR);
    assertThat(verdict(Direction.AT_MOST, 2.01)).isEqualTo(Verdict.SHORT);
  }

  @Test
  void a_figure_that_is_to_be_high_is_judged_from_above() {
    assertThat(verdict(Direction.AT_LEAST, 3)).isEqualTo(Verdict.GOAL);
    assertThat(verdict(Direction.AT_LEAST, 2.99)).isEqualTo(Verdict.BAR);
    assertThat(verdict(Direction.AT_LEAST, 2)).isEqualTo(Verdict.BAR);
    assertThat(verdict(Direction.AT_LEAST, 1.99)).isEqualTo(Verdict.SHORT);
  }

  private static LoadFindings findings() {
    return new SampleFindings()
        .with(Measure.PLAIN, "direct", Found.rate(9_000, 0.1))
        .with(Measure.PLAIN, "bare", Found.rate(2_000, 0.1))
        .with(Measure.PLAIN, "haproxy", Found.rate(4_000, 0.1))
        .with(Measure.PLAIN, "tollgate", new Found(1_000, 0, 0.1, 1_000, 200))
        .with(Measure.PLAIN_OPEN, "direct", Found.latency(100))
        .with(Measure.PLAIN_OPEN, "bare", Found.latency(200))
        .with(Measure.PLAIN_OPEN, "tollgate", Found.latency(220))
        .withIdle("tollgate", 340)
        .of("direct", "bare", "haproxy", "tollgate");
  }

  @Test
  void figures_are_held_against_the_plain_proxies_of_the_same_run() {
    List<Goal> goals = Goals.of(findings(), SETTING);
    assertThat(goals).hasSize(14);
    assertThat(goals.get(0).measured()).hasValue(0.5);
    assertThat(goals.get(0).verdict()).isEqualTo(Verdict.SHORT);
    assertThat(goals.get(1).measured()).hasValue(4);
    assertThat(goals.get(2).verdict()).isEqualTo(Verdict.NOT_MEASURED);
    assertThat(goals.get(3).measured().orElseThrow()).isBetween(1.19, 1.21);
    assertThat(goals.get(3).verdict()).isEqualTo(Verdict.BAR);
    assertThat(goals.get(11).row()).contains("| 250 MB | 150 MB | 200 MB | bar |");
    assertThat(goals.get(12).verdict()).isEqualTo(Verdict.GOAL);
    assertThat(goals.get(13).row()).contains("| 0.70 s | bar (report only) |");
  }

  @Test
  void a_run_without_the_gateway_has_no_goals() {
    LoadFindings findings = new SampleFindings().with(Measure.PLAIN, "a", Found.rate(1, 1)).of("a");
    assertThat(Goals.of(findings, SETTING)).isEmpty();
  }

  @Test
  void the_tables_and_the_json_tell_the_same() {
    String text = LoadMarkdown.text(findings(), SETTING);
    assertThat(text).contains("Somewhere.", "A note.", "plain-open at 100/s");
    assertThat(text.lines().filter(line -> line.startsWith("| tollgate |")))
        .singleElement()
        .satisfies(line ->
            assertThat(line)
                .startsWith("| tollgate | 1000 | 100.0 | 0.220 | 2.202 | 0.120 | 1.201 |")
                .endsWith("| 200 | 340 | 2 timeout |"));
    assertThat(text).contains("The load side's CPU in use", "plain (direct 50 %, bare 50 %");
    JsonNode json = JsonMapper.builder().build().readTree(LoadJson.text(findings(), SETTING));
    assertThat(json.at("/servers/3/plain/requests_per_second").asDouble()).isEqualTo(1_000);
    assertThat(json.at("/servers/3/plain/rounds/0/completed").asLong()).isEqualTo(1_000);
    assertThat(json.at("/servers/3/errors/timeout").asLong()).isEqualTo(2);
    assertThat(json.at("/servers/0").has("stream")).isFalse();
    assertThat(json.at("/servers/0/rss_bytes_idle_streams").isNull()).isTrue();
    assertThat(json.at("/goals/0/measured").asDouble()).isEqualTo(0.5);
    assertThat(json.at("/goals/2/measured").isNull()).isTrue();
    assertThat(json.at("/goals/2/verdict").asString()).isEqualTo("not_measured");
  }
}
