package io.tollgate.gateway.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tollgate.gateway.budget.BudgetReading;
import java.util.List;
import org.jspecify.annotations.Nullable;
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

  private record Budgets(
      List<Row> budgets, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String next) {}

  private BudgetsJson() {}

  static String of(Paging.Page<BudgetReading> page) {
    return JSON.writeValueAsString(
        new Budgets(page.items().stream().map(Row::of).toList(), page.next()));
  }
}
