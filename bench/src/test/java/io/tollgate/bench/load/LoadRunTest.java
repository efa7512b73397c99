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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LoadRunTest {

  private static final LoadRunPlan PLAN =
      new LoadRunPlan(
          2,
          4,
          100,
          new Workload(false, 100, 16, 1),
          Duration.ofMillis(100),
          Duration.ofMillis(300),
          Duration.ofSeconds(2));

  private static LoadTarget named(String name, LoadTarget target) {
    return new LoadTarget(name, target.baseUrl(), "k", "m", ProcessHandle.current().pid());
  }

  @Test
  void targets_take_turns_in_each_round() throws Exception {
    try (LoadServer server = new LoadServer((vertx, request) -> request.response().end("{}"))) {
      List<String> progress = new ArrayList<>();
      List<LoadTarget> targets =
          List.of(named("direct", server.target()), named("other", server.target()));
      LoadReport report = new LoadRun(targets, PLAN).run(progress::add);
      assertThat(progress).hasSize(8);
      assertThat(progress.get(0)).isEqualTo("round 1 of 2, direct: 4 connections");
      assertThat(progress.get(1)).isEqualTo("round 1 of 2, direct: 100 requests/s");
      assertThat(progress.get(2)).startsWith("round 1 of 2, other");
      assertThat(progress.get(4)).startsWith("round 2 of 2, direct");
      assertThat(report.targets())
          .hasSize(2)
          .allSatisfy(target -> {
            assertThat(target.openLatencyNanos().getTotalCount()).isEqualTo(2 * 30);
            assertThat(target.closedLatencyNanos().getTotalCount()).isPositive();
            assertThat(target.residentBytes()).isPositive();
            assertThat(target.errorCount()).isZero();
          });
    }
  }

  @Test
  void two_targets_of_one_name_are_refused() throws Exception {
    try (LoadServer server = new LoadServer((vertx, request) -> {})) {
      List<LoadTarget> targets = List.of(server.target(), server.target());
      assertThatThrownBy(() -> new LoadRun(targets, PLAN)).hasMessageContaining("one name");
    }
  }

  @Test
  void the_command_prints_the_table_and_tells_of_failures_by_its_exit_code(@TempDir Path dir)
      throws Exception {
    try (LoadServer good = new LoadServer((vertx, request) -> request.response().end("{}"));
        LoadServer bad =
            new LoadServer((vertx, request) -> request.response().setStatusCode(500).end())) {
      StringWriter out = new StringWriter();
      Path json = dir.resolve("run.json");
      List<String> arguments =
          new ArrayList<>(
              List.of("--rounds", "1", "--seconds", "0.3", "--warm-up", "0", "--rate", "50"));
      arguments.addAll(List.of("--json", json.toString(), "--connections", "2"));
      arguments.addAll(target("direct", good));
      assertThat(run(out, arguments)).isZero();
      assertThat(out.toString()).contains("| direct |");
      assertThat(Files.readString(json)).contains("\"direct\"");
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
