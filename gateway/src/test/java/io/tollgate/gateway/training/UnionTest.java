package io.tollgate.gateway.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.policies.quality.TrainingSet.AgreementTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnionTest {

  @TempDir private Path folder;

  @BeforeEach
  void write_sets() throws IOException {
    set("big", 3, "a", "b", "c");
    set("small", 2, "a", "x");
  }

  private void set(String name, int prompts, String... models) throws IOException {
    StringBuilder texts = new StringBuilder();
    StringBuilder outcomes = new StringBuilder("prompt_id,model,score,out_tokens,cost_usd\n");
    for (int row = 0; row < prompts; row++) {
      texts.append("{\"prompt_id\":\"%d\",\"prompt\":\"%s %d\"}%n".formatted(row, name, row));
      for (String model : models) {
        outcomes.append("%d,%s,%d,%d,0.5%n".formatted(row, model, row % 2, 10 + row));
      }
    }
    Files.writeString(folder.resolve(name + ".prompts.jsonl"), texts);
    Files.writeString(folder.resolve(name + ".outcomes.csv"), outcomes);
  }

  private Union.Result union() throws IOException {
    return Union.of(RoutingData.read(folder, List.of(), null).sets());
  }

  @Test
  void rows_of_all_sets_stand_below_each_other_and_what_was_not_judged_is_unknown()
      throws IOException {
    Union.Result union = union();
    assertThat(union.set().models()).containsExactly("a", "b", "c", "x");
    assertThat(union.set().prompts()).hasSize(5);
    assertThat(union.set().scores()[1]).containsExactly(1, 1, 1, Double.NaN);
    assertThat(union.set().outputTokens()[2]).containsExactly(12, 12, 12, Double.NaN);
    assertThat(union.set().costs()).containsExactly(0.5, 0.5, 0.5, 0.5);
  }

  @Test
  void of_a_model_in_different_sets_the_outcomes_beside_most_others_count() throws IOException {
    Union.Result union = union();
    assertThat(union.set().scores()[3]).containsExactly(Double.NaN, Double.NaN, Double.NaN, 0);
    assertThat(union.notes())
        .containsExactly("a: learnt from the outcomes beside most others, not from those in small");
  }

  @Test
  void sets_with_the_same_models_count_together() throws IOException {
    set("small", 2, "a", "b", "c");
    Union.Result union = union();
    assertThat(union.set().scores()[4]).containsExactly(1, 1, 1);
    assertThat(union.notes()).isEmpty();
  }

  @Test
  void an_answer_that_could_not_be_read_agrees_with_none_and_one_not_given_is_unknown()
      throws IOException {
    Files.writeString(
        folder.resolve("big.answers.csv"), "prompt_id,a,b,c\n0,A,A,B\n1,A,,\n2,,,C\n");
    Union.Result union = union();
    AgreementTable table = Objects.requireNonNull(union.set().agreements());
    assertThat(table.agree(0, 0, 1)).isEqualTo(1);
    assertThat(table.agree(0, 0, 2)).isZero();
    assertThat(table.agree(1, 0, 1)).isZero();
    assertThat(table.agree(2, 0, 1)).isZero();
    assertThat(table.agree(0, 0, 3)).isNaN();
    assertThat(table.agree(3, 0, 3)).isNaN();
  }
}
