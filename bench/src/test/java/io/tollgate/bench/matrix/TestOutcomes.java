package io.tollgate.bench.matrix;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the tests of a run ended, as far as they ran. */
final class TestOutcomes {

  private final Map<String, TestOutcome> methods = new HashMap<>();
  private final Map<String, TestOutcome> classes = new HashMap<>();

  private static String key(String className, String method) {
    return className + "#" + method;
  }

  /** Notes one run of a method, which may have several. */
  void method(String className, String method, TestOutcome outcome) {
    methods.merge(key(className, method), outcome, TestOutcome::worse);
  }

  /** Notes what became of a class as a whole, and with it of all its tests that did not run. */
  void wholeClass(String className, TestOutcome outcome) {
    classes.merge(className, outcome, TestOutcome::worse);
  }

  /** How a test ended; {@code null} if it did not run. */
  @Nullable TestOutcome of(ProvingTest test) {
    TestOutcome ofClass = classes.get(test.className());
    TestOutcome ofMethod = methods.get(key(test.className(), test.name()));
    if (ofMethod == null) {
      return ofClass;
    }
    // A class that failed as a whole did so after this test, or around it.
    return ofClass == TestOutcome.FAILED ? TestOutcome.FAILED : ofMethod;
  }
}
