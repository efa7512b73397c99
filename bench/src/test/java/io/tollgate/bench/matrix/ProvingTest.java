package io.tollgate.bench.matrix;

import java.util.Comparator;

/**
 * A test method that proves a row.
 *
 * @param module the module it is in, by its place in the build
 * @param className its class
 * @param name its name, {@code row_NN_...}
 */
record ProvingTest(int module, String className, String name) {

  /** The order in which a row lists its tests. */
  static final Comparator<ProvingTest> ORDER =
      Comparator.comparingInt(ProvingTest::module)
          .thenComparing(ProvingTest::className)
          .thenComparing(ProvingTest::name);

  int row() {
    return FaultRow.numberIn(name);
  }

  /** What it proves, and where it can be found. */
  String sentence() {
    return "%s (`%s`)"
        .formatted(FaultRow.sentenceIn(name), className.substring(className.lastIndexOf('.') + 1));
  }
}
