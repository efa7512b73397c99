package io.tollgate.gateway.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.gateway.ledger.Ledger;
import io.tollgate.gateway.ledger.LedgerException;
import io.tollgate.gateway.ledger.SharedLedger;
import java.util.Locale;

/** The instruments that say how the ledger's disk is: those to be woken up for. */
public final class LedgerMetrics {

  private static final String REFUSING = "tollgate.ledger.refusing";
  private static final String LATE = "tollgate.ledger.late";
  private static final String LAG = "tollgate.ledger.store.lag.records";
  private static final String STORE_FAILING = "tollgate.ledger.store.failing";

  private static final String SHARED_LAG = "tollgate.ledger.shared.lag.records";
  private static final String SHARED_FAILING = "tollgate.ledger.shared.failing";

  private LedgerMetrics() {}

  /** Adds them to a registry; they are read from the ledger whenever they are scraped. */
  public static void of(Ledger ledger, MeterRegistry registry) {
    for (LedgerException.Kind kind :
        new LedgerException.Kind[] {
          LedgerException.Kind.BUSY, LedgerException.Kind.FULL, LedgerException.Kind.FAILED
        }) {
      Gauge.builder(REFUSING, ledger, it -> isRefusing(it, kind) ? 1 : 0)
          .description("1 while no request can begin, by why: failed stays until a restart")
          .tag("why", kind.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    FunctionCounter.builder(LATE, ledger, Ledger::groupsLate)
        .description("Groups of entries whose sender gave up waiting for the disk")
        .register(registry);
    Gauge.builder(LAG, ledger, Ledger::storeLag)
        .description("Acknowledged records that reports do not have yet")
        .register(registry);
    Gauge.builder(STORE_FAILING, ledger, it -> it.storeProblem() == null ? 0 : 1)
        .description("1 while reports are not up to date and not getting there")
        .register(registry);
  }

  /** The same for the store that gateways share. */
  public static void of(SharedLedger ledger, MeterRegistry registry) {
    Gauge.builder(SHARED_LAG, ledger, SharedLedger::lag)
        .description("Acknowledged records that the shared store does not have yet")
        .register(registry);
    Gauge.builder(SHARED_FAILING, ledger, it -> it.problem() == null ? 0 : 1)
        .description("1 while the shared store is not up to date and not getting there")
        .register(registry);
  }

  private static boolean isRefusing(Ledger ledger, LedgerException.Kind kind) {
    LedgerException refusal = ledger.refusal();
    return refusal != null && refusal.kind() == kind;
  }
}
