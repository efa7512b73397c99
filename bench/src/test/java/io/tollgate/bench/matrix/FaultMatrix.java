package io.tollgate.bench.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The acceptance matrix of this build: which tests prove which rows, and the document that says so.
 *
 * @param root the folder of the build
 */
public record FaultMatrix(Path root) {

  /** The build that is running. */
  public static FaultMatrix ofThisBuild() {
    return new FaultMatrix(Path.of(System.getProperty("tollgate.root", "..")));
  }

  /** The rows that concern this gateway and that no test proves. */
  public List<FaultRow> unproven() throws IOException {
    Set<Integer> proven =
        TestInventory.read(root).stream().map(ProvingTest::row).collect(Collectors.toSet());
    return FaultRows.ALL.stream()
        .filter(FaultRow::isConcerned)
        .filter(row -> !proven.contains(row.number()))
        .toList();
  }

  /** The tests that prove rows which do not exist, as sentences. */
  public List<String> astray() throws IOException {
    Set<Integer> known = FaultRows.ALL.stream().map(FaultRow::number).collect(Collectors.toSet());
    return TestInventory.read(root).stream()
        .filter(test -> !known.contains(test.row()))
        .map(ProvingTest::sentence)
        .toList();
  }

  /** The document with the table. */
  Path document() {
    return root.resolve("docs").resolve("faults.md");
  }

  /**
   * Writes the table if every test of every row ran, or if it is to be written anyway.
   *
   * @param outcomes those of this module; the other modules' are read from their reports
   * @return whether it was written, changed or not
   */
  boolean write(TestOutcomes outcomes, boolean evenIfPartial) throws IOException {
    List<ProvingTest> tests = TestInventory.read(root);
    for (int module = 0; module < TestInventory.MODULES.size() - 1; module++) {
      SurefireReports.read(root, module, tests, outcomes);
    }
    boolean full = tests.stream().allMatch(test -> outcomes.of(test) != null);
    if (!full && !evenIfPartial) {
      return false;
    }
    String old = Files.readString(document());
    String written = FaultTable.replaceIn(old, tests, outcomes);
    if (!written.equals(old)) {
      Files.writeString(document(), written);
    }
    return true;
  }
}
