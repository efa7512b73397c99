package io.tollgate.policies.routing;

import io.tollgate.policies.catalog.Catalog;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.pacing.Arm;
import io.tollgate.policies.pacing.BurnAlert;
import io.tollgate.policies.pacing.QualityBudget;
import io.tollgate.policies.pacing.SpendBudget;
import io.tollgate.policies.pacing.Window;
import io.tollgate.policies.yaml.YamlMap;
import io.tollgate.policies.yaml.YamlNode;
import io.tollgate.policies.yaml.YamlScalar;
import io.tollgate.policies.yaml.YamlType;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the budgets of a policy: of quality lost against a reference, and of money. */
final class BudgetReader {

  private static final String QUALITY = "quality_budget";
  private static final String SPEND = "spend_budget";
  private static final String CLASS = "class:";

  private static final Duration SHORTEST = Duration.ofMinutes(10);
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final YamlType<Duration> WINDOW = YamlType.duration(SHORTEST, LONGEST);
  private static final YamlType<Duration> SPAN = YamlType.duration(Duration.ofSeconds(10), LONGEST);

  private static final YamlType<Window> SPEND_WINDOW = spendWindow();

  /** More than nothing: where nothing may be lost, the reference is the only candidate. */
  private static final YamlType<Integer> LOSS =
      YamlType.decimal("0.000001", "1").map(share -> Math.toIntExact(TermsReader.scaled(share, 6)));

  private static final YamlType<Picodollars> AMOUNT =
      YamlType.decimal("0.01", "1000000").map(Picodollars::ofDollars);

  private static final YamlType<String> ALERT_NAME =
      YamlType.text(
          "a name of a-z, 0-9 and '-', up to 32 characters",
          text ->
              text.length() <= 32
                  && text.chars()
                      .allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'));

  private final Catalog catalog;

  BudgetReader(Catalog catalog) {
    this.catalog = catalog;
  }

  /** The quality budget of a policy, or {@code null} where it has none. */
  @Nullable QualityBudget quality(YamlMap policy, Terms terms) {
    YamlNode node = policy.node(QUALITY);
    if (node == null) {
      return null;
    }
    YamlMap map = policy.map(QUALITY);
    List<Deployment> references = deployments(map, "reference");
    if (!references.isEmpty() && references.stream().noneMatch(terms.candidates()::contains)) {
      map.problem(
          "reference",
          "the reference is not among the candidates of the policy",
          "add it to candidates: it answers whenever nothing cheaper is known to be good enough");
    }
    int loss = map.required("loss", LOSS);
    Duration window = map.optional("window", WINDOW, QualityBudget.WINDOW);
    int maxLoss = map.optional("max_loss", TermsReader.SHARE, QualityBudget.MAX_LOSS_PPM);
    Set<Arm> arms =
        new LinkedHashSet<>(map.listOrEmpty("arms").each(YamlType.oneOf(Arm.values(), Arm::key)));
    List<Deployment> judges = map.has("judge") ? deployments(map, "judge") : List.of();
    int share =
        map.optional(
            "judged_share",
            TermsReader.SHARE,
            judges.isEmpty() ? 0 : QualityBudget.JUDGED_SHARE_PPM);
    if (share > 0 && !map.has("judge")) {
      map.problem("judged_share", "there is no judge", "add judge: model:NAME");
    }
    Picodollars measurement =
        map.optional("measurement_usd_per_day", TermsReader.USD, QualityBudget.MEASUREMENT_PER_DAY);
    List<BurnAlert> alerts = alerts(map, window);
    if (references.isEmpty()) {
      return null;
    }
    return new QualityBudget(
        references, loss, window, maxLoss, arms, share, judges, measurement, alerts);
  }

  /** The spend budget of a policy, or {@code null} where it has none. */
  @Nullable SpendBudget spend(YamlMap policy) {
    if (policy.node(SPEND) == null) {
      return null;
    }
    YamlMap map = policy.map(SPEND);
    Picodollars amount = map.required("usd", AMOUNT);
    Window window = map.required("window", SPEND_WINDOW);
    return new SpendBudget(amount, window);
  }

  private static List<BurnAlert> alerts(YamlMap map, Duration window) {
    if (!map.has("burn_alerts")) {
      return BurnAlert.forWindow(window);
    }
    Set<String> names = new HashSet<>();
    return map.list("burn_alerts").eachMap(alert -> alert(alert, window, names));
  }

  private static BurnAlert alert(YamlMap map, Duration window, Set<String> names) {
    String name = map.required("name", ALERT_NAME);
    if (!name.isEmpty() && !names.add(name)) {
      map.problem(
          "name", "an alert of this budget is named " + name + " already", "choose another");
    }
    Duration over = map.required("over", SPAN);
    if (over.compareTo(window) > 0) {
      map.problem(
          "over", "is longer than the window of the budget", "expected: at most the window");
    }
    Duration still = map.required("still", SPAN);
    BigDecimal rate = map.required("rate", YamlType.decimal("0.1", "1000"));
    return new BurnAlert(name, over, still, rate.doubleValue());
  }

  /** The deployments of one model, or one of them; none after a problem was reported. */
  private List<Deployment> deployments(YamlMap map, String key) {
    if (map.required(key, YamlType.text()).isEmpty()) {
      return List.of();
    }
    YamlScalar scalar = map.scalar(key);
    if (scalar == null) {
      return List.of();
    }
    if (scalar.text().startsWith(CLASS)) {
      scalar.problem("a class is more than one model", "expected: model:MODEL or PROVIDER/MODEL");
      return List.of();
    }
    Set<Deployment> found = new LinkedHashSet<>();
    new CandidateExpressions(catalog).resolve(scalar, found);
    return List.copyOf(found);
  }

  private static YamlType<Window> spendWindow() {
    Map<String, Window> calendar = new LinkedHashMap<>();
    for (Window.Calendar window : Window.Calendar.values()) {
      calendar.put(window.key(), window);
    }
    return WINDOW.<Window>map(Window.Rolling::new).or(calendar);
  }
}
