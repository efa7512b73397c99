package io.tollgate.bench.audit;

import io.tollgate.gateway.ledger.AccountRow;
import io.tollgate.gateway.ledger.AttemptRow;
import io.tollgate.gateway.ledger.ChargeRow;
import io.tollgate.gateway.ledger.LedgerReport;
import io.tollgate.gateway.ledger.SpendRow;
import io.tollgate.gateway.ledger.Standing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** All that a ledger's store can be asked for, to be compared as a whole. */
public record LedgerPicture(
    List<AttemptRow> attempts,
    SpendRow total,
    Map<LedgerReport.By, List<SpendRow>> spend,
    List<ChargeRow> charges,
    List<AccountRow> accounts,
    Standing standing) {

  public static LedgerPicture of(Path ledger) {
    try (LedgerReport report = LedgerReport.open(ledger)) {
      List<AttemptRow> attempts = new ArrayList<>();
      report.attempts(attempts::add);
      Map<LedgerReport.By, List<SpendRow>> spend = new EnumMap<>(LedgerReport.By.class);
      for (LedgerReport.By by : LedgerReport.By.values()) {
        spend.put(by, report.spend(by));
      }
      return new LedgerPicture(
          attempts, report.total(), spend, report.charges(), report.accounts(), report.standing());
    }
  }
}
