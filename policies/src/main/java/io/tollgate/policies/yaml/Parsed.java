package io.tollgate.policies.yaml;

import java.util.List;

/**
 * What reading a file gives: its value, or every mistake found in it.
 *
 * @param <T> what the file describes
 */
public sealed interface Parsed<T> {

  /**
   * A file without mistakes.
   *
   * @param value what it describes
   */
  record Ok<T>(T value) implements Parsed<T> {}

  /**
   * A file with mistakes; nothing of it is used.
   *
   * @param problems at least one, in the order of the file
   */
  record Failed<T>(List<Problem> problems) implements Parsed<T> {
    public Failed {
      problems = List.copyOf(problems);
    }
  }
}
