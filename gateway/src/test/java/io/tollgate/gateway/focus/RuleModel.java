package io.tollgate.gateway.focus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The rule model of FOCUS 1.2, as finopsfoundation/focus_validator has it.
 *
 * <p>A rule is reached from the data set's first rule through composite rules; the conditions on
 * the way are conditions of the rule as well.
 */
final class RuleModel {

  private final JsonNode rules;

  private RuleModel(JsonNode rules) {
    this.rules = rules;
  }

  /**
   * A rule that can be checked.
   *
   * @param conditions all have to hold of a row for the requirement to
   */
  record Rule(String id, String text, JsonNode requirement, List<JsonNode> conditions) {}

  static RuleModel read(Path gzipped) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(gzipped))) {
      return new RuleModel(JsonMapper.shared().readTree(in).required("ModelRules"));
    }
  }

  /**
   * The rules on static data that MUST hold.
   *
   * @param supported what the exporter supports
   * @param columns of the data; rules on others are left out, but not those on their presence
   */
  List<Rule> applicable(Set<String> supported, Set<String> columns) {
    Map<String, Rule> found = new LinkedHashMap<>();
    walk("CostAndUsage-D-000-M", List.of(), supported, columns, found);
    return List.copyOf(found.values());
  }

  private void walk(
      String id,
      List<JsonNode> above,
      Set<String> supported,
      Set<String> columns,
      Map<String, Rule> found) {
    JsonNode rule = rules.get(id);
    if (rule == null || !applies(rule, supported, columns)) {
      return;
    }
    JsonNode criteria = rule.required("ValidationCriteria");
    List<JsonNode> conditions = new ArrayList<>(above);
    if (!criteria.required("Condition").isEmpty()) {
      conditions.add(criteria.required("Condition"));
    }
    JsonNode requirement = criteria.required("Requirement");
    if (rule.required("Function").asString().equals("Composite")) {
      for (JsonNode item : requirement.required("Items")) {
        String child = text(item, "ModelRuleId");
        if (child != null) {
          walk(child, conditions, supported, columns, found);
        }
      }
    } else if (criteria.required("Keyword").asString().startsWith("MUST")) {
      found.put(
          id, new Rule(id, criteria.required("MustSatisfy").asString(), requirement, conditions));
    }
  }

  private static boolean applies(JsonNode rule, Set<String> supported, Set<String> columns) {
    if (!rule.required("Type").asString().equals("Static")
        || !rule.required("Status").asString().equals("Active")) {
      return false;
    }
    for (JsonNode flag : rule.required("ApplicabilityCriteria")) {
      if (!supported.contains(flag.asString())) {
        return false;
      }
    }
    return !rule.required("EntityType").asString().equals("Column")
        || columns.contains(rule.required("Reference").asString());
  }

  private static @Nullable String text(JsonNode node, String member) {
    JsonNode value = node.get(member);
    return value == null ? null : value.asString();
  }
}
