package io.tollgate.bench.matrix;

/**
 * How a test ended, the better first: of several runs of one test the last in this order counts.
 */
enum TestOutcome {
  PASSED,
  /** It could not run here, for want of a tool or a right. */
  IMPOSSIBLE_HERE,
  DISABLED,
  FAILED;

  TestOutcome worse(TestOutcome other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
