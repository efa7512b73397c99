package io.tollgate.bench.matrix;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Notes how the tests of this module end, and at the end of a full run brings the table in {@code
 * docs/faults.md} up to date. A run of some tests only does so with {@code
 * -Dtollgate.matrix=write}, and changes no result of a row it did not run.
 */
public final class MatrixListener implements TestExecutionListener {

  // A run may consist of several plans, each with a listener of its own.
  private static final TestOutcomes OUTCOMES = new TestOutcomes();

  /** Found by name. */
  public MatrixListener() {}

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    note(test, TestOutcome.DISABLED);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    TestOutcome outcome =
        switch (result.getStatus()) {
          case SUCCESSFUL -> TestOutcome.PASSED;
          case ABORTED -> TestOutcome.IMPOSSIBLE_HERE;
          case FAILED -> TestOutcome.FAILED;
        };
    if (test.isTest() || outcome != TestOutcome.PASSED) {
      note(test, outcome);
    }
  }

  private static void note(TestIdentifier test, TestOutcome outcome) {
    TestSource source = test.getSource().orElse(null);
    synchronized (OUTCOMES) {
      switch (source) {
        case MethodSource method ->
            OUTCOMES.method(method.getClassName(), method.getMethodName(), outcome);
        case ClassSource whole -> OUTCOMES.wholeClass(whole.getClassName(), outcome);
        case null, default -> {}
      }
    }
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    boolean asked = "write".equals(System.getProperty("tollgate.matrix"));
    synchronized (OUTCOMES) {
      try {
        FaultMatrix.ofThisBuild().write(OUTCOMES, asked);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
