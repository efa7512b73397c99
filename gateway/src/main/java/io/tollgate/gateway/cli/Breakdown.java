package io.tollgate.gateway.cli;

import io.tollgate.gateway.ledger.LedgerReport;
import org.jspecify.annotations.Nullable;

/** What {@code tollgate ledger report} can be asked to break down by. */
enum Breakdown {
  DEPLOYMENT(LedgerReport.By.DEPLOYMENT),
  MODEL(LedgerReport.By.MODEL),
  PROVIDER(LedgerReport.By.PROVIDER),
  CLASS(LedgerReport.By.CLASS),
  KEY(LedgerReport.By.KEY),
  POLICY(LedgerReport.By.POLICY),
  PURPOSE(LedgerReport.By.PURPOSE),
  QUALITY(LedgerReport.By.QUALITY),
  HOUR(LedgerReport.By.HOUR),
  DAY(LedgerReport.By.DAY),
  /** No partition of the spend: what was charged to each account. */
  ACCOUNT(null);

  private final LedgerReport.@Nullable By spend;

  Breakdown(LedgerReport.@Nullable By spend) {
    this.spend = spend;
  }

  /** The one with a name; {@code null} where there is none. */
  static @Nullable Breakdown of(String name) {
    for (Breakdown breakdown : values()) {
      if (breakdown.name().equalsIgnoreCase(name)) {
        return breakdown;
      }
    }
    return null;
  }

  /** What spend is parted by; {@code null} where it is not parted. */
  LedgerReport.@Nullable By spend() {
    return spend;
  }
}
