package io.tollgate.gateway.focus;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Interprets the check functions of the rule model over a table. */
final class RuleCheck {

  private static final JsonMapper STRICT =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** NumericFormat-A-003 to -011. */
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?(E-?\\d+)?");

  private static final Pattern MOMENT =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
  private static final Pattern UNIT =
      Pattern.compile("(\\d+ )?[A-Z][A-Za-z]*(-[A-Z][A-Za-z]*)*(/(\\d+ )?[A-Z][A-Za-z]*)?");
  private static final Set<String> CURRENCIES =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toSet());

  private final CsvTable table;

  RuleCheck(CsvTable table) {
    this.table = table;
  }

  /** What is wrong, or {@code null}. */
  @Nullable String fault(RuleModel.Rule rule) {
    String function = rule.requirement().required("CheckFunction").asString();
    if (function.equals("ColumnPresent")) {
      return table.header().contains(column(rule.requirement(), "ColumnName"))
          ? null
          : "there is no such column";
    }
    if (function.equals("CheckDistinctCount")) {
      return distinctCount(rule.requirement());
    }
    for (Map<String, @Nullable String> row : table.rows()) {
      if (rule.conditions().stream().allMatch(condition -> holds(condition, row))
          && !holds(rule.requirement(), row)) {
        return "not so in " + row;
      }
    }
    return null;
  }

  private @Nullable String distinctCount(JsonNode check) {
    String counted = column(check, "ColumnBName");
    Map<String, Set<@Nullable String>> values = new HashMap<>();
    for (Map<String, @Nullable String> row : table.rows()) {
      String key = row.get(column(check, "ColumnAName"));
      if (key != null) {
        values.computeIfAbsent(key, absent -> new HashSet<>()).add(row.get(counted));
      }
    }
    int expected = check.required("ExpectedCount").asInt();
    return values.entrySet().stream()
        .filter(entry -> entry.getValue().size() != expected)
        .map(Object::toString)
        .findFirst()
        .orElse(null);
  }

  private boolean holds(JsonNode check, Map<String, @Nullable String> row) {
    String function = check.required("CheckFunction").asString();
    return switch (function) {
      case "AND" -> check.required("Items").valueStream().allMatch(item -> holds(item, row));
      case "OR" -> check.required("Items").valueStream().anyMatch(item -> holds(item, row));
      case "CheckValue" -> isValue(value(check, row), check.required("Value"));
      case "CheckNotValue" -> !isValue(value(check, row), check.required("Value"));
      case "CheckSameValue" ->
          Objects.equals(
              row.get(column(check, "ColumnAName")), row.get(column(check, "ColumnBName")));
      case "CheckNotSameValue" ->
          !Objects.equals(
              row.get(column(check, "ColumnAName")), row.get(column(check, "ColumnBName")));
      case "CheckDecimalValue", "TypeDecimal", "FormatNumeric" ->
          orNull(value(check, row), text -> NUMBER.matcher(text).matches());
      case "CheckGreaterOrEqualThanValue" ->
          orNull(
              value(check, row),
              text -> new BigDecimal(text).compareTo(check.required("Value").decimalValue()) >= 0);
      case "CheckNationalCurrency", "FormatCurrency" ->
          orNull(value(check, row), CURRENCIES::contains);
      case "TypeString", "FormatString" -> orNull(value(check, row), text -> !text.isBlank());
      case "TypeDateTime", "FormatDateTime" ->
          orNull(value(check, row), text -> MOMENT.matcher(text).matches());
      case "FormatUnit" -> orNull(value(check, row), text -> UNIT.matcher(text).matches());
      case "FormatKeyValue" -> orNull(value(check, row), RuleCheck::isKeyValue);
      case "ColumnByColumnEqualsColumnValue" ->
          number(check, "ColumnAName", row)
                  .multiply(number(check, "ColumnBName", row))
                  .compareTo(number(check, "ResultColumnName", row))
              == 0;
      default -> throw new IllegalArgumentException("check function " + function);
    };
  }

  private static boolean isValue(@Nullable String found, JsonNode value) {
    if (found == null || value.isNull()) {
      return found == null && value.isNull();
    }
    return value.isNumber()
        ? new BigDecimal(found).compareTo(value.decimalValue()) == 0
        : found.equals(value.asString());
  }

  /** Rules of types and formats leave nulls to those of nullability. */
  private static boolean orNull(@Nullable String value, Predicate<String> holds) {
    return value == null || holds.test(value);
  }

  private static boolean isKeyValue(String text) {
    try {
      JsonNode node = STRICT.readTree(text);
      return node.isObject() && node.valueStream().noneMatch(JsonNode::isContainer);
    } catch (JacksonException e) {
      return false;
    }
  }

  private static BigDecimal number(
      JsonNode check, String argument, Map<String, @Nullable String> row) {
    return new BigDecimal(Objects.requireNonNull(row.get(column(check, argument))));
  }

  private static @Nullable String value(JsonNode check, Map<String, @Nullable String> row) {
    return row.get(column(check, "ColumnName"));
  }

  private static String column(JsonNode check, String argument) {
    JsonNode name = check.get(argument);
    if (name == null) {
      throw new IllegalArgumentException(check + " lacks " + argument);
    }
    return name.asString();
  }
}
