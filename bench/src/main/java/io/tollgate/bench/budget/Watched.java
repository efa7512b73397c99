package io.tollgate.bench.budget;

import java.io.IOException;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a budget stands, as metrics and admin plane tell it.
 *
 * @param burn multiples of the allowed loss, by alert
 * @param firing alerts that fire
 * @param remaining share of the reserve that is left
 * @param frozen whether only the reference answers
 * @param quarantined models that do not answer for now
 */
record Watched(
    Map<String, Double> burn,
    SortedSet<String> firing,
    double remaining,
    boolean frozen,
    SortedSet<String> quarantined) {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern QUARANTINED =
      Pattern.compile("(?m)^tollgate_model_quarantined\\{model=\"([^\"]+)\"} 1\\.0$");
  private static final Pattern BURN =
      Pattern.compile(
          "(?m)^tollgate_quality_burn_rate\\{policy=\""
              + Application.POLICY
              + "\",window=\"([^\"]+)\"} (\\S+)$");

  /** A gateway looks at its budgets each second. */
  private static final int LOOKS_MAX = 200;

  private static final long BETWEEN_LOOKS_MS = 50;

  /** How it stands once so many requests have been decided. */
  static Watched after(Application application, long answers)
      throws IOException, InterruptedException {
    for (int look = 0; look < LOOKS_MAX; look++) {
      JsonNode tree = JSON.readTree(application.admin("/admin/v1/quality"));
      JsonNode budget = tree.at("/budgets/0");
      if (budget.path("answers").asLong() == answers) {
        return of(application.admin("/metrics"), budget);
      }
      Thread.sleep(BETWEEN_LOOKS_MS);
    }
    throw new IOException("the admin plane did not come to " + answers + " answers");
  }

  private static Watched of(String metrics, JsonNode budget) {
    Map<String, Double> burn = new TreeMap<>();
    BURN.matcher(metrics)
        .results()
        .forEach(found -> burn.put(found.group(1), Double.parseDouble(found.group(2))));
    SortedSet<String> firing = new TreeSet<>();
    for (JsonNode alert : budget.path("burn")) {
      if (alert.path("firing").asBoolean()) {
        firing.add(alert.path("alert").asString());
      }
    }
    return new Watched(
        burn,
        firing,
        budget.path("remaining").asDouble(),
        budget.path("frozen").asBoolean(),
        quarantined(metrics));
  }

  /** Models that metrics show as quarantined. */
  static SortedSet<String> quarantined(String metrics) {
    SortedSet<String> models = new TreeSet<>();
    QUARANTINED.matcher(metrics).results().forEach(found -> models.add(found.group(1)));
    return models;
  }
}
