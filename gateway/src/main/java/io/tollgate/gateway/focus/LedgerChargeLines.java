package io.tollgate.gateway.focus;

import io.tollgate.gateway.ledger.ChargeLine;
import io.tollgate.gateway.ledger.FinanceReport;
import io.tollgate.gateway.store.StoreSettings;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.SortedMap;
import java.util.stream.Stream;

/** The charges of a ledger from its store, in the state in which it was opened. */
public final class LedgerChargeLines implements ChargeLines {

  private final FinanceReport report;

  private LedgerChargeLines(FinanceReport report) {
    this.report = report;
  }

  /** The charges of the ledger in a directory. */
  public static ChargeLines open(Path ledger) {
    return new LedgerChargeLines(FinanceReport.open(ledger));
  }

  /** The charges of all ledgers in a store that gateways share. */
  public static ChargeLines open(StoreSettings store) {
    return new LedgerChargeLines(FinanceReport.open(store));
  }

  @Override
  public Stream<ChargeLine> stream(LocalDate from, LocalDate to) {
    return report.lines(from, to);
  }

  @Override
  public String rootHash() {
    return report.rootHash();
  }

  @Override
  public SortedMap<String, String> nodeHashes() {
    return report.nodeHashes();
  }

  @Override
  public void close() {
    report.close();
  }
}
