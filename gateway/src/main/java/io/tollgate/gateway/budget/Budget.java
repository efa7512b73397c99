package io.tollgate.gateway.budget;

import io.tollgate.policies.money.Picodollars;
import java.util.List;

/**
 * Money that may be spent for a scope in each window of time.
 *
 * @param id its name in files, metrics and refusals
 * @param scope what it is for
 * @param limit what may be spent in one window, at least 0
 * @param window the time that it is for
 * @param alertsPercent parts of the limit at which somebody is told, in percent, rising
 * @param stops whether requests are refused once it is used up; otherwise it only tells
 */
public record Budget(
    String id,
    Scope scope,
    Picodollars limit,
    BudgetWindow window,
    List<Integer> alertsPercent,
    boolean stops) {

  /** Where nothing is said: when half, most and all of it is spent. */
  public static final List<Integer> ALERTS = List.of(50, 80, 100);

  public Budget {
    alertsPercent = List.copyOf(alertsPercent);
    if (!Scope.isId(id)) {
      throw new IllegalArgumentException(
          "id \"" + id + "\" (expected: up to 64 of a-z, 0-9 and ._-)");
    }
    if (limit.pico() < 0) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: at least 0)");
    }
    int before = 0;
    for (int percent : alertsPercent) {
      if (percent <= before || percent > 1_000) {
        throw new IllegalArgumentException(
            "alerts: " + alertsPercent + " (expected: rising percentages from 1 to 1000)");
      }
      before = percent;
    }
  }
}
