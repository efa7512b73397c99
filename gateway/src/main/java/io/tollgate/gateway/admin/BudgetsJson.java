package io.tollgate.gateway.admin;

import io.tollgate.gateway.budget.BudgetReading;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** How it stands with spend budgets, as JSON. Amounts are exact dollars, as strings. */
final class BudgetsJson {

  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private record Row(
      String id,
      String scope,
      String every,
      String zone,
      String windowStart,
      String windowEnd,
      String limitUsd,
      String spentUsd,
      String heldUsd,
      int running,
      boolean stops,
      boolean inForce) {
    static Row of(BudgetReading reading) {
      return new Row(
          reading.budget().id(),
          reading.budget().scope().text(),
          reading.budget().window().every().key(),
          reading.budget().window().zoneName(),
          reading.span().start().toString(),
          reading.span().end().toString(),
          reading.budget().limit().toPlainDollars(),
          reading.spent().toPlainDollars(),
          reading.held().toPlainDollars(),
          reading.running(),
          reading.budget().stops(),
          reading.inForce());
    }
  }

  private record Budgets(List<Row> budgets) {}

  private BudgetsJson() {}

  static String of(List<BudgetReading> readings) {
    return JSON.writeValueAsString(new Budgets(readings.stream().map(Row::of).toList()));
  }
}
