package io.tollgate.bench.routing.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tollgate.gateway.training.OutcomeSet;
import io.tollgate.gateway.training.Question;
import io.tollgate.gateway.training.RoutingData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FoldsTest {

  private static final int QUESTIONS = 500;

  @TempDir private Path directory;

  @Test
  void no_question_falls_into_two_folds_whatever_set_it_stands_in() throws IOException {
    for (long seed = 0; seed < 5; seed++) {
      List<OutcomeSet> sets = twoSetsWithSharedQuestions(seed);
      Folds folds = new Folds(5, seed);
      Map<String, Integer> foldOfKey = new HashMap<>();
      for (OutcomeSet set : sets) {
        for (Question question : set.questions()) {
          int fold = folds.of(question);
          assertThat(foldOfKey.merge(question.key(), fold, (one, other) -> one))
              .as("seed %s, %s", seed, question)
              .isEqualTo(fold);
        }
      }
      assertThat(foldOfKey).as("questions are shared").hasSizeLessThan(2 * QUESTIONS);
    }
  }

  @Test
  void every_row_is_tested_in_one_fold_and_learnt_from_in_all_others() throws IOException {
    OutcomeSet set = twoSetsWithSharedQuestions(1).getFirst();
    Folds folds = new Folds(5, 1);
    int tested = 0;
    for (int fold = 0; fold < folds.count(); fold++) {
      int[] test = folds.test(set, fold);
      int[] training = folds.training(set, fold);
      assertThat(test.length + training.length).isEqualTo(set.size());
      assertThat(Arrays.stream(training)).doesNotContainAnyElementsOf(boxed(test));
      assertThat(test.length).isCloseTo(set.size() / 5, within(set.size() / 12));
      tested += test.length;
    }
    assertThat(tested).isEqualTo(set.size());
  }

  @Test
  void a_fold_does_not_depend_on_the_other_sets() throws IOException {
    OutcomeSet set = twoSetsWithSharedQuestions(3).getFirst();
    OutcomeSet alone = RoutingData.read(directory, List.of("one"), null).sets().getFirst();
    assertThat(new Folds(5, 9).test(alone, 2)).isEqualTo(new Folds(5, 9).test(set, 2));
  }

  @Test
  void a_draw_does_not_cut_a_question_in_two() throws IOException {
    OutcomeSet set = twoSetsWithSharedQuestions(4).getFirst();
    int[] shuffled = Folds.shuffled(set, 7);
    int[] drawn = Folds.firstOf(set, shuffled, 100);
    Set<String> keys = new HashSet<>();
    Arrays.stream(drawn).forEach(row -> keys.add(set.question(row).key()));
    assertThat(drawn.length).isGreaterThanOrEqualTo(100);
    assertThat(Arrays.stream(shuffled).skip(drawn.length))
        .noneMatch(row -> keys.contains(set.question(row).key()));
  }

  private static List<Integer> boxed(int[] rows) {
    return Arrays.stream(rows).boxed().toList();
  }

  /** The same questions with other options, case and spaces; some twice in one set. */
  private List<OutcomeSet> twoSetsWithSharedQuestions(long seed) throws IOException {
    Random random = new Random(seed);
    for (String name : List.of("one", "two")) {
      StringBuilder prompts = new StringBuilder();
      StringBuilder outcomes = new StringBuilder("prompt_id,model,score\n");
      for (int i = 0; i < QUESTIONS; i++) {
        int number = random.nextInt(QUESTIONS);
        String question = "What is  the answer to number " + number + "?";
        String text = random.nextBoolean() ? question : question.toUpperCase(java.util.Locale.ROOT);
        String options = "\nA. " + random.nextInt() + "\nB. " + random.nextInt();
        prompts.append(
            SetFiles.prompt(name + i, "c", random.nextBoolean() ? text : text + options));
        outcomes.append(name).append(i).append(",m,1\n");
      }
      SetFiles.write(directory.resolve(name + ".prompts.jsonl"), prompts.toString());
      SetFiles.write(directory.resolve(name + ".outcomes.csv"), outcomes.toString());
    }
    return RoutingData.read(directory, List.of(), null).sets();
  }
}
