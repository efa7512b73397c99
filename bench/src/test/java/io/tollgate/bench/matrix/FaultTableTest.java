package io.tollgate.bench.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultTableTest {

  private static final String EMPTY =
      "# Faults\n\nBy hand.\n\n" + FaultTable.BEGIN + "\n" + FaultTable.END + "\n\nAfter.\n";

  private static final ProvingTest REFUSED =
      new ProvingTest(3, "io.example.OneTest", "row_01_nobody_is_charged");
  private static final ProvingTest LOST =
      new ProvingTest(2, "io.example.TwoTest", "row_09_it_is_not_sent_again");
  private static final List<ProvingTest> BOTH = List.of(LOST, REFUSED);

  private static String line(String document, int row) {
    return document
        .lines()
        .filter(line -> line.startsWith("| " + row + " |"))
        .findFirst()
        .orElseThrow();
  }

  private static TestOutcomes outcomes(ProvingTest test, TestOutcome... runs) {
    TestOutcomes outcomes = new TestOutcomes();
    for (TestOutcome run : runs) {
      outcomes.method(test.className(), test.name(), run);
    }
    return outcomes;
  }

  @Test
  void the_rows_are_numbered_from_1_to_61_and_fit_into_a_table() {
    assertThat(FaultRows.ALL)
        .extracting(FaultRow::number)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 61).boxed().toList());
    assertThat(FaultRows.ALL)
        .allSatisfy(row -> {
          assertThat(row.fault() + row.expected() + row.remark()).doesNotContain("|", "\n");
          assertThat(row.expected()).endsWith(".");
          assertThat(row.remark().isEmpty()).isEqualTo(row.concern() == FaultRow.Concern.WHOLLY);
        });
  }

  @Test
  void a_test_that_passed_makes_its_row_hold_and_is_quoted_as_a_sentence() {
    String document = FaultTable.replaceIn(EMPTY, BOTH, outcomes(REFUSED, TestOutcome.PASSED));
    assertThat(line(document, 1)).endsWith("| nobody is charged (`OneTest`) | holds |");
    assertThat(line(document, 9)).endsWith("| it is not sent again (`TwoTest`) | not run yet |");
    assertThat(line(document, 10)).endsWith("|  | not proven yet |");
    assertThat(line(document, 55)).endsWith("| n/a |").contains("There is no response cache yet");
  }

  @Test
  void what_stands_around_the_table_stays_and_the_same_tests_give_the_same_text() {
    TestOutcomes outcomes = outcomes(REFUSED, TestOutcome.PASSED);
    String once = FaultTable.replaceIn(EMPTY, BOTH, outcomes);
    assertThat(once).startsWith("# Faults\n\nBy hand.\n\n").endsWith("\n\nAfter.\n");
    assertThat(FaultTable.replaceIn(once, BOTH, outcomes)).isEqualTo(once);
  }

  @Test
  void one_bad_run_of_several_counts() {
    assertThat(
            line(
                FaultTable.replaceIn(
                    EMPTY, BOTH, outcomes(REFUSED, TestOutcome.FAILED, TestOutcome.PASSED)),
                1))
        .endsWith("| **fails** |");
    assertThat(
            line(
                FaultTable.replaceIn(
                    EMPTY, BOTH, outcomes(REFUSED, TestOutcome.PASSED, TestOutcome.DISABLED)),
                1))
        .endsWith("| not wholly yet |");
  }

  @Test
  void a_row_that_was_not_run_or_cannot_be_here_keeps_its_result() {
    String proven = FaultTable.replaceIn(EMPTY, BOTH, outcomes(REFUSED, TestOutcome.PASSED));
    assertThat(FaultTable.replaceIn(proven, BOTH, new TestOutcomes())).isEqualTo(proven);
    assertThat(FaultTable.replaceIn(proven, BOTH, outcomes(REFUSED, TestOutcome.IMPOSSIBLE_HERE)))
        .isEqualTo(proven);
  }

  @Test
  void a_class_that_fails_as_a_whole_takes_its_tests_with_it() {
    TestOutcomes outcomes = outcomes(REFUSED, TestOutcome.PASSED);
    outcomes.wholeClass(LOST.className(), TestOutcome.FAILED);
    assertThat(line(FaultTable.replaceIn(EMPTY, BOTH, outcomes), 9)).endsWith("| **fails** |");
    outcomes.wholeClass(REFUSED.className(), TestOutcome.FAILED);
    assertThat(line(FaultTable.replaceIn(EMPTY, BOTH, outcomes), 1)).endsWith("| **fails** |");
  }

  @Test
  void a_document_without_markers_is_not_touched() {
    assertThatThrownBy(() -> FaultTable.replaceIn("# Faults\n", BOTH, new TestOutcomes()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(FaultTable.BEGIN);
  }
}
