package io.tollgate.bench.budget;

import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** A run's report for programs: the components of {@link BudgetReport}, in snake case. */
final class BudgetJson {

  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private BudgetJson() {}

  static String of(BudgetReport report) {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
  }
}
