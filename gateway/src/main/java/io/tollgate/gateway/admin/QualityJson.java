package io.tollgate.gateway.admin;

import io.tollgate.gateway.quality.BudgetReading;
import io.tollgate.gateway.quality.DeskReading;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.pacing.BurnRate;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** How it stands with quality budgets, as JSON. Prices are strings, shares are numbers of one. */
final class QualityJson {

  /** The budgets with the least left; the others are counted. */
  private static final int BUDGETS_MAX = 500;

  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private record Burn(
      String alert, double rate, double stillRate, long requests, boolean firing, String why) {
    static Burn of(BurnRate.Reading reading) {
      return new Burn(
          reading.alert().name(),
          rounded(reading.overRate()),
          rounded(reading.stillRate()),
          reading.requests(),
          reading.firing(),
          reading.why());
    }
  }

  private record Budget(
      String key,
      String policy,
      String shadowPriceUsd,
      double remaining,
      boolean frozen,
      long answers,
      double predictedLoss,
      @Nullable String remainingUsd,
      double costWeight,
      List<Burn> burn) {
    static Budget of(BudgetReading reading) {
      Picodollars money = reading.remainingMoney();
      return new Budget(
          reading.key(),
          reading.policy(),
          // A millionth's price in pico-dollars is all of it in millionths of a dollar.
          BigDecimal.valueOf(reading.shadowPicoPerPpm(), 6).stripTrailingZeros().toPlainString(),
          reading.remainingPpm() / 1e6,
          reading.frozen(),
          reading.answers(),
          reading.meanLossPpm() / 1e6,
          money == null ? null : money.toPlainDollars(),
          reading.costWeightPpm() / 1e6,
          reading.burn().stream().map(Burn::of).toList());
    }
  }

  private record Model(
      String model, String state, double suspicion, double correction, double samples) {
    static Model of(DeskReading.Watched watched) {
      return new Model(
          watched.model(),
          watched.standing().name().toLowerCase(Locale.ROOT),
          rounded(watched.suspicion()),
          watched.correctionPpm() / 1e6,
          rounded(watched.samples()));
    }
  }

  private record All(int budgetsInAll, List<Budget> budgets, List<Model> models) {}

  private QualityJson() {}

  static String of(DeskReading reading) {
    return JSON.writeValueAsString(
        new All(
            reading.budgets().size(),
            reading.budgets().stream().limit(BUDGETS_MAX).map(Budget::of).toList(),
            reading.models().stream().map(Model::of).toList()));
  }

  private static double rounded(double value) {
    return BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_EVEN).doubleValue();
  }
}
