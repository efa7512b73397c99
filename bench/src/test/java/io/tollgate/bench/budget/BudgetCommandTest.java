package io.tollgate.bench.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.routing.World;
import io.tollgate.gateway.cli.Tollgate;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A quality budget through a running gateway, in a world in which the right small model is as good
 * as the large one at a tenth of its price.
 */
final class BudgetCommandTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final double BUDGET = 0.05;

  @TempDir private Path data;
  @TempDir private Path out;

  private final StringWriter printed = new StringWriter();
  private final StringWriter complaints = new StringWriter();

  @BeforeEach
  void make_a_world() throws IOException {
    new World(1, 0).write(data, "world", 1_600, true);
    Files.writeString(
        data.resolve("prices.csv"),
        "model,in_usd_per_mtok,out_usd_per_mtok\nlarge,10,10\nsmall-one,1,1\nsmall-other,1,1\n");
  }

  private int run(String... options) {
    List<String> all = new ArrayList<>(List.of("--data", data.toString(), "--out", out.toString()));
    all.addAll(List.of(options));
    return new CommandLine(new BudgetCommand())
        .setOut(new PrintWriter(printed, true))
        .setErr(new PrintWriter(complaints, true))
        .execute(all.toArray(String[]::new));
  }

  @Test
  void the_ledger_has_what_was_promised_and_models_that_got_worse_are_quarantined()
      throws IOException {
    assertThat(run("--set", "world", "--loss", "0.05", "--judged", "0.1", "--window", "400"))
        .as("%s", complaints)
        .isZero();
    JsonNode report = JSON.readTree(Files.readString(out.resolve("budget.json")));
    assertThat(report.at("/ledger_sound").asBoolean()).isTrue();
    assertThat(report.at("/bills_match").asBoolean()).isTrue();

    JsonNode steady = report.at("/sections/0");
    JsonNode quality = steady.at("/booked/quality");
    double reference = steady.at("/served/reference_usd").asDouble();
    double saved = reference - steady.at("/served/cost_usd").asDouble();
    int requests = steady.at("/served/requests").asInt();
    assertThat(requests).isGreaterThan(700);
    assertThat(quality.at("/requests").asInt()).isEqualTo(requests);
    // All that could be saved is 90 %; with none of it learnt nothing would be. Which answers are
    // judged first is a matter of timing: fourteen runs saved 0.55 to 0.71, 0.64 in the mean.
    assertThat(saved / reference).isGreaterThan(0.4);
    assertThat(quality.at("/saved_usd").asDouble()).isBetween(0.85 * saved, 1.15 * saved);
    // Means of so many answers are off by 0.015; a router that ignores the budget loses 0.25.
    assertThat(steady.at("/served/loss_sum").asDouble() / requests).isLessThan(BUDGET + 0.045);
    assertThat(quality.at("/predicted_loss_ppm").asInt() / 1e6).isLessThan(BUDGET + 0.005);
    assertThat(quality.at("/paired").asInt()).isGreaterThan(20);
    assertThat(report.at("/intervals/0/watched/burn/fast").isNumber()).isTrue();

    // Both small models answer half of the requests. Detection takes about 25 judged answers of
    // each, of which a third are judged once there is suspicion.
    assertThat(report.at("/quarantines")).hasSize(2);
    for (JsonNode quarantine : report.at("/quarantines")) {
      assertThat(quarantine.at("/requests").asInt()).as("%s", quarantine).isBetween(1, 500);
    }
    assertThat(out.resolve("budget.loss.png")).isNotEmptyFile();
    assertThat(printed.toString()).contains("## Quarantine", "| steady |", "| silent regression |");
  }

  @Test
  void a_set_that_cannot_be_run_is_refused_in_words() throws IOException {
    assertThat(run("--set", "nobody")).isEqualTo(Tollgate.INVALID);
    assertThat(complaints.toString()).contains("no set 'nobody'");
    assertThat(run("--set", "world", "--reference", "huge")).isEqualTo(Tollgate.INVALID);
    assertThat(complaints.toString()).contains("no model huge", "small-one");
    Files.writeString(data.resolve("prices.csv"), "model,in_usd_per_mtok,out_usd_per_mtok\n");
    assertThat(run("--set", "world")).isEqualTo(Tollgate.INVALID);
    assertThat(complaints.toString()).contains("no price of large");
    assertThat(run("--set", "world", "--window", "7")).isEqualTo(Tollgate.INVALID);
    assertThat(complaints.toString()).contains("a multiple of 4");
  }
}
