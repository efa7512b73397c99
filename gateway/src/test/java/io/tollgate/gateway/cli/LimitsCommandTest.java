package io.tollgate.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.budget.Scope;
import io.tollgate.gateway.config.KeyFile;
import io.tollgate.gateway.limit.RateLimit;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tollgate limits}. */
final class LimitsCommandTest {

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... words) {
    String[] all = new String[words.length + 3];
    all[0] = "limits";
    System.arraycopy(words, 0, all, 1, words.length);
    all[words.length + 1] = "--file";
    all[words.length + 2] = folder.resolve("keys.yaml").toString();
    return Tollgate.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all);
  }

  @Test
  void limits_are_set_and_changed_and_listed_and_removed() throws Exception {
    assertThat(run("set", "all", "--scope", "everything", "--requests", "600")).isZero();
    assertThat(run("set", "gpt", "--scope", "model:openai/*", "--tokens", "1000")).isZero();
    assertThat(run("set", "all", "--scope", "everything", "--concurrent", "5", "--wait-ms", "1500"))
        .isZero();
    assertThat(KeyFile.read(folder.resolve("keys.yaml")).limits())
        .containsExactly(
            new RateLimit("gpt", Scope.parse("model:openai/*"), 0, 1_000, 0, Duration.ZERO),
            new RateLimit("all", Scope.EVERYTHING, 0, 0, 5, Duration.ofMillis(1_500)));
    assertThat(run("list")).isZero();
    assertThat(out.toString()).contains("tokens 1000", "concurrent 5  wait 1500 ms");
    assertThat(run("remove", "all")).isZero();
    assertThat(run("remove", "all")).isEqualTo(Tollgate.FOUND_WRONG);
    assertThat(KeyFile.read(folder.resolve("keys.yaml")).limits()).hasSize(1);
    Path file = folder.resolve("keys.yaml");
    assertThat(err.toString().lines())
        .containsExactly(
            "Limit all is in " + file + ".",
            "Limit gpt is in " + file + ".",
            "Limit all is in " + file + ".",
            "Limit all is removed.",
            "tollgate: no limit all in " + file + ".");
  }

  @Test
  void what_is_no_limit_changes_nothing() throws Exception {
    assertThat(run("set", "all", "--scope", "everything")).isNotZero();
    assertThat(run("set", "all", "--scope", "team:nobody", "--requests", "1")).isNotZero();
    assertThat(run("set", "all", "--scope", "everybody", "--requests", "1")).isNotZero();
    assertThat(KeyFile.read(folder.resolve("keys.yaml")).limits()).isEmpty();
  }
}
