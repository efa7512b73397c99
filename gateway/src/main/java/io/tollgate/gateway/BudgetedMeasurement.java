package io.tollgate.gateway;

import io.tollgate.gateway.budget.BudgetBook;
import io.tollgate.gateway.budget.BudgetBook.Admittance;
import io.tollgate.gateway.budget.Hold;
import io.tollgate.gateway.budget.Scope;
import io.tollgate.gateway.exchange.MeasurementMoney;
import io.tollgate.gateway.exchange.Spending;
import io.tollgate.gateway.keys.Caller;
import io.tollgate.gateway.keys.Directory;
import io.tollgate.policies.routing.Candidate;
import io.tollgate.policies.routing.Estimate;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Pays for the gateway's own requests: out of the budgets of the organisation and of everything,
 * because their providers bill these, but not out of those of a team or a key, which did not ask.
 */
final class BudgetedMeasurement implements MeasurementMoney {

  private final BudgetBook book;
  private final Supplier<Directory> directory;

  BudgetedMeasurement(BudgetBook book, Supplier<Directory> directory) {
    this.book = book;
    this.directory = directory;
  }

  @Override
  public @Nullable Spending hold(String key, Candidate candidate, long atMs) {
    Estimate estimate = candidate.estimate();
    Hold money = Spending.of(estimate.cost(), estimate.hold(), estimate.worst());
    return switch (book.reserve(book.path(payers(key)), money, atMs)) {
      case Admittance.Granted(var reservation) -> new Spending(reservation);
      // Nobody waits for a measurement.
      case Admittance.Refused _, Admittance.Lacking _ -> null;
    };
  }

  private List<Scope> payers(String key) {
    Caller caller = directory.get().caller(key);
    return caller == null
        ? List.of(Scope.EVERYTHING)
        : caller.path().stream()
            .filter(scope ->
                scope.kind() == Scope.Kind.EVERYTHING || scope.kind() == Scope.Kind.ORGANIZATION)
            .toList();
  }
}
