package io.tollgate.gateway.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a CSV file (RFC 4180, one record a line) row by row, by the names of its columns; names
 * that nobody asks for are passed over, and so are empty lines.
 */
final class CsvReader implements AutoCloseable {

  private final Path file;
  private final BufferedReader lines;
  private List<String> header = List.of();
  private List<String> cells = List.of();
  private long line;

  private CsvReader(Path file, BufferedReader lines) throws IOException {
    this.file = file;
    this.lines = lines;
    if (!next()) {
      throw RoutingDataException.at(file, 1, "empty (expected: a line with the column names)");
    }
    this.header = cells;
  }

  static CsvReader open(Path file) throws IOException {
    BufferedReader lines = DataFile.open(file);
    try {
      return new CsvReader(file, lines);
    } catch (IOException e) {
      lines.close();
      throw e;
    }
  }

  /** The columns' names. */
  List<String> header() {
    return header;
  }

  /** The place of a column that has to be there. */
  int column(String name) throws RoutingDataException {
    int column = header.indexOf(name);
    if (column < 0) {
      throw RoutingDataException.at(
          file, 1, "no column '" + name + "' (found: " + String.join(", ", header) + ")");
    }
    return column;
  }

  /** Goes to the next row; false at the end. */
  boolean next() throws IOException {
    String text;
    do {
      text = read();
      if (text == null) {
        return false;
      }
      line++;
      if (line == 1 && text.startsWith("\uFEFF")) {
        text = text.substring(1);
      }
    } while (text.isBlank());
    cells = split(text);
    if (!header.isEmpty() && cells.size() != header.size()) {
      throw error(cells.size() + " cells (expected: " + header.size() + ", as in line 1)");
    }
    return true;
  }

  private @Nullable String read() throws IOException {
    try {
      return lines.readLine();
    } catch (IOException e) {
      throw RoutingDataException.at(file, line + 1, "cannot be read: " + e.getMessage());
    }
  }

  /** The text of a cell. */
  String text(int column) {
    return cells.get(column);
  }

  /** The number in a cell; NaN where it is empty. */
  double number(int column, double min, double max) throws RoutingDataException {
    String text = cells.get(column).strip();
    if (text.isEmpty()) {
      return Double.NaN;
    }
    double number;
    try {
      number = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw error(header.get(column) + ": '" + text + "' is not a number");
    }
    if (!(number >= min && number <= max)) {
      String range = max == Double.MAX_VALUE ? ">= " + min : min + " to " + max;
      throw error(header.get(column) + ": " + text + " (expected: " + range + ")");
    }
    return number;
  }

  /** Something is wrong in the row at hand. */
  RoutingDataException error(String what) {
    return RoutingDataException.at(file, line, what);
  }

  private List<String> split(String text) throws RoutingDataException {
    List<String> split = new ArrayList<>(Math.max(8, header.size()));
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        cell.append('"');
        i++;
      } else if (c == '"' && (quoted || cell.isEmpty())) {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        split.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    if (quoted) {
      throw error("a quoted cell is not closed");
    }
    split.add(cell.toString());
    return split;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
