package io.tollgate.bench.matrix;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One row of the acceptance matrix.
 *
 * @param number 1 to 61
 * @param fault what goes wrong
 * @param expected what then has to happen
 * @param concern whether today's gateway can be held to it
 * @param remark why it cannot, or cannot wholly; empty where it can
 */
public record FaultRow(int number, String fault, String expected, Concern concern, String remark) {

  /** Whether a row is about something that exists. */
  public enum Concern {
    /** It has to be proven. */
    WHOLLY,
    /** It has to be proven as far as the remark leaves it. */
    PARTLY,
    /** What it speaks of does not exist, or is not a matter of the data plane. */
    NOT_YET
  }

  private static final Pattern TEST_NAME = Pattern.compile("row_(\\d\\d)_(\\w+)");

  FaultRow partly(String newRemark) {
    return new FaultRow(number, fault, expected, Concern.PARTLY, newRemark);
  }

  FaultRow notYet(String newRemark) {
    return new FaultRow(number, fault, expected, Concern.NOT_YET, newRemark);
  }

  /** Whether some test has to prove it. */
  public boolean isConcerned() {
    return concern != Concern.NOT_YET;
  }

  /** The number of the row that a test of this name proves; 0 if it proves none. */
  static int numberIn(String testName) {
    Matcher name = TEST_NAME.matcher(testName);
    return name.matches() ? Integer.parseInt(name.group(1)) : 0;
  }

  /** What such a test's name says, as a sentence. */
  static String sentenceIn(String testName) {
    Matcher name = TEST_NAME.matcher(testName);
    if (!name.matches()) {
      throw new IllegalArgumentException(testName + " (expected: row_NN_...)");
    }
    return name.group(2).replace('_', ' ');
  }
}
