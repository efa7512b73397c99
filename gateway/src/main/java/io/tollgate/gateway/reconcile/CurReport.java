package io.tollgate.gateway.reconcile;

import io.tollgate.gateway.reconcile.InvoiceLine.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of Bedrock in an AWS Cost and Usage Report as CSV.
 *
 * <p>After the data dictionary of the Cost and Usage Report, with the column names of both its
 * versions ({@code lineItem/UsageStartDate}, {@code line_item_usage_start_date}). A row counts as
 * Bedrock's by its product code, or by a product name that ends in {@code (Amazon Bedrock
 * Edition)}; all other services are passed over. Rows that are no usage type of tokens are kept
 * with their text.
 */
final class CurReport implements InvoiceReader {

  private static final String PROVIDER = "bedrock";
  private static final String EDITION = " (amazon bedrock edition)";

  private static final List<String> NEEDED =
      List.of("line_item_usage_start_date", "line_item_usage_type", "line_item_unblended_cost");

  @Override
  public void read(String source, InputStream content, Consumer<InvoiceLine> lines)
      throws IOException {
    CsvRows rows = new CsvRows(source, content);
    CsvRows.Row header = rows.next();
    if (header == null) {
      throw new InvoiceException(source + ": the file is empty");
    }
    Map<String, Integer> at = positions(header);
    for (String column : NEEDED) {
      if (!at.containsKey(column)) {
        throw new InvoiceException(
            source, header.lineNumber(), "there is no column " + column + ". Export it, too.");
      }
    }
    CsvRows.Row row = rows.next();
    while (row != null) {
      if (isBedrock(row, at)) {
        lines.accept(line(new Figures(source, row.lineNumber()), row, at));
      }
      row = rows.next();
    }
  }

  /** Brings {@code lineItem/UsageStartDate} to {@code line_item_usage_start_date}. */
  private static Map<String, Integer> positions(CsvRows.Row header) {
    Map<String, Integer> at = new HashMap<>();
    for (int i = 0; i < header.cells().size(); i++) {
      String name =
          header
              .cell(i)
              .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
              .replace('/', '_')
              .toLowerCase(Locale.ROOT);
      at.putIfAbsent(name, i);
    }
    return at;
  }

  private static boolean isBedrock(CsvRows.Row row, Map<String, Integer> at) {
    return row.cell(at.get("line_item_product_code"))
            .toLowerCase(Locale.ROOT)
            .startsWith("amazonbedrock")
        || product(row, at).toLowerCase(Locale.ROOT).endsWith(EDITION);
  }

  private static String product(CsvRows.Row row, Map<String, Integer> at) {
    String name = row.cell(at.get("product_product_name"));
    return name.isEmpty() ? row.cell(at.get("product_servicename")) : name;
  }

  private static InvoiceLine line(Figures figures, CsvRows.Row row, Map<String, Integer> at)
      throws InvoiceException {
    LocalDate day = figures.day(row.cell(at.get("line_item_usage_start_date")));
    String usageType = row.cell(at.get("line_item_usage_type"));
    BigDecimal amount = figures.decimal("the cost", row.cell(at.get("line_item_unblended_cost")));
    Kind kind = kind(row.cell(at.get("line_item_line_item_type")));
    String words = row.cell(at.get("line_item_line_item_description"));
    String currency = Figures.currency(row.cell(at.get("line_item_currency_code")));
    Draft draft =
        new Draft(figures, day, day, PROVIDER, row.cell(at.get("line_item_usage_account_id")));
    CurUsageType type = kind == Kind.USAGE ? CurUsageType.of(usageType) : null;
    String model = type == null ? "" : model(type, row, at);
    if (type == null || model.isEmpty()) {
      return draft.line(
          "", "", null, null, amount, currency, kind, (usageType + " " + words).strip());
    }
    return draft.line(
        model,
        type.tier(),
        type.meter(),
        quantity(figures, row, at),
        amount,
        currency,
        kind,
        words);
  }

  private static String model(CurUsageType type, CsvRows.Row row, Map<String, Integer> at) {
    String named = row.cell(at.get("product_model"));
    if (!named.isEmpty()) {
      return named;
    }
    if (!type.model().isEmpty()) {
      return type.model();
    }
    String product = product(row, at);
    return product.toLowerCase(Locale.ROOT).endsWith(EDITION)
        ? product.substring(0, product.length() - EDITION.length())
        : "";
  }

  private static @Nullable BigDecimal quantity(
      Figures figures, CsvRows.Row row, Map<String, Integer> at) throws InvoiceException {
    String amount = row.cell(at.get("line_item_usage_amount"));
    String unit = row.cell(at.get("pricing_unit"));
    // Marketplace counts "Units", which are millions of tokens there.
    BigDecimal tokens =
        unit.equalsIgnoreCase("units")
            ? TokenUnit.tokens("1m")
            : unit.isEmpty() ? null : TokenUnit.tokens(unit);
    return amount.isEmpty() || tokens == null
        ? null
        : figures.decimal("the usage amount", amount).multiply(tokens);
  }

  private static Kind kind(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "tax" -> Kind.TAX;
      case "credit",
          "refund",
          "edpdiscount",
          "bundleddiscount",
          "privateratediscount",
          "discount" ->
          Kind.CREDIT;
      case "fee", "rifee", "savingsplanrecurringfee", "savingsplanupfrontfee" -> Kind.FEE;
      default -> Kind.USAGE;
    };
  }
}
