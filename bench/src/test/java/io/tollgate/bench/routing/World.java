package io.tollgate.bench.routing;

import io.tollgate.bench.routing.data.SetFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A made-up world in which routing pays: there are four subjects, each with words of its own. A
 * large model is right in nine of ten cases; each of two small ones is nearly as good in two of the
 * subjects and poor in the others, at a tenth of the price.
 */
public final class World {

  public static final String LARGE = "large";
  public static final String ONE = "small-one";
  public static final String OTHER = "small-other";

  private static final List<String> SUBJECTS = List.of("algebra", "botany", "cooking", "dance");
  private static final int WORDS = 40;

  private final Random random;
  private final double missing;

  /**
   * @param missing share of outcomes that are not recorded, 0 to 1
   */
  public World(long seed, double missing) {
    this.random = new Random(seed);
    this.missing = missing;
  }

  /** Writes a set of questions into a directory. */
  public void write(Path directory, String name, int questions, boolean withLarge)
      throws IOException {
    StringBuilder prompts = new StringBuilder();
    StringBuilder outcomes =
        new StringBuilder("prompt_id,model,score,in_tokens,out_tokens,cost_usd\n");
    StringBuilder answers = new StringBuilder("prompt_id,gold,large,small-one,small-other\n");
    for (int i = 0; i < questions; i++) {
      int subject = random.nextInt(SUBJECTS.size());
      String id = name + i;
      prompts.append(
          String.format(
              Locale.ROOT,
              "{\"prompt_id\": \"%s\", \"category\": \"%s\", \"prompt\": \"%s\"}%n",
              id,
              SUBJECTS.get(subject),
              words(subject)));
      answers.append(id).append(",A");
      if (withLarge) {
        outcome(outcomes, answers, id, LARGE, 0.9, 10);
      }
      outcome(outcomes, answers, id, ONE, subject < 2 ? 0.9 : 0.4, 1);
      outcome(outcomes, answers, id, OTHER, subject < 2 ? 0.4 : 0.9, 1);
      answers.append('\n');
    }
    SetFiles.write(directory.resolve(name + ".prompts.jsonl.gz"), prompts.toString());
    SetFiles.write(directory.resolve(name + ".outcomes.csv.gz"), outcomes.toString());
    if (withLarge) {
      SetFiles.write(directory.resolve(name + ".answers.csv.gz"), answers.toString());
    }
  }

  private String words(int subject) {
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      boolean special = random.nextInt(3) == 0;
      words
          .append(special ? SUBJECTS.get(subject) : "word")
          .append(random.nextInt(WORDS))
          .append(' ');
    }
    return words.toString();
  }

  private void outcome(
      StringBuilder outcomes,
      StringBuilder answers,
      String id,
      String model,
      double skill,
      int price) {
    boolean right = random.nextDouble() < skill;
    int input = 20 + random.nextInt(10);
    int output = 50 + random.nextInt(100);
    answers.append(',').append(right ? "A" : "BCDE".charAt(random.nextInt(4)));
    if (random.nextDouble() >= missing) {
      outcomes.append(
          String.format(
              Locale.ROOT,
              "%s,%s,%d,%d,%d,%.9f%n",
              id,
              model,
              right ? 1 : 0,
              input,
              output,
              price * (input + output) / 1e6));
    }
  }
}
