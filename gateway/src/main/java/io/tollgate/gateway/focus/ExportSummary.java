package io.tollgate.gateway.focus;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * What an export has written.
 *
 * @param files all files, the one of Cost and Usage first and the manifest last
 * @param rows of Cost and Usage
 * @param unpricedRows of these, what has no price and is in no total
 * @param unexplainedRows of these, differences to the ledger that roundings do not explain
 * @param totals of each cost column, in dollars, exact; in the order of the columns
 * @param invoices what the imported invoices come to, one for each of them
 * @param from the first UTC day
 * @param to the day after the last
 * @param firstSeq the first record of the ledger in it, 0 where there is none, or where the ledgers
 *     are of several nodes: then the manifest has those of each
 * @param lastSeq the last
 * @param rootHash the hash of the ledger's last record
 */
public record ExportSummary(
    List<Path> files,
    long rows,
    long unpricedRows,
    long unexplainedRows,
    Map<String, BigDecimal> totals,
    List<InvoiceTotal> invoices,
    LocalDate from,
    LocalDate to,
    long firstSeq,
    long lastSeq,
    String rootHash) {}
