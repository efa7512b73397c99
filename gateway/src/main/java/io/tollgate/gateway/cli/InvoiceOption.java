package io.tollgate.gateway.cli;

import io.tollgate.gateway.focus.ExportOptions;
import io.tollgate.gateway.focus.InvoiceDetail;
import io.tollgate.gateway.focus.InvoiceHead;
import io.tollgate.gateway.focus.InvoiceLines;
import io.tollgate.gateway.ledger.Progress;
import io.tollgate.gateway.reconcile.CsvColumns;
import io.tollgate.gateway.reconcile.InvoiceFormat;
import io.tollgate.gateway.reconcile.Invoices;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * A file of an invoice, with what is to be known to read it and what its lines do not say; a group
 * of options that may come several times, each beginning with {@code --invoice}.
 */
final class InvoiceOption {

  @Option(
      names = "--invoice",
      required = true,
      paramLabel = "INVOICE",
      description = {
        "A file of an invoice or of a provider's costs, compressed with gzip or not: its lines"
            + " become the Invoice Detail data set of 1.4.",
        "May come several times; the options below are of the file before them."
      })
  private Path file;

  @Option(
      names = "--invoice-format",
      required = true,
      paramLabel = "FORMAT",
      description = "What the file is: openai, anthropic, aws-cur or csv.")
  private InvoiceFormat format;

  @Option(
      names = "--invoice-provider",
      paramLabel = "NAME",
      description = "The ledger's name of the provider (default: openai, anthropic, bedrock).")
  private @Nullable String provider;

  @Option(
      names = "--invoice-column",
      paramLabel = "COLUMN=NAME",
      description = "The name that a CSV file has for a column: day, amount, model, meter, ...")
  private Map<String, String> columns = new TreeMap<>();

  @Option(
      names = "--invoice-id",
      paramLabel = "NUMBER",
      description = "The invoice's number (default: the name of the file).")
  private @Nullable String id;

  @Option(
      names = "--invoice-changes",
      paramLabel = "NUMBER",
      description = "The number of the invoice that this one changes.")
  private @Nullable String reference;

  @Option(
      names = "--invoice-issued",
      paramLabel = "DAY",
      description = "When it was sent, e.g. 2026-12-02 (default: it is open).")
  private @Nullable LocalDate issued;

  @Option(names = "--invoice-due", paramLabel = "DAY", description = "When it has to be paid.")
  private @Nullable LocalDate due;

  @Option(
      names = "--invoice-terms",
      paramLabel = "TERMS",
      description =
          "The terms of payment, e.g. \"Net 30\" (default: " + InvoiceHead.TERMS_UNKNOWN + ").")
  private String terms = InvoiceHead.TERMS_UNKNOWN;

  @Option(
      names = "--invoice-order",
      paramLabel = "NUMBER",
      description = "The number of the purchase order.")
  private @Nullable String purchaseOrder;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  InvoiceOption() {}

  /**
   * Reads the file.
   *
   * @return a row for each line that bills something; at least one
   * @throws IllegalArgumentException if it bills nothing, or an option makes no sense
   * @throws IOException if it cannot be read, or is not in the format
   */
  List<InvoiceDetail> read(ExportOptions options, Progress progress) throws IOException {
    InvoiceHead head =
        new InvoiceHead(id == null ? name() : id, reference, issued, due, terms, purchaseOrder);
    Invoices invoices = new Invoices(format, new CsvColumns(columns), provider);
    List<InvoiceDetail> rows =
        InvoiceLines.of(head, format, invoices.read(file, progress), options);
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(
          file + ": it states quantities and bills nothing. Name the costs in its place.");
    }
    return rows;
  }

  /** The name of the file. */
  String name() {
    return String.valueOf(file.getFileName());
  }
}
