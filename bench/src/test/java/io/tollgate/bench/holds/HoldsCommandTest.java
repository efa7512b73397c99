package io.tollgate.bench.holds;

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

/** Requests of a made-up world through budgets that pay for half of them. */
final class HoldsCommandTest {

  @TempDir private Path data;
  @TempDir private Path out;

  private final StringWriter printed = new StringWriter();
  private final StringWriter complaints = new StringWriter();

  @BeforeEach
  void make_a_world() throws IOException {
    new World(1, 0).write(data, "world", 400, true);
    Files.writeString(
        data.resolve("prices.csv"),
        "model,in_usd_per_mtok,out_usd_per_mtok\nlarge,10,10\nsmall-one,1,1\nsmall-other,1,1\n");
  }

  private int run(String... options) {
    List<String> all =
        new ArrayList<>(
            List.of("--data", data.toString(), "--out", out.toString(), "--set", "world"));
    all.addAll(List.of(options));
    return new CommandLine(new HoldsCommand())
        .setOut(new PrintWriter(printed, true))
        .setErr(new PrintWriter(complaints, true))
        .execute(all.toArray(String[]::new));
  }

  @Test
  void nothing_is_overspent_and_next_to_nothing_refused_in_vain() throws IOException {
    assertThat(run("--requests", "150000", "--rate", "10")).as("%s", complaints).isZero();
    JsonNode rows = JsonMapper.builder().build().readTree(out.resolve("holds.json").toFile());
    JsonNode ours = rows.path(0).path("outcome");
    JsonNode allowed = rows.path(1).path("outcome");
    JsonNode nothing = rows.path(4).path("outcome");
    assertThat(ours.path("refused").asInt()).isGreaterThan(50_000);
    assertThat(ours.path("overspent_windows").asInt()).isZero();
    // What others do: refused in vain by the hold of the longest answer, overspent without one.
    assertThat(allowed.path("falsely_refused").asInt())
        .isGreaterThan(2 * ours.path("falsely_refused").asInt());
    assertThat(nothing.path("overspent_windows").asInt()).isPositive();
    assertThat(printed.toString()).contains("| likely, the furthest two kept free |");
    assertThat(out.resolve("holds.md")).content().isEqualTo(printed.toString());
  }

  @Test
  void a_model_without_a_price_is_refused_in_words() {
    assertThat(run("--model", "huge")).isEqualTo(Tollgate.INVALID);
    assertThat(complaints.toString()).contains("no price of huge");
  }
}
