package io.tollgate.policies.routing;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;

/**
 * Which requests a rule is for: a compiled CEL expression, type-checked to be true or false.
 *
 * <p>Immutable and safe for use by several threads. An expression is bounded when it is compiled,
 * in size and in the number of its iterations, and its regular expressions run in linear time.
 */
public final class Condition {

  private final String text;
  private final Program program;

  Condition(String text, Program program) {
    this.text = text;
    this.program = program;
  }

  /** The expression as it stands in the file. */
  public String text() {
    return text;
  }

  /**
   * Whether the condition holds.
   *
   * @param facts the names it may use
   * @throws CelEvaluationException if it has no value for this request, e.g. divides by zero
   */
  boolean holds(RequestFacts facts) throws CelEvaluationException {
    return Boolean.TRUE.equals(program.eval(facts));
  }

  @Override
  public String toString() {
    return text;
  }
}
