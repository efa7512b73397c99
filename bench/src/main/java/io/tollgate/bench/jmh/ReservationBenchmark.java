package io.tollgate.bench.jmh;

import io.tollgate.gateway.budget.AccountPath;
import io.tollgate.gateway.budget.Budget;
import io.tollgate.gateway.budget.BudgetBook;
import io.tollgate.gateway.budget.BudgetBook.Admittance;
import io.tollgate.gateway.budget.BudgetWindow;
import io.tollgate.gateway.budget.Hold;
import io.tollgate.policies.money.Picodollars;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/**
 * What a budgeted request costs in the book: held in every budget of its path, billed, given back.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReservationBenchmark {

  private static final long NOW_MS = 1_790_000_000_000L;
  private static final Hold HOLD = new Hold(1_500_000_000L, 2_000_000_000L, 9_000_000_000L);
  private static final Picodollars BILL = new Picodollars(1_500_000_000L);

  /** Scopes with a budget on the path. */
  @Param({"1", "5"})
  private int scopes;

  private BudgetBook book = new BudgetBook(event -> {});
  private AccountPath path = book.path(List.of());

  /** Makes the budgets. */
  @Setup
  public void prepare() {
    List<io.tollgate.gateway.budget.Scope> all =
        List.of(
            io.tollgate.gateway.budget.Scope.parse("organization:acme"),
            io.tollgate.gateway.budget.Scope.parse("team:search"),
            io.tollgate.gateway.budget.Scope.parse("project:ranking"),
            io.tollgate.gateway.budget.Scope.parse("user:ada"),
            io.tollgate.gateway.budget.Scope.parse("key:0123456789ab"));
    BudgetWindow month = new BudgetWindow(BudgetWindow.Every.MONTH, ZoneId.of("Europe/Berlin"));
    List<Budget> budgets = new ArrayList<>();
    for (int i = 0; i < scopes; i++) {
      budgets.add(
          new Budget(
              "b" + i, all.get(i), new Picodollars(Long.MAX_VALUE), month, Budget.ALERTS, true));
    }
    for (BudgetBook.Opening opening : book.budgets(budgets, NOW_MS)) {
      book.opened(opening, 0, 0);
    }
    path = book.path(all);
  }

  /** On one thread. */
  @Benchmark
  public void alone() {
    request();
  }

  /** On eight threads that all want the same budgets. */
  @Benchmark
  @Threads(8)
  public void contended() {
    request();
  }

  private void request() {
    if (!(book.reserve(path, HOLD, NOW_MS) instanceof Admittance.Granted(var reservation))) {
      throw new IllegalStateException("refused");
    }
    reservation.charge(BILL, 1);
    reservation.close();
  }
}
