package io.tollgate.bench.ledger;

import io.tollgate.gateway.focus.ExportOptions;
import io.tollgate.gateway.focus.ExportSummary;
import io.tollgate.gateway.focus.FileFormat;
import io.tollgate.gateway.focus.FocusExport;
import io.tollgate.gateway.focus.FocusVersion;
import io.tollgate.gateway.ledger.ChargeLine;
import io.tollgate.gateway.ledger.FinanceReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What it takes to read all charges of a month from the embedded store, and to export them.
 *
 * @param charges lines of bills, summed up as they are exported
 * @param readSeconds how long reading alone takes
 * @param exportSeconds how long reading and writing a FOCUS file takes
 * @param heapMib the most that the heap held meanwhile, what is to be collected included
 * @param residentMib the most memory that the process had
 */
record ExportTimes(
    long charges, double readSeconds, double exportSeconds, long heapMib, long residentMib) {

  /** Far below what all rows would take: the lines of a month are not in memory at once. */
  static final long HEAP_BAR_MIB = 1_024;

  static ExportTimes of(Path ledger, Path folder) throws IOException {
    double readSeconds;
    long begin = System.nanoTime();
    long charges;
    try (FinanceReport report = FinanceReport.open(ledger);
        Stream<ChargeLine> lines = report.lines(StoreTimes.FROM, StoreTimes.TO)) {
      charges = lines.mapToLong(line -> line.lines() > 0 ? 1 : 0).sum();
    }
    readSeconds = (System.nanoTime() - begin) / 1e9;
    try (MemoryWatch memory = MemoryWatch.start()) {
      begin = System.nanoTime();
      export(ledger, folder);
      return new ExportTimes(
          charges,
          readSeconds,
          (System.nanoTime() - begin) / 1e9,
          memory.heapMib(),
          memory.residentMib());
    }
  }

  private static ExportSummary export(Path ledger, Path folder) throws IOException {
    try (FinanceReport report = FinanceReport.open(ledger);
        Stream<ChargeLine> lines = report.lines(StoreTimes.FROM, StoreTimes.TO)) {
      ExportOptions options =
          new ExportOptions(
              FocusVersion.V1_4,
              FileFormat.CSV,
              StoreTimes.FROM,
              StoreTimes.TO,
              report.rootHash(),
              report.nodeHashes(),
              Map.of(),
              "USD",
              ExportOptions.DEFAULT_ACCOUNT,
              ExportOptions.DEFAULT_SUB_ACCOUNTS,
              Set.of(),
              Month.FROM.plus(Month.LENGTH),
              folder);
      return FocusExport.export(lines.iterator(), options, folder.resolve("focus.csv"));
    }
  }
}
