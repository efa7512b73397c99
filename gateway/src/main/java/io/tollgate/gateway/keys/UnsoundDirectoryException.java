package io.tollgate.gateway.keys;

import java.util.List;

/** Says all that is wrong with a directory that somebody wanted to make. */
public final class UnsoundDirectoryException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  private final transient List<String> problems;

  UnsoundDirectoryException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, as sentences, at least one. */
  public List<String> problems() {
    return problems;
  }
}
