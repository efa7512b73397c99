package io.tollgate.bench.budget;

import io.tollgate.bench.provider.Prompter;

/** Speaks for the recorded models: each gives its recorded answer, of the recorded length. */
final class Candidates implements Prompter {

  private final RecordedAnswers answers;

  Candidates(RecordedAnswers answers) {
    this.answers = answers;
  }

  @Override
  public String directives(String model, String prompt) {
    Integer row = answers.row(prompt);
    Integer column = answers.column(ExamProviders.recorded(model));
    return row == null || column == null
        ? ""
        : "[[say:%s]][[think:%d]]"
            .formatted(answers.answer(row, column), answers.thoughtTokens(row, column));
  }
}
