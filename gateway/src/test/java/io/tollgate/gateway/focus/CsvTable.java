package io.tollgate.gateway.focus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file read as RFC 4180 has it, by other code than what wrote it.
 *
 * @param header the names of the columns
 * @param rows by column; empty cells are {@code null}
 */
record CsvTable(List<String> header, List<Map<String, @Nullable String>> rows) {

  static CsvTable read(Path file) throws IOException {
    List<List<String>> records = records(Files.readString(file));
    List<String> header = records.getFirst();
    List<Map<String, @Nullable String>> rows = new ArrayList<>();
    for (List<String> cells : records.subList(1, records.size())) {
      if (cells.size() != header.size()) {
        throw new IOException(cells.size() + " cells below " + header.size() + ": " + cells);
      }
      Map<String, @Nullable String> row = new LinkedHashMap<>();
      for (int i = 0; i < header.size(); i++) {
        row.put(header.get(i), cells.get(i).isEmpty() ? null : cells.get(i));
      }
      rows.add(row);
    }
    return new CsvTable(header, rows);
  }

  private static List<List<String>> records(String text) {
    List<List<String>> records = new ArrayList<>();
    List<String> record = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c != '"') {
          cell.append(c);
        } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
          cell.append('"');
          i++;
        } else {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == ',' || c == '\n') {
        record.add(cell.toString());
        cell.setLength(0);
        if (c == '\n') {
          records.add(record);
          record = new ArrayList<>();
        }
      } else if (c != '\r') {
        cell.append(c);
      }
    }
    return records;
  }

  /** How often each value is in a column. */
  Map<String, Integer> count(String column) {
    Map<String, Integer> counts = new HashMap<>();
    rows.forEach(row -> counts.merge(String.valueOf(row.get(column)), 1, Integer::sum));
    return counts;
  }
}
