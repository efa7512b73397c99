package io.tollgate.bench.budget;

import io.tollgate.bench.provider.Prompter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Speaks for a judge that knows how good every recorded answer is, and gives ten for the best. */
final class KnowingJudge implements Prompter {

  private static final int BEST = 10;

  /** As the gateway's rubric lays question and answers out; the mark is another each time. */
  private static final Pattern CASE =
      Pattern.compile(
          "<question-(\\w+)>\\n\\[user]\\n(.*)\\n</question-\\1>\\n"
              + "<answer-a-\\1>\\n(.*)\\n</answer-a-\\1>\\n"
              + "<answer-b-\\1>\\n(.*)\\n</answer-b-\\1>\\s*",
          Pattern.DOTALL);

  private final RecordedAnswers answers;

  KnowingJudge(RecordedAnswers answers) {
    this.answers = answers;
  }

  @Override
  public String directives(String model, String prompt) {
    Matcher found = CASE.matcher(prompt);
    if (!found.matches()) {
      return "";
    }
    Integer row = answers.row(found.group(2).strip());
    return row == null
        ? ""
        : "[[say:{\"a\": %d, \"b\": %d}]]"
            .formatted(score(row, found.group(3)), score(row, found.group(4)));
  }

  private long score(int row, String answer) {
    return Math.round(BEST * answers.score(row, answer.strip()));
  }
}
