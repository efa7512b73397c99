package io.tollgate.policies.yaml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The text of one file while it is read, and the mistakes found in it so far. */
final class Source {

  /** Mistakes reported per file; one more cause rarely helps after so many. */
  static final int MAX_PROBLEMS = 100;

  private static final Comparator<Problem> BY_POSITION =
      Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

  private final String file;
  private final String text;
  private final List<Problem> problems = new ArrayList<>();
  private int found;

  /** The index of each line's first character, once a place is looked for: few files need it. */
  private int @Nullable [] lineStarts;

  Source(String file, String text) {
    this.file = file;
    this.text = text;
  }

  private int[] lineStarts() {
    int[] starts = lineStarts;
    if (starts == null) {
      starts = IntStream.rangeClosed(0, text.length()).filter(this::isLineStart).toArray();
      lineStarts = starts;
    }
    return starts;
  }

  private boolean isLineStart(int index) {
    return index == 0
        || text.charAt(index - 1) == '\n'
        || (text.charAt(index - 1) == '\r'
            && (index == text.length() || text.charAt(index) != '\n'));
  }

  String text() {
    return text;
  }

  /** Mistakes found so far, also those beyond {@link #MAX_PROBLEMS}. */
  int found() {
    return found;
  }

  List<Problem> problems() {
    return problems.stream().sorted(BY_POSITION).toList();
  }

  void report(Position at, String path, String message, String advice) {
    found++;
    if (problems.size() < MAX_PROBLEMS) {
      problems.add(new Problem(file, at.line(), at.column(), path, message, advice));
    }
  }

  /** The index into the text of a position; columns count code points. */
  int index(Position at) {
    int[] starts = lineStarts();
    int start = starts[at.line() - 1];
    int end = at.line() == starts.length ? text.length() : starts[at.line()];
    int codePoints = Math.min(at.column() - 1, text.codePointCount(start, end));
    return text.offsetByCodePoints(start, codePoints);
  }

  /** The position of an index into the text. */
  Position position(int index) {
    int[] starts = lineStarts();
    int found = Arrays.binarySearch(starts, index);
    int line = found < 0 ? -found - 1 : found + 1;
    return new Position(line, 1 + text.codePointCount(starts[line - 1], index));
  }

  /** Where the next word starts after the one at a position, such as a value after its anchor. */
  Position afterWord(Position at) {
    int index = index(at);
    while (index < text.length() && text.charAt(index) > ' ') {
      index++;
    }
    while (index < text.length() && text.charAt(index) <= ' ') {
      index++;
    }
    return position(index);
  }
}
