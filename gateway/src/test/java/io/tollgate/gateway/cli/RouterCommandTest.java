package io.tollgate.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RouterCommandTest {

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine line = Tollgate.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  private void writeSet() throws IOException {
    StringBuilder texts = new StringBuilder();
    StringBuilder outcomes = new StringBuilder("prompt_id,model,score,out_tokens,cost_usd\n");
    for (int row = 0; row < 60; row++) {
      String kind = row % 2 == 0 ? "law" : "code";
      texts.append(
          "{\"prompt_id\":\"%d\",\"category\":\"%s\",\"prompt\":\"%s number %d\"}%n"
              .formatted(row, kind, kind, row));
      outcomes.append("%d,good,1,20,0.01%n%d,cheap,%d,20,0.001%n".formatted(row, row, row % 2));
    }
    Files.writeString(folder.resolve("own.prompts.jsonl"), texts);
    Files.writeString(folder.resolve("own.outcomes.csv"), outcomes);
  }

  @Test
  void trains_the_same_file_each_time_and_shows_it() throws IOException {
    writeSet();
    Path one = folder.resolve("one.bin");
    Path other = folder.resolve("other.bin");
    assertThat(run("router", "train", "--data", folder.toString(), "--out", one.toString()))
        .as(err.toString())
        .isZero();
    run("router", "train", "--data", folder.toString(), "--out", other.toString());
    assertThat(one).hasSameBinaryContentAs(other);
    assertThat(out.toString()).contains("2 models, 2 kinds of request");
    assertThat(run("router", "show", "--model", one.toString())).isZero();
    assertThat(out.toString()).contains("- own: 60 prompts, 2 models", "cheap", "code");
  }

  @Test
  void a_file_that_is_no_model_is_refused_with_what_to_do() throws IOException {
    Path file = Files.writeString(folder.resolve("other.bin"), "something else entirely");
    assertThat(run("router", "show", "--model", file.toString())).isEqualTo(Tollgate.INVALID);
    assertThat(err.toString()).contains("other.bin: This is no quality model of Tollgate");
  }

  @Test
  void data_that_is_wrong_is_refused_by_file_and_line_and_nothing_is_written() throws IOException {
    writeSet();
    Files.writeString(folder.resolve("own.outcomes.csv"), "prompt_id,model,score\n1,good,7\n");
    Path model = folder.resolve("model.bin");
    assertThat(run("router", "train", "--data", folder.toString(), "--out", model.toString()))
        .isEqualTo(Tollgate.INVALID);
    assertThat(err.toString()).contains("own.outcomes.csv, line 2: score: 7");
    assertThat(model).doesNotExist();
  }

  @Test
  void the_model_that_tollgate_brings_is_shown_by_default() {
    assertThat(run("router", "show")).isZero();
    assertThat(out.toString()).contains("mmlupro", "gemini-1.5-pro-002");
  }
}
