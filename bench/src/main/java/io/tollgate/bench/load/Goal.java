package io.tollgate.bench.load;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One figure that is held against what it should be.
 *
 * @param figure what is measured, and against what
 * @param unit {@code x} for a multiple, {@code MB}, {@code s}
 * @param bar what it must reach
 * @param goal what it should reach
 * @param direction whether more or less is better
 * @param judged whether it has to reach the bar; false only reports it
 * @param measured what it is; empty where it was not or could not be measured
 */
record Goal(
    String figure,
    String unit,
    double bar,
    double goal,
    Direction direction,
    boolean judged,
    OptionalDouble measured) {

  /** Which figures are good. */
  enum Direction {
    /** Those not below the bar. */
    AT_LEAST,
    /** Those not above the bar. */
    AT_MOST
  }

  /** What is said of a figure. */
  enum Verdict {
    /** It is what it should be. */
    GOAL("goal"),
    /** It is what it must be. */
    BAR("bar"),
    /** It is not. */
    SHORT("short"),
    /** It is not known. */
    NOT_MEASURED("not measured");

    private final String word;

    Verdict(String word) {
      this.word = word;
    }

    /** As tables have it. */
    String word() {
      return word;
    }
  }

  /** Whether the figure reaches its goal, or at least its bar. */
  Verdict verdict() {
    if (measured.isEmpty()) {
      return Verdict.NOT_MEASURED;
    }
    if (reaches(goal)) {
      return Verdict.GOAL;
    }
    return reaches(bar) ? Verdict.BAR : Verdict.SHORT;
  }

  private boolean reaches(double bound) {
    return switch (direction) {
      case AT_LEAST -> measured.getAsDouble() >= bound;
      case AT_MOST -> measured.getAsDouble() <= bound;
    };
  }

  /** A row of a Markdown table: figure, bar, goal, measured, verdict. */
  String row() {
    String verdict = verdict().word() + (judged ? "" : " (report only)");
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %s | %s |%n",
        figure,
        text(bar),
        text(goal),
        measured.isPresent() ? text(measured.getAsDouble()) : "",
        verdict);
  }

  private String text(double value) {
    return switch (unit) {
      case "x" -> String.format(Locale.ROOT, "%.2fx", value);
      case "MB" -> String.format(Locale.ROOT, "%.0f MB", value);
      default -> String.format(Locale.ROOT, "%.2f %s", value, unit);
    };
  }
}
