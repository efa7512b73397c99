package io.tollgate.bench.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.cli.Tollgate;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole command, on a world in which routing is known to pay. */
final class RoutingCommandTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The world and what a run by the defaults says of it, which several tests look at. */
  @TempDir private static Path shared;

  private static Path world;
  private static String worldPrinted;

  @TempDir private Path data;
  private Path out;

  private final StringWriter printed = new StringWriter();
  private final StringWriter complaints = new StringWriter();

  @BeforeAll
  static void evaluate_a_world() throws IOException {
    world = Files.createDirectory(shared.resolve("data"));
    new World(1, 0).write(world, "world", 600, true);
    RoutingCommandTest run = new RoutingCommandTest();
    run.data = world;
    run.out = shared.resolve("out");
    assertThat(run.run()).as("%s", run.complaints).isZero();
    worldPrinted = run.printed.toString();
  }

  @BeforeEach
  void write_elsewhere() {
    out = data.resolve("out");
  }

  @Test
  void a_learner_saves_what_the_world_allows_and_random_mixing_does_not() throws IOException {
    out = shared.resolve("out");
    JsonNode learners = report().at("/sets/world/learners");
    // The right small model is as good as the large one at a tenth of its price: up to 90 % are to
    // be saved. Mixing reaches nothing at full quality; a learner that had seen none would save 0.
    assertThat(saved(learners, "category given", "97")).isGreaterThan(0.7);
    assertThat(saved(learners, "category by text", "95")).isGreaterThan(0.6);
    assertThat(saved(learners, "random mixing", "97")).isLessThan(0.3);
    assertThat(saved(learners, "oracle", "100"))
        .isGreaterThan(saved(learners, "category given", "100"));
  }

  @Test
  void the_report_has_tables_keys_and_plots() throws IOException {
    out = shared.resolve("out");
    assertThat(Files.readString(out.resolve("report.md")))
        .contains("## world", "| category by text |", "AIQ", "the best alone is large")
        .doesNotContain("NaN");
    assertThat(worldPrinted).isEqualTo(Files.readString(out.resolve("report.md")));
    JsonNode learner = report().at("/sets/world/learners/category by text");
    assertThat(learner.at("/aiq/value").isNumber()).isTrue();
    assertThat(learner.at("/aiq/low").asDouble()).isLessThan(learner.at("/aiq/value").asDouble());
    assertThat(learner.at("/unseen/quality/value").isNumber()).isTrue();
    assertThat(learner.at("/unseen/domains")).hasSize(4);
    assertThat(learner.at("/calibration/ece").asDouble()).isBetween(0.0, 0.2);
    assertThat(report().at("/times")).isNotEmpty();
    for (String plot : List.of("world.cost-quality", "world.reliability")) {
      assertThat(out.resolve(plot + ".png")).isNotEmptyFile();
      assertThat(Files.readString(out.resolve(plot + ".svg"))).contains("<svg", "<path");
    }
  }

  @Test
  void the_same_seed_gives_the_same_figures_whatever_the_threads() throws IOException {
    new World(1, 0).write(data, "small", 200, true);
    assertThat(run("--threads", "1")).as("%s", complaints).isZero();
    JsonNode one = report().at("/sets");
    assertThat(run("--threads", "3")).as("%s", complaints).isZero();
    assertThat(report().at("/sets")).isEqualTo(one);
  }

  @Test
  void prices_change_what_is_saved() throws IOException {
    data = world;
    Path prices = out.resolveSibling("dear.csv");
    Files.writeString(
        prices,
        "model,in_usd_per_mtok,out_usd_per_mtok\nlarge,1,1\nsmall-one,1,1\nsmall-other,1,1\n");
    assertThat(run("--prices", prices.toString(), "--folds", "2")).as("%s", complaints).isZero();
    // All cost the same now, so that at full quality next to nothing is to be saved.
    assertThat(saved(report().at("/sets/world/learners"), "category given", "97")).isLessThan(0.2);
  }

  @Test
  void a_model_that_is_new_is_placed_by_few_labels() throws IOException {
    data = world;
    assertThat(run("--holdout", World.ONE, "--holdout-labels", "100")).isZero();
    JsonNode placed = report().at("/sets/world/learners/category given/newcomer");
    assertThat(placed.at("/labels").asDouble()).isBetween(99.0, 101.0);
    assertThat(placed.at("/expected").asDouble())
        .isBetween(placed.at("/real").asDouble() - 0.1, placed.at("/real").asDouble() + 0.1);
    assertThat(placed.at("/correlation").asDouble()).isGreaterThan(0.2);
  }

  @Test
  void what_was_predicted_is_replayed_as_traffic() throws IOException {
    new World(4, 0).write(data, "stream", 1_000, true);
    assertThat(run("--replay", "--replay-seeds", "1", "--folds", "2"))
        .as("%s", complaints)
        .isZero();
    assertThat(report().at("/sets/stream/replay/streams")).isNotEmpty();
    assertThat(printed.toString()).contains("## stream as traffic");
  }

  @Test
  void a_model_that_no_set_has_is_refused() {
    data = world;
    assertThat(run("--holdout", "nobody")).isEqualTo(Tollgate.INVALID);
    assertThat(complaints.toString()).contains("no set has 'nobody'", "small-one");
  }

  @Test
  void two_models_are_measured_by_the_share_of_the_better_one() throws IOException {
    new World(2, 0).write(data, "pair", 400, false);
    assertThat(run()).as("%s", complaints).isZero();
    JsonNode learners = report().at("/sets/pair/learners");
    assertThat(learners.at("/category given/apgr/value").asDouble()).isGreaterThan(1);
    assertThat(learners.at("/random mixing/apgr/value").asDouble()).isEqualTo(0.5);
    assertThat(learners.has("prompt length")).isTrue();
  }

  @Test
  void cells_that_are_missing_do_not_stop_it() throws IOException {
    new World(3, 0.4).write(data, "gaps", 600, true);
    assertThat(run()).as("%s", complaints).isZero();
    assertThat(report().at("/sets/gaps/filled_share").asDouble()).isBetween(0.3, 0.5);
    assertThat(report().at("/notes").toString()).contains("questions have every outcome");
    assertThat(saved(report().at("/sets/gaps/learners"), "category given", "95"))
        .isGreaterThan(0.5);
  }

  @Test
  void a_set_without_costs_is_measured_by_quality() throws IOException {
    Path outcomes = data.resolve("free.outcomes.csv");
    Files.writeString(
        data.resolve("free.prompts.jsonl"),
        """
        {"prompt_id": "a", "prompt": "one"}
        {"prompt_id": "b", "prompt": "two"}
        """);
    Files.writeString(outcomes, "prompt_id,model,score\na,m,1\na,n,0\nb,m,0\nb,n,0\n");
    assertThat(run("--set", "free")).as("%s", complaints).isZero();
    assertThat(report().at("/sets/free/priced").asBoolean()).isFalse();
    assertThat(report().at("/sets/free/best_model").asString()).isEqualTo("m");
  }

  @Test
  void a_broken_file_is_named_with_its_line() throws IOException {
    Files.writeString(data.resolve("bad.prompts.jsonl"), "{\"prompt_id\": \"a\"}\n");
    Files.writeString(data.resolve("bad.outcomes.csv"), "prompt_id,model,score\n");
    assertThat(run()).isEqualTo(Tollgate.INVALID);
    assertThat(complaints.toString()).contains("bad.prompts.jsonl, line 1: no 'prompt'");
  }

  @Test
  void one_fold_is_wrong_usage() {
    assertThat(run("--folds", "1")).isEqualTo(Tollgate.INVALID);
    assertThat(complaints.toString()).contains("folds: 1 (expected: >= 2)");
  }

  private int run(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("--data", data.toString(), "--out", out.toString(), "--decisions", "40"));
    arguments.addAll(List.of(more));
    printed.getBuffer().setLength(0);
    return new CommandLine(new RoutingCommand())
        .setOut(new PrintWriter(printed))
        .setErr(new PrintWriter(complaints, true))
        .execute(arguments.toArray(String[]::new));
  }

  private JsonNode report() throws IOException {
    return JSON.readTree(Files.readString(out.resolve("report.json")));
  }

  private static double saved(JsonNode learners, String learner, String percent) {
    return learners.at("/" + learner + "/saved/" + percent + "/value").asDouble(Double.NaN);
  }
}
