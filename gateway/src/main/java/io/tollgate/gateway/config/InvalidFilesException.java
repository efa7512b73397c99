package io.tollgate.gateway.config;

import io.tollgate.policies.yaml.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** Files with mistakes, found where nothing older can run on. */
public final class InvalidFilesException extends Exception {

  private final transient List<Problem> problems;

  /** The mistakes, at least one. */
  public InvalidFilesException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** The mistakes in the order of the files. */
  public List<Problem> problems() {
    return problems;
  }
}
