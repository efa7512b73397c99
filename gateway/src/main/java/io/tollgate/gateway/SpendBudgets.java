package io.tollgate.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.gateway.budget.BudgetBook;
import io.tollgate.gateway.budget.BudgetEvent;
import io.tollgate.gateway.budget.Budgets;
import io.tollgate.gateway.budget.Leases;
import io.tollgate.gateway.budget.LedgerSums;
import io.tollgate.gateway.config.GatewayConfig;
import io.tollgate.gateway.config.LiveConfiguration;
import io.tollgate.gateway.http.RateLimits;
import io.tollgate.gateway.ledger.Ledger;
import io.tollgate.gateway.metrics.BudgetMeters;
import io.tollgate.gateway.store.NodeIdentity;
import io.tollgate.gateway.store.SharedStore;
import io.tollgate.gateway.store.StoreSettings;
import java.io.IOException;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The budgets of a gateway that runs, in force.
 *
 * @param budgets what is spent and held
 * @param shared what is shared with other gateways, or {@code null}
 */
record SpendBudgets(Budgets budgets, @Nullable SharedStore shared) {

  /**
   * Opens the budgets: reads from the ledger what was spent before, and asks the store that is
   * shared for leases.
   *
   * @param alerts tells somebody what happens
   * @throws StartException if the ledger cannot say what was spent
   */
  static SpendBudgets open(
      LiveConfiguration live,
      Ledger ledger,
      MeterRegistry registry,
      Consumer<BudgetEvent> alerts,
      InstantSource clock,
      Shutdown shutdown)
      throws StartException {
    BudgetMeters meters = new BudgetMeters(registry);
    SharedStore shared = shared(live.current().config(), meters, alerts, clock);
    if (shared != null) {
      shutdown.add("the shared store", shared::close);
    }
    BudgetBook book =
        shared == null ? new BudgetBook(alerts.andThen(meters::happened)) : shared.leases().book();
    try {
      Budgets budgets =
          Budgets.open(
              () -> live.current().directory().budgets(),
              openings -> LedgerCharges.read(ledger, openings),
              clock,
              book);
      shutdown.add("budgets", budgets::close);
      if (shared != null) {
        shared.start();
        meters.share(shared::roundTrips, shared::beats, shared.leases()::isInContact);
      }
      meters.watch(budgets::readings);
      live.onChange(() -> budgets.changed(() -> meters.watch(budgets::readings)));
      return new SpendBudgets(budgets, shared);
    } catch (LedgerSums.Unavailable e) {
      throw new StartException("What budgets have spent cannot be read: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("The start was interrupted", e);
    }
  }

  private static @Nullable SharedStore shared(
      GatewayConfig config, BudgetMeters meters, Consumer<BudgetEvent> alerts, InstantSource clock)
      throws StartException {
    StoreSettings settings = config.store();
    if (settings == null) {
      return null;
    }
    try {
      NodeIdentity self = NodeIdentity.of(config.dataDir(), config.node());
      return new SharedStore(settings, self, alerts, meters::happened, clock);
    } catch (IOException e) {
      throw new StartException("The gateway has no identity: " + e.getMessage(), e);
    }
  }

  /** Has rate limits shared with other gateways, if there are any. */
  void share(RateLimits rates) {
    if (shared != null) {
      shared.share(rates.book());
    }
  }

  /** The leases of the budgets, or {@code null} where nothing is shared. */
  @Nullable Leases leases() {
    return shared == null ? null : shared.leases();
  }
}
