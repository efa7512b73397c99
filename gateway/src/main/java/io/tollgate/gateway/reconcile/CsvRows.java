package io.tollgate.gateway.reconcile;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads CSV row by row, as RFC 4180 has it: quoted cells may hold commas, quotes and line breaks. A
 * byte order mark is skipped.
 */
final class CsvRows {

  /** A cell beyond this is a quote that was never closed. */
  private static final int MOST_CELL_CHARACTERS = 1 << 20;

  private static final int BYTE_ORDER_MARK = 0xfeff;

  private final String source;
  private final BufferedReader reader;
  private int line = 1;
  private int next;

  /** A row and the line where it begins, from 1. */
  record Row(int lineNumber, List<String> cells) {

    /** A cell without blanks around it; empty where the row is too short. */
    String cell(@Nullable Integer position) {
      return position == null || position >= cells.size() ? "" : cells.get(position).strip();
    }

    boolean isBlank() {
      return cells.size() == 1 && cells.getFirst().isBlank();
    }
  }

  CsvRows(String source, InputStream content) throws IOException {
    this.source = source;
    this.reader = new BufferedReader(new InputStreamReader(content, StandardCharsets.UTF_8));
    this.next = reader.read();
    if (next == BYTE_ORDER_MARK) {
      next = reader.read();
    }
  }

  /** The next row that is not blank; {@code null} at the end. */
  @Nullable Row next() throws IOException {
    while (next >= 0) {
      Row row = row();
      if (!row.isBlank()) {
        return row;
      }
    }
    return null;
  }

  private Row row() throws IOException {
    int first = line;
    List<String> cells = new ArrayList<>();
    cells.add(cell());
    while (next == ',') {
      advance();
      cells.add(cell());
    }
    if (next == '\r') {
      advance();
    }
    if (next == '\n') {
      advance();
    }
    return new Row(first, cells);
  }

  private String cell() throws IOException {
    StringBuilder cell = new StringBuilder();
    boolean quoted = next == '"';
    if (quoted) {
      advance();
    }
    int begin = line;
    while (next >= 0) {
      if (quoted && next == '"') {
        advance();
        if (next != '"') {
          quoted = false;
          continue;
        }
      } else if (!quoted && (next == ',' || next == '\n' || next == '\r')) {
        break;
      }
      cell.append((char) next);
      if (cell.length() > MOST_CELL_CHARACTERS) {
        throw new InvoiceException(source, begin, "a quote is opened and never closed");
      }
      advance();
    }
    if (quoted) {
      throw new InvoiceException(source, begin, "a quote is opened and never closed");
    }
    return cell.toString();
  }

  private void advance() throws IOException {
    if (next == '\n') {
      line++;
    }
    next = reader.read();
  }
}
