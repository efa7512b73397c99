package io.tollgate.policies.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The text of one file while it is read, and the mistakes found in it so far. */
final class Source {

  /** Mistakes reported per file; one more cause rarely helps after so many. */
  static final int MAX_PROBLEMS = 100;

  private static final Comparator<Problem> BY_POSITION =
      Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

  private final String file;
  private final String text;
  private final List<Integer> lineStarts = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private int found;

  Source(String file, String text) {
    this.file = file;
    this.text = text;
    lineStarts.add(0);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'))) {
        lineStarts.add(i + 1);
      }
    }
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
    int start = lineStarts.get(at.line() - 1);
    int codePoints = Math.min(at.column() - 1, text.codePointCount(start, text.length()));
    return text.offsetByCodePoints(start, codePoints);
  }

  /** The position of an index into the text. */
  Position position(int index) {
    int line = 1;
    while (line < lineStarts.size() && lineStarts.get(line) <= index) {
      line++;
    }
    return new Position(line, 1 + text.codePointCount(lineStarts.get(line - 1), index));
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
