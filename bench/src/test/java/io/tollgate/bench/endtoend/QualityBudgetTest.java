package io.tollgate.bench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.policies.quality.Prompt;
import io.tollgate.policies.quality.QualityModelFile;
import io.tollgate.policies.quality.TokenVectors;
import io.tollgate.policies.quality.Trainer;
import io.tollgate.policies.quality.TrainingSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy that may lose a little quality, and a model that knows where nothing is lost. */
class QualityBudgetTest {

  private static final String POLICIES =
      Stage.CHEAPEST
          + """
            - name: thrifty
              candidates: [cheap/swift, dear/bright]
              quality_budget: { reference: dear/bright, loss: 0.05 }
          """;

  private static final String EASY = "Add the numbers 17 and 25 and give the sum";
  private static final String HARD = "Prove the theorem on compact topological manifolds";

  @TempDir private static Path models;
  @TempDir private Path folder;

  /** The cheap model adds as well as the dear one, and proves nothing. */
  @BeforeAll
  static void train() throws Exception {
    Random random = new Random(20_261_129);
    List<Prompt> prompts = new ArrayList<>();
    int rows = 1_600;
    double[][] scores = new double[rows][];
    double[][] tokens = new double[rows][];
    for (int row = 0; row < rows; row++) {
      boolean easy = row % 2 == 0;
      int number = random.nextInt(1_000);
      String text =
          easy
              ? "Add the numbers " + number + " and " + random.nextInt(1_000) + " and give the sum"
              : "Prove the theorem " + number + " on compact topological manifolds";
      prompts.add(
          new Prompt(text, easy ? "sums" : "proofs", 0, false, false, 1, text.length() / 4));
      double right = random.nextDouble() < 0.95 ? 1 : 0;
      scores[row] = new double[] {easy ? right : random.nextDouble() < 0.2 ? 1 : 0, right};
      tokens[row] = new double[] {50, 50};
    }
    TrainingSet set =
        new TrainingSet(
            prompts, List.of("swift", "bright"), scores, tokens, new double[] {0.0001, 0.01}, null);
    Files.write(
        models.resolve("model.bin"),
        QualityModelFile.write(
            Trainer.train(
                set, TokenVectors.shipped(), "sums and proofs", (done, all, what) -> {})));
  }

  private Stage start(Path model) throws Exception {
    return Stage.start(folder, POLICIES, "router: { model: \"" + model + "\" }\n");
  }

  private static Reply ask(Stage stage, String prompt) throws Exception {
    Reply reply = stage.post(Stage.chat("auto/thrifty", prompt));
    assertThat(reply.status()).isEqualTo(200);
    return reply;
  }

  @Test
  void the_cheap_model_answers_where_nothing_is_lost_and_the_reference_elsewhere()
      throws Exception {
    try (Stage stage = start(models.resolve("model.bin"))) {
      // Until one answer of the reference was paid for, what quality is worth is a guess.
      ask(stage, HARD);
      Reply easy = ask(stage, EASY);
      assertThat(easy.header("x-tollgate-model"))
          .as(String.valueOf(easy.header("x-tollgate-reason")))
          .isEqualTo(Stage.SWIFT);
      assertThat(ask(stage, HARD).header("x-tollgate-model")).isEqualTo(Stage.BRIGHT);

      Await.until(
          "the pacer in the metrics",
          () ->
              metrics(stage).contains("tollgate_quality_shadow_price_dollars{policy=\"thrifty\"}")
                  && metrics(stage)
                      .contains("tollgate_quality_burn_rate{policy=\"thrifty\",window=\"fast\"}"));
      assertThat(metrics(stage))
          .contains("tollgate_predictor_seconds_count 3", "tollgate_predictor_failures_total 0.0");
      Await.until(
          "all answers in the budget",
          () -> page(stage, "/admin/v1/quality").contains("\"answers\":3"));
      assertThat(page(stage, "/admin/v1/quality"))
          .contains("\"policy\":\"thrifty\"", "\"frozen\":false");
    }
    assertThat(folder.resolve("ledger/quality/state.json")).exists();
  }

  private static String metrics(Stage stage) {
    return page(stage, "/metrics");
  }

  private static String page(Stage stage, String path) {
    try {
      return stage.admin(path).body();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void no_prompt_makes_the_predictor_fail() throws Exception {
    try (Stage stage = start(models.resolve("model.bin"))) {
      assertThat(ask(stage, "\\u202e\\uffff \\ud83d\\ude00").header("x-tollgate-model"))
          .isIn(Stage.SWIFT, Stage.BRIGHT);
      // What the gateway refuses for other reasons, it refuses in words.
      for (String odd : List.of("", "\\u0000", "\\ud83d", "a ".repeat(2_500_000))) {
        assertThat(stage.post(Stage.chat("auto/thrifty", odd)).status()).isIn(200, 400);
      }
      assertThat(metrics(stage)).contains("tollgate_predictor_failures_total 0.0");
    }
  }

  @Test
  void a_damaged_model_file_is_named_and_changes_nothing() throws Exception {
    Path model = folder.resolve("router.bin");
    Files.copy(models.resolve("model.bin"), model);
    try (Stage stage = start(model)) {
      ask(stage, HARD);
      byte[] damaged = Files.readAllBytes(model);
      damaged[damaged.length / 2] ^= 1;
      Files.write(model, damaged);

      assertThat(stage.gateway.reload())
          .singleElement()
          .satisfies(problem -> assertThat(problem.file()).endsWith("router.bin"));
      assertThat(ask(stage, EASY).header("x-tollgate-model")).isEqualTo(Stage.SWIFT);
    }
    assertThatThrownBy(() -> start(model)).isInstanceOf(InvalidFilesException.class);
  }
}
