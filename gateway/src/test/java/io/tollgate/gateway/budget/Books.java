package io.tollgate.gateway.budget;

import io.tollgate.gateway.budget.BudgetBook.Admittance;
import io.tollgate.gateway.budget.BudgetWindow.Every;
import io.tollgate.policies.money.Picodollars;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Budgets and books for tests. */
final class Books {

  static final long NOON = Instant.parse("2026-11-30T12:00:00Z").toEpochMilli();
  static final long DAY_MS = 86_400_000;
  static final BudgetWindow DAILY = new BudgetWindow(Every.DAY, ZoneOffset.UTC);

  static final Scope ORGANIZATION = Scope.parse("organization:acme");
  static final Scope TEAM = Scope.parse("team:search");
  static final Scope KEY = Scope.parse("key:0123456789ab");
  static final List<Scope> PATH = List.of(ORGANIZATION, TEAM, KEY);

  private Books() {}

  static Budget daily(Scope scope, long pico) {
    return new Budget(
        scope.kind().key() + "-daily", scope, new Picodollars(pico), DAILY, Budget.ALERTS, true);
  }

  /** A book whose budgets are in force, with nothing spent before. */
  static BudgetBook book(Budget... budgets) {
    BudgetBook book = new BudgetBook(event -> {});
    put(book, NOON, budgets);
    return book;
  }

  static void put(BudgetBook book, long nowMs, Budget... budgets) {
    for (BudgetBook.Opening opening : book.budgets(List.of(budgets), nowMs)) {
      book.opened(opening, 0, 0);
    }
  }

  static Reservation granted(Admittance admittance) {
    return switch (admittance) {
      case Admittance.Granted(Reservation reservation) -> reservation;
      case Admittance.Refused(BudgetReading reading) ->
          throw new AssertionError("refused: " + reading);
      case Admittance.Lacking(var _, BudgetReading reading) ->
          throw new AssertionError("short: " + reading);
    };
  }

  static BudgetReading refused(Admittance admittance) {
    return switch (admittance) {
      case Admittance.Granted _, Admittance.Lacking _ -> throw new AssertionError("not refused");
      case Admittance.Refused(BudgetReading reading) -> reading;
    };
  }

  static Picodollars pico(long amount) {
    return new Picodollars(amount);
  }
}
