package io.tollgate.gateway.reconcile;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which column of a plain CSV file holds what.
 *
 * @param names the file's name of a column by ours
 */
public record CsvColumns(Map<String, String> names) {

  /** Columns that can be read; only the first two have to be there. */
  public static final List<String> KNOWN =
      List.of(
          "day",
          "amount",
          "model",
          "meter",
          "quantity",
          "currency",
          "provider",
          "tier",
          "kind",
          "description",
          "account",
          "last_day");

  /** All columns have our names. */
  public static final CsvColumns DEFAULT = new CsvColumns(Map.of());

  public CsvColumns {
    for (String name : names.keySet()) {
      if (!KNOWN.contains(name)) {
        throw new IllegalArgumentException(
            "column: " + name + " (expected: one of " + String.join(", ", KNOWN) + ")");
      }
    }
    names = Map.copyOf(names);
  }

  /**
   * Where each of our columns is, by the header of a file.
   *
   * @throws InvoiceException if a column that was named, or one that has to be there, is not
   */
  Map<String, Integer> positions(String source, CsvRows.Row header) throws InvoiceException {
    Map<String, Integer> found = new HashMap<>();
    List<String> present =
        header.cells().stream().map(cell -> cell.strip().toLowerCase(Locale.ROOT)).toList();
    for (String name : KNOWN) {
      String wanted = names.getOrDefault(name, name);
      int position = present.indexOf(wanted.toLowerCase(Locale.ROOT));
      if (position >= 0) {
        found.put(name, position);
      } else if (names.containsKey(name) || name.equals("day") || name.equals("amount")) {
        throw new InvoiceException(
            source,
            header.lineNumber(),
            "there is no column '"
                + wanted
                + "'. Say which one it is with --column "
                + name
                + "=NAME; there are: "
                + String.join(", ", present));
      }
    }
    return found;
  }
}
