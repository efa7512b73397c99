package io.tollgate.gateway.cli;

import io.tollgate.gateway.focus.ExportSummary;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an export has written, as {@code --json} prints it. Amounts are texts, which no reader
 * rounds.
 */
record LedgerExportJson(
    List<String> files,
    long rows,
    long unpricedRows,
    long unexplainedRows,
    Map<String, String> totals,
    List<Invoice> invoices,
    String from,
    String to,
    long firstSeq,
    long lastSeq,
    String rootHash) {

  record Invoice(String issuer, String invoiceId, long rows, String billedCost) {}

  static LedgerExportJson of(ExportSummary summary) {
    Map<String, String> totals = new LinkedHashMap<>();
    summary.totals().forEach((column, total) -> totals.put(column, total.toPlainString()));
    return new LedgerExportJson(
        summary.files().stream().map(Path::toString).toList(),
        summary.rows(),
        summary.unpricedRows(),
        summary.unexplainedRows(),
        totals,
        summary.invoices().stream()
            .map(invoice ->
                new Invoice(
                    invoice.issuer(),
                    invoice.invoiceId(),
                    invoice.rows(),
                    invoice.amount().toPlainString()))
            .toList(),
        summary.from().toString(),
        summary.to().toString(),
        summary.firstSeq(),
        summary.lastSeq(),
        summary.rootHash());
  }
}
