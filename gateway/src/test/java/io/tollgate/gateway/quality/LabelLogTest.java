package io.tollgate.gateway.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.gateway.metrics.QualityMeters;
import io.tollgate.policies.quality.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LabelLogTest {

  private static final String HEADER = "prompt_id,model,score,in_tokens,out_tokens,cost_usd";

  @TempDir private Path folder;

  private LabelLog log(boolean text, long bytesMax) {
    return new LabelLog(
        folder.resolve("quality"),
        () -> new MeasurementSettings(1, 1, 1, 1, text, bytesMax),
        new QualityMeters(new SimpleMeterRegistry()));
  }

  private Path file(String name) {
    return folder.resolve("quality").resolve(name);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("quality"))) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  private static Judgement judged(String request, @Nullable String text) {
    return Samples.judgement(request, 250_000, text == null ? null : Prompt.of(text));
  }

  @Test
  void scores_are_written_without_a_word_of_the_prompt() throws IOException {
    try (LabelLog log = log(false, 1 << 20)) {
      log.judged(judged("r1", "a secret"));
    }

    assertThat(names()).containsExactly("labels-1.outcomes.csv");
    assertThat(Files.readAllLines(file("labels-1.outcomes.csv")))
        .containsExactly(HEADER, "r1,swift,0.25,10,20,", "r1,bright,0.9,10,,");
  }

  @Test
  void prompts_are_written_where_that_is_asked_for() throws IOException {
    String odd = "quote \" line\nnext \u0000 😀 \uD83D";
    try (LabelLog log = log(true, 1 << 20)) {
      log.judged(judged("r1", odd));
      log.judged(judged("r2", null));
    }

    List<String> lines = Files.readAllLines(file("labels-1.prompts.jsonl"));
    assertThat(lines).hasSize(1);
    JsonNode prompt = JsonMapper.shared().readTree(lines.getFirst());
    assertThat(prompt.path("prompt_id").stringValue()).isEqualTo("r1");
    assertThat(prompt.path("category").stringValue()).isEqualTo("maths");
    // Half of a surrogate pair cannot be written as UTF-8.
    assertThat(prompt.path("prompt").stringValue()).isEqualTo("quote \" line\nnext \u0000 😀 ?");
  }

  @Test
  void the_oldest_files_go_when_there_is_no_room() throws IOException {
    try (LabelLog log = log(false, 8 * 100)) {
      for (int i = 0; i < 40; i++) {
        log.judged(judged("r" + i, null));
      }
    }

    assertThat(names()).hasSize(8).doesNotContain("labels-1.outcomes.csv");
    long bytes = 0;
    for (String name : names()) {
      assertThat(Files.readAllLines(file(name))).startsWith(HEADER);
      bytes += Files.size(file(name));
    }
    assertThat(bytes).isLessThan(8 * 200);
  }

  @Test
  void a_new_process_begins_a_new_file() throws IOException {
    for (int i = 0; i < 2; i++) {
      try (LabelLog log = log(false, 1 << 20)) {
        log.judged(judged("r" + i, null));
      }
    }
    assertThat(names()).containsExactly("labels-1.outcomes.csv", "labels-2.outcomes.csv");
  }

  @Test
  void a_folder_that_cannot_be_written_to_harms_nobody() throws IOException {
    Files.writeString(folder.resolve("quality"), "in the way");
    try (LabelLog log = log(false, 1 << 20)) {
      log.judged(judged("r1", null));
    }
    assertThat(folder.resolve("quality")).hasContent("in the way");
  }
}
