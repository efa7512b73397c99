package io.tollgate.gateway.reconcile;

import io.tollgate.gateway.reconcile.InvoiceLine.Kind;
import io.tollgate.policies.usage.Meter;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads CSV with a header: what people make of an invoice by hand, and what other tools export.
 *
 * <p>A day may be a month, {@code 2026-11}, where the invoice has no days. A meter that is not
 * known leaves the line unmatched, with its text.
 */
final class PlainCsv implements InvoiceReader {

  private final CsvColumns columns;

  PlainCsv(CsvColumns columns) {
    this.columns = columns;
  }

  @Override
  public void read(String source, InputStream content, Consumer<InvoiceLine> lines)
      throws IOException {
    CsvRows rows = new CsvRows(source, content);
    CsvRows.Row header = rows.next();
    if (header == null) {
      throw new InvoiceException(source + ": the file is empty");
    }
    Map<String, Integer> at = columns.positions(source, header);
    CsvRows.Row row = rows.next();
    while (row != null) {
      lines.accept(line(new Figures(source, row.lineNumber()), row, at));
      row = rows.next();
    }
  }

  private static InvoiceLine line(Figures figures, CsvRows.Row row, Map<String, Integer> at)
      throws InvoiceException {
    String day = row.cell(at.get("day"));
    LocalDate first = figures.day(day);
    String last = row.cell(at.get("last_day"));
    LocalDate end = last.isEmpty() ? figures.lastDay(day) : figures.lastDay(last);
    if (end.isBefore(first)) {
      throw figures.bad("the last day, " + end + ", is before the first, " + first);
    }
    String quantity = row.cell(at.get("quantity"));
    String word = row.cell(at.get("meter"));
    Meter meter = word.isEmpty() ? null : LineItem.meter(word);
    Kind kind = kind(figures, row.cell(at.get("kind")));
    boolean understood = word.isEmpty() || meter != null;
    String model = row.cell(at.get("model"));
    String description = row.cell(at.get("description"));
    return new Draft(figures, first, end, row.cell(at.get("provider")), row.cell(at.get("account")))
        .line(
            understood ? model : "",
            row.cell(at.get("tier")),
            meter,
            quantity.isEmpty() ? null : tokens(figures, quantity),
            figures.decimal("the amount", row.cell(at.get("amount"))),
            Figures.currency(row.cell(at.get("currency"))),
            kind,
            understood ? description : (model + " " + word + " " + description).strip());
  }

  private static @Nullable BigDecimal tokens(Figures figures, String text) throws InvoiceException {
    BigDecimal quantity = figures.decimal("the quantity", text);
    if (quantity.signum() < 0) {
      throw figures.bad("the quantity is " + text + " (expected: >= 0)");
    }
    return quantity;
  }

  private static Kind kind(Figures figures, String text) throws InvoiceException {
    if (text.isEmpty()) {
      return Kind.USAGE;
    }
    try {
      return Kind.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw figures.bad("the kind is " + text + " (expected: usage, quantity, credit, tax or fee)");
    }
  }
}
