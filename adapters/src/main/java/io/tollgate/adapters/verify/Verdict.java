package io.tollgate.adapters.verify;

/** What a look at an answer found. */
public sealed interface Verdict {

  /** Nothing is wrong with it that could be seen. */
  Verdict PASSED = new Passed();

  /** In a word that programs can compare; one of a small set. */
  String code();

  /** Nothing is wrong with it that could be seen. */
  record Passed() implements Verdict {
    @Override
    public String code() {
      return "passed";
    }
  }

  /**
   * It is not what was asked for.
   *
   * @param code {@code empty}, {@code truncated}, {@code refusal}, {@code tool_call} or {@code
   *     format}
   * @param sentence what is wrong, without a full stop and without quoting it
   */
  record Failed(String code, String sentence) implements Verdict {}

  /**
   * It cannot be said: what it would be held against is of no use.
   *
   * @param reason why, without a full stop and without quoting anything
   */
  record None(String reason) implements Verdict {
    @Override
    public String code() {
      return "none";
    }
  }
}
