package io.tollgate.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LoadRunTest {

  private static LoadRunPlan plan(List<Measure> measures, int rounds, int rate) {
    return plan(measures, rounds, rate, Duration.ZERO);
  }

  private static LoadRunPlan plan(List<Measure> measures, int rounds, int rate, Duration settle) {
    return new LoadRunPlan(
        measures,
        rounds,
        4,
        2,
        rate,
        0,
        0,
        100,
        16,
        1,
        settle,
        3,
        Duration.ofMillis(50),
        Duration.ofMillis(200),
        Duration.ofSeconds(2));
  }

  private static Contestant named(String name, LoadTarget target) {
    return Contestant.foreign(
        new LoadTarget(name, target.baseUrl(), "k", "m", ProcessHandle.current().pid()));
  }

  private static LoadRun run(List<Contestant> contestants, LoadRunPlan plan, LoadRun.Watcher to) {
    return new LoadRun(contestants, plan, ProcessMeter.of(0), to);
  }

  @Test
  void each_round_begins_with_another_server() {
    List<String> circle = List.of("a", "b", "c");
    assertThat(LoadRun.rotated(circle, 0)).containsExactly("a", "b", "c");
    assertThat(LoadRun.rotated(circle, 1)).containsExactly("b", "c", "a");
    assertThat(LoadRun.rotated(circle, 5)).containsExactly("c", "a", "b");
  }

  @Test
  void a_jvm_has_settled_when_its_requests_no_longer_get_cheaper() {
    assertThat(Settling.goesOn(List.of(900.0), 6)).isTrue();
    assertThat(Settling.goesOn(List.of(900.0, 500.0), 6)).isTrue();
    assertThat(Settling.goesOn(List.of(900.0, 500.0, 480.0), 6)).isFalse();
    assertThat(Settling.goesOn(List.of(900.0, 500.0, 510.0), 6)).isFalse();
    assertThat(Settling.goesOn(List.of(900.0, 500.0), 2)).isFalse();
    assertThat(Settling.goesOn(List.of(900.0), 1)).isFalse();
  }

  @Test
  void a_jvm_is_warmed_up_with_streams_and_plain_answers_in_turn() throws Exception {
    try (LoadServer server = new LoadServer((vertx, request) -> request.response().end("{}"))) {
      LoadRunPlan plan = plan(List.of(Measure.PLAIN), 1, 0, Duration.ofMillis(50));
      LoadFindings findings =
          run(List.of(named("direct", server.target())), plan, (what, share) -> {}).run();
      assertThat(findings.settling())
          .extracting(result -> result.plan().workload().stream())
          .startsWith(true, false, true, false)
          .hasSizeBetween(4, 6);
      assertThat(findings.results(Measure.PLAIN, "direct")).hasSize(1);
    }
  }

  @Test
  void the_rate_of_an_open_loop_is_a_share_of_what_the_slowest_can_do() {
    assertThat(OpenRate.of(List.of(9_000.0, 1_001.0), 30)).isEqualTo(300);
    assertThat(OpenRate.of(List.of(0.5), 30)).isEqualTo(1);
  }

  @Test
  void servers_take_turns_under_each_load_and_the_second_load_has_one_rate() throws Exception {
    try (LoadServer server = new LoadServer((vertx, request) -> request.response().end("{}"))) {
      List<String> steps = new ArrayList<>();
      List<Double> shares = new ArrayList<>();
      LoadFindings findings =
          run(
                  List.of(named("direct", server.target()), named("other", server.target())),
                  plan(List.of(Measure.PLAIN, Measure.PLAIN_OPEN), 2, 0),
                  (what, share) -> {
                    steps.add(what);
                    shares.add(share);
                  })
              .run();
      assertThat(steps)
          .containsExactly(
              "plain, round 1 of 2, direct",
              "plain, round 1 of 2, other",
              "plain, round 2 of 2, other",
              "plain, round 2 of 2, direct",
              "plain-open, round 1 of 2, direct",
              "plain-open, round 1 of 2, other",
              "plain-open, round 2 of 2, other",
              "plain-open, round 2 of 2, direct");
      assertThat(shares.getLast()).isEqualTo(7.0 / 8);
      int rate = Objects.requireNonNull(findings.rates().get(Measure.PLAIN_OPEN));
      assertThat(findings.results(Measure.PLAIN_OPEN, "other"))
          .hasSize(2)
          .allSatisfy(
              result -> assertThat(result.plan().shape()).isEqualTo(new LoadShape.Open(rate)));
      assertThat(findings.residentBytes("other").orElseThrow()).isPositive();
      assertThat(findings.allAnswered()).isTrue();
    }
  }

  @Test
  void a_rate_that_nothing_is_known_about_is_refused() {
    assertThatThrownBy(() -> plan(List.of(Measure.PLAIN_OPEN), 1, 0))
        .hasMessageContaining("plain-open takes its rate from plain");
  }

  @Test
  void a_command_line_that_cannot_be_meant_is_refused_before_anything_is_started() {
    StringWriter out = new StringWriter();
    assertThat(run(out, List.of("--measure", "plain-open"))).isEqualTo(2);
    assertThat(run(out, List.of("--measure", "everything"))).isEqualTo(2);
    assertThat(run(out, List.of("--server", "apache"))).isEqualTo(2);
    assertThat(run(out, List.of("--rounds", "0"))).isEqualTo(2);
    String target = "one,http://127.0.0.1:1/v1,k,m";
    assertThat(run(out, List.of("--target", target, "--target", target))).isEqualTo(2);
  }

  @Test
  void two_targets_of_one_name_are_refused() throws Exception {
    try (LoadServer server = new LoadServer((vertx, request) -> {})) {
      Contestant one = named("direct", server.target());
      LoadRunPlan plan = plan(List.of(Measure.PLAIN), 1, 0);
      assertThatThrownBy(() -> run(List.of(one, one), plan, (what, share) -> {}))
          .hasMessageContaining("one name");
    }
  }

  @Test
  void the_command_prints_the_table_and_tells_of_failures_by_its_exit_code(@TempDir Path dir)
      throws Exception {
    try (LoadServer good = new LoadServer((vertx, request) -> request.response().end("{}"));
        LoadServer bad =
            new LoadServer((vertx, request) -> request.response().setStatusCode(500).end())) {
      StringWriter out = new StringWriter();
      List<String> arguments =
          new ArrayList<>(
              List.of("--rounds", "1", "--seconds", "0.2", "--warm-up", "0", "--settle", "0"));
      arguments.addAll(List.of("--measure", "plain,plain-open", "--rate", "50"));
      arguments.addAll(List.of("--out", dir.toString(), "--connections", "2"));
      arguments.addAll(target("direct", good));
      assertThat(run(out, arguments)).isZero();
      assertThat(out.toString()).contains("| direct |");
      assertThat(Files.readString(dir.resolve("load.json"))).contains("\"direct\"");
      assertThat(dir.resolve("load.requests.png")).isNotEmptyFile();
      arguments.addAll(target("bad", bad));
      assertThat(run(out, arguments)).isOne();
      assertThat(out.toString()).containsPattern("\\| bad \\|.* [1-9]\\d* status_5xx \\|");
      assertThat(run(out, List.of("--target", "name,url,key"))).isEqualTo(2);
    }
  }

  private static List<String> target(String name, LoadServer server) {
    String url = server.target().baseUrl().toString();
    return List.of("--target", String.join(",", name, url, "k", "m"));
  }

  private static int run(StringWriter out, List<String> arguments) {
    return new CommandLine(new LoadCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(new StringWriter()))
        .execute(arguments.toArray(String[]::new));
  }
}
