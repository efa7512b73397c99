package io.tollgate.bench.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A build folder with one test class in the gateway and one in bench. */
class FaultMatrixTest {

  private static final ProvingTest GATEWAYS =
      new ProvingTest(2, "io.example.GatewayTest", "row_02_a_name_is_looked_up");
  private static final ProvingTest OURS =
      new ProvingTest(3, "io.example.BenchTest", "row_03_a_certificate_is_looked_at");

  @TempDir private Path root;
  private FaultMatrix matrix;

  @BeforeEach
  void build() throws IOException {
    matrix = new FaultMatrix(root);
    compile(GATEWAYS);
    compile(OURS);
    Files.createDirectories(matrix.document().getParent());
    Files.writeString(
        matrix.document(), "By hand.\n" + FaultTable.BEGIN + "\n" + FaultTable.END + "\n");
  }

  private void compile(ProvingTest test) throws IOException {
    byte[] bytes =
        ClassFile.of()
            .build(
                ClassDesc.of(test.className()),
                type ->
                    type.withMethodBody(
                        test.name(), ConstantDescs.MTD_void, 0, code -> code.return_()));
    Path file = TestInventory.classFile(root, test);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
  }

  private void gatewayReports(long writtenMillis, String testCases) throws IOException {
    Path report =
        root.resolve("gateway/target/surefire-reports/TEST-" + GATEWAYS.className() + ".xml");
    Files.createDirectories(report.getParent());
    Files.writeString(report, "<testsuite name=\"x\"><properties/>" + testCases + "</testsuite>");
    Files.setLastModifiedTime(report, FileTime.fromMillis(writtenMillis));
  }

  private static String testCase(String parameters, String inside) {
    return "<testcase name=\"%s%s\" classname=\"%s\">%s</testcase>"
        .formatted(GATEWAYS.name(), parameters, GATEWAYS.className(), inside);
  }

  private static TestOutcomes oursPassed() {
    TestOutcomes outcomes = new TestOutcomes();
    outcomes.method(OURS.className(), OURS.name(), TestOutcome.PASSED);
    return outcomes;
  }

  private String resultOf(ProvingTest test) throws IOException {
    return Files.readString(matrix.document())
        .lines()
        .filter(line -> line.startsWith("| " + test.row() + " |"))
        .map(line -> line.split("\\|", -1)[5].strip())
        .findFirst()
        .orElse("no such row");
  }

  @Test
  void tests_are_found_in_the_class_files_of_all_modules() throws IOException {
    assertThat(TestInventory.read(root)).containsExactly(GATEWAYS, OURS);
    assertThat(matrix.unproven())
        .extracting(FaultRow::number)
        .contains(1, 4, 36)
        .doesNotContain(2, 3, 55, 61);
    assertThat(matrix.astray()).isEmpty();
    ProvingTest unknown = new ProvingTest(3, "io.example.OddTest", "row_62_there_is_none");
    compile(unknown);
    assertThat(matrix.astray()).containsExactly("there is none (`OddTest`)");
  }

  @Test
  void a_run_of_some_tests_writes_nothing_unless_asked() throws IOException {
    String before = Files.readString(matrix.document());
    assertThat(matrix.write(oursPassed(), false)).isFalse();
    assertThat(Files.readString(matrix.document())).isEqualTo(before);
    assertThat(matrix.write(oursPassed(), true)).isTrue();
    assertThat(resultOf(OURS)).isEqualTo("holds");
    assertThat(resultOf(GATEWAYS)).isEqualTo("not run yet");
  }

  @Test
  void every_run_of_a_parameterised_test_is_read_from_its_report() throws IOException {
    gatewayReports(2_000_000, testCase("(String, int)[1]", "") + testCase("(String, int)[2]", ""));
    assertThat(matrix.write(oursPassed(), false)).isTrue();
    assertThat(resultOf(GATEWAYS)).isEqualTo("holds");
    gatewayReports(
        2_000_000,
        testCase("(String, int)[1]", "<failure message=\"m\">at</failure>")
            + testCase("(String, int)[2]", ""));
    assertThat(matrix.write(oursPassed(), false)).isTrue();
    assertThat(resultOf(GATEWAYS)).isEqualTo("**fails**");
  }

  @Test
  void what_is_skipped_for_want_of_a_tool_is_not_what_is_disabled() throws IOException {
    gatewayReports(2_000_000, testCase("", "<skipped message=\"m\"/>"));
    assertThat(matrix.write(oursPassed(), false)).isTrue();
    assertThat(resultOf(GATEWAYS)).isEqualTo("not wholly yet");
    gatewayReports(2_000_000, testCase("", ""));
    assertThat(matrix.write(oursPassed(), false)).isTrue();
    gatewayReports(
        2_000_000,
        testCase("", "<skipped message=\"m\" type=\"org.opentest4j.TestAbortedException\"/>"));
    assertThat(matrix.write(oursPassed(), false)).isTrue();
    assertThat(resultOf(GATEWAYS)).isEqualTo("holds");
  }

  @Test
  void a_report_older_than_its_class_says_nothing() throws IOException {
    gatewayReports(500_000, testCase("", ""));
    assertThat(matrix.write(oursPassed(), false)).isFalse();
  }

  @Test
  void a_class_that_failed_before_its_tests_is_a_failure() throws IOException {
    gatewayReports(
        2_000_000,
        "<testcase name=\"\" classname=\"%s\"><error message=\"m\"/></testcase>"
            .formatted(GATEWAYS.className()));
    assertThat(matrix.write(oursPassed(), false)).isTrue();
    assertThat(resultOf(GATEWAYS)).isEqualTo("**fails**");
  }
}
