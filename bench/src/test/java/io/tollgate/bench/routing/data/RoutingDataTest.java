package io.tollgate.bench.routing.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tollgate.gateway.training.Answers;
import io.tollgate.gateway.training.OutcomeSet;
import io.tollgate.gateway.training.RoutingData;
import io.tollgate.gateway.training.RoutingDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RoutingDataTest {

  private static final String PROMPTS =
      SetFiles.prompt("p1", "math", "What is 1 + 1?")
          + SetFiles.prompt("p2", "law", "May one?\nA. yes\nB. no")
          + SetFiles.prompt("p3", "law", "Nobody was asked this.");
  private static final String OUTCOMES =
      """
      prompt_id,model,score,in_tokens,out_tokens,cost_usd
      p1,small,1,10,100,0.001
      p1,large,1,10,50,0.01
      p2,small,0,20,,
      p2,"large",0.5,20,200,0.03
      """;

  @TempDir private Path directory;

  @BeforeEach
  void write_a_set() throws IOException {
    SetFiles.write(directory.resolve("s.prompts.jsonl.gz"), PROMPTS);
    SetFiles.write(directory.resolve("s.outcomes.csv.gz"), OUTCOMES);
  }

  @Test
  void outcomes_stand_by_question_and_model_and_what_is_not_known_is_nan() throws IOException {
    OutcomeSet set = RoutingData.read(directory, List.of(), null).sets().getFirst();
    assertThat(set.models()).containsExactly("large", "small");
    assertThat(set.size()).isEqualTo(2);
    assertThat(set.score(1, 0)).isEqualTo(0.5);
    assertThat(set.outputTokens(1, 1)).isNaN();
    assertThat(set.costUsd(0, 0)).isEqualTo(0.01);
    assertThat(set.isComplete(0)).isTrue();
    assertThat(set.isComplete(1)).isFalse();
    assertThat(set.question(1).kind()).isEqualTo("law");
  }

  @Test
  void a_prompt_without_outcome_is_left_out_and_noted() throws IOException {
    assertThat(RoutingData.read(directory, List.of(), null).notes())
        .containsExactly("s: 1 of 3 prompts have no outcome and are left out");
  }

  @Test
  void costs_are_those_recorded_unless_prices_are_given_and_tokens_known() throws IOException {
    SetFiles.write(
        directory.resolve("other.csv"),
        "model,in_usd_per_mtok,out_usd_per_mtok,tier\nlarge,1,10,F\nsmall,1,1,B\n");
    OutcomeSet set =
        RoutingData.read(directory, List.of("s"), directory.resolve("other.csv")).sets().getFirst();
    assertThat(set.costUsd(0, 0)).isCloseTo((10 + 50 * 10) / 1e6, within(1e-12));
    assertThat(set.costUsd(1, 1)).isNaN();
  }

  @Test
  void a_model_without_a_new_price_keeps_its_recorded_cost() throws IOException {
    SetFiles.write(
        directory.resolve("other.csv"), "model,in_usd_per_mtok,out_usd_per_mtok\nsmall,1,1\n");
    OutcomeSet set =
        RoutingData.read(directory, List.of(), directory.resolve("other.csv")).sets().getFirst();
    assertThat(set.costUsd(0, 0)).isEqualTo(0.01);
  }

  @Test
  void answers_say_whether_two_models_agree() throws IOException {
    SetFiles.write(
        directory.resolve("s.answers.csv"), "prompt_id,gold,large,small\np1,A,A,A\np2,B,,\n");
    OutcomeSet set = RoutingData.read(directory, List.of(), null).sets().getFirst();
    Answers answers = Objects.requireNonNull(set.answers());
    assertThat(answers.agree(0, 0, 1)).isTrue();
    assertThat(answers.agree(1, 0, 1)).isFalse();
  }

  @Test
  void a_hidden_model_keeps_only_what_is_to_be_kept() throws IOException {
    OutcomeSet set = RoutingData.read(directory, List.of(), null).sets().getFirst();
    OutcomeSet hidden = set.hiding(0, row -> row == 1);
    assertThat(hidden.score(0, 0)).isNaN();
    assertThat(hidden.score(1, 0)).isEqualTo(0.5);
    assertThat(hidden.score(0, 1)).isEqualTo(1);
  }

  @Test
  void a_score_out_of_range_is_refused_with_file_and_line() throws IOException {
    SetFiles.write(directory.resolve("s.outcomes.csv.gz"), OUTCOMES + "p1,third,1.5,1,1,1\n");
    assertThatThrownBy(() -> RoutingData.read(directory, List.of(), null))
        .isInstanceOf(RoutingDataException.class)
        .hasMessage("s.outcomes.csv.gz, line 6: score: 1.5 (expected: 0.0 to 1.0)");
  }

  @Test
  void what_is_not_a_number_is_refused() throws IOException {
    SetFiles.write(directory.resolve("s.outcomes.csv.gz"), OUTCOMES + "p1,third,good,1,1,1\n");
    assertThatThrownBy(() -> RoutingData.read(directory, List.of(), null))
        .hasMessage("s.outcomes.csv.gz, line 6: score: 'good' is not a number");
  }

  @Test
  void a_row_that_is_cut_short_is_refused() throws IOException {
    SetFiles.write(directory.resolve("s.outcomes.csv.gz"), OUTCOMES + "p1,third\n");
    assertThatThrownBy(() -> RoutingData.read(directory, List.of(), null))
        .hasMessage("s.outcomes.csv.gz, line 6: 2 cells (expected: 6, as in line 1)");
  }

  @Test
  void the_same_outcome_twice_is_refused() throws IOException {
    SetFiles.write(directory.resolve("s.outcomes.csv.gz"), OUTCOMES + "p1,small,0,1,1,1\n");
    assertThatThrownBy(() -> RoutingData.read(directory, List.of(), null))
        .hasMessage("s.outcomes.csv.gz, line 6: prompt_id 'p1' has model 'small' again");
  }

  @Test
  void a_missing_column_is_named() throws IOException {
    SetFiles.write(directory.resolve("s.outcomes.csv.gz"), "prompt_id,model\np1,small\n");
    assertThatThrownBy(() -> RoutingData.read(directory, List.of(), null))
        .hasMessage("s.outcomes.csv.gz, line 1: no column 'score' (found: prompt_id, model)");
  }

  @Test
  void a_prompt_that_is_not_json_is_refused_with_file_and_line() throws IOException {
    SetFiles.write(directory.resolve("s.prompts.jsonl.gz"), PROMPTS + "{\"prompt_id\": \n");
    assertThatThrownBy(() -> RoutingData.read(directory, List.of(), null))
        .hasMessageStartingWith("s.prompts.jsonl.gz, line 4: not JSON: ");
  }

  @Test
  void a_prompt_without_text_is_refused() throws IOException {
    SetFiles.write(directory.resolve("s.prompts.jsonl.gz"), "{\"prompt_id\": \"p1\"}\n");
    assertThatThrownBy(() -> RoutingData.read(directory, List.of(), null))
        .hasMessage("s.prompts.jsonl.gz, line 1: no 'prompt' (expected: a string)");
  }

  @Test
  void a_file_that_is_not_packed_as_its_name_says_is_refused() throws IOException {
    Files.writeString(directory.resolve("s.outcomes.csv.gz"), OUTCOMES);
    assertThatThrownBy(() -> RoutingData.read(directory, List.of(), null))
        .hasMessage("s.outcomes.csv.gz: not a gzip file");
  }

  @Test
  void a_file_that_breaks_off_is_refused() throws IOException {
    Path file = directory.resolve("s.outcomes.csv.gz");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 20));
    assertThatThrownBy(() -> RoutingData.read(directory, List.of(), null))
        .isInstanceOf(RoutingDataException.class)
        .hasMessageContaining("s.outcomes.csv.gz, line ");
  }

  @Test
  void a_set_that_is_not_there_is_named_with_those_that_are() {
    assertThatThrownBy(() -> RoutingData.read(directory, List.of("t"), null))
        .hasMessageStartingWith("no set 't' in ")
        .hasMessageEndingWith("(found: [s])");
  }

  @Test
  void an_empty_directory_is_refused(@TempDir Path empty) {
    assertThatThrownBy(() -> RoutingData.read(empty, List.of(), null))
        .hasMessageContaining("no set with outcomes");
  }

  @Test
  void outcomes_of_prompts_that_are_not_there_are_counted() throws IOException {
    SetFiles.write(directory.resolve("s.outcomes.csv.gz"), OUTCOMES + "p9,small,1,1,1,1\n");
    assertThat(RoutingData.read(directory, List.of(), null).notes())
        .contains("s: 1 outcomes of unknown prompts are left out");
  }
}
