package io.tollgate.policies.routing;

import io.tollgate.policies.yaml.Spelling;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A mistake in a condition, in words for people who do not know CEL's own.
 *
 * @param offset where in the expression, from 0
 * @param message what is wrong
 * @param advice what would be right; may be empty
 */
record ConditionFault(int offset, String message, String advice) {

  private static final Pattern UNKNOWN_FIELD = Pattern.compile("undefined field '(.*)'");
  private static final Pattern UNKNOWN_NAME = Pattern.compile("undeclared reference to '(.*)' .*");
  private static final Pattern WRONG_TYPES =
      Pattern.compile(
          "found no matching overload for '(.*)' applied to '(.*)' \\(candidates.*",
          Pattern.DOTALL);

  static ConditionFault of(String expression, int offset, String celMessage) {
    Matcher field = UNKNOWN_FIELD.matcher(celMessage);
    if (field.matches()) {
      String name = field.group(1);
      // CEL points at the dot; people look for the name after it.
      int at = Math.max(offset, expression.indexOf(name, offset));
      return new ConditionFault(
          at,
          "a request has no \"" + name + "\"",
          Spelling.advice(
              name, RequestFacts.fields(), "it has " + String.join(", ", RequestFacts.fields())));
    }
    Matcher unknown = UNKNOWN_NAME.matcher(celMessage);
    if (unknown.matches()) {
      return unknownName(offset, unknown.group(1));
    }
    Matcher types = WRONG_TYPES.matcher(celMessage);
    if (types.matches()) {
      return new ConditionFault(
          offset,
          operator(types.group(1))
              + " does not apply to "
              + types.group(2).replace("Request", "request"),
          "");
    }
    if (celMessage.startsWith("mismatched input '<EOF>'")) {
      return new ConditionFault(offset, "the expression ends too early", "");
    }
    int expecting = celMessage.indexOf(" expecting ");
    String message = expecting < 0 ? celMessage : celMessage.substring(0, expecting);
    return new ConditionFault(offset, "not valid CEL: " + message, "");
  }

  private static ConditionFault unknownName(int offset, String name) {
    List<String> names = RequestFacts.names();
    String field = Spelling.nearest(name, RequestFacts.fields());
    String nearest = Spelling.nearest(name, List.of(RequestFacts.REQUEST, RequestFacts.HOUR_UTC));
    if (nearest == null && field != null) {
      nearest = RequestFacts.REQUEST + "." + field;
    }
    return new ConditionFault(
        offset,
        "unknown name \"" + name + "\"",
        nearest == null
            ? "known names: " + String.join(", ", names)
            : "did you mean \"" + nearest + "\"?");
  }

  /** {@code _==_} as {@code ==}: the underscores stand for operands. */
  private static String operator(String overload) {
    String bare = overload.replace("_", "");
    return bare.isEmpty() || Character.isLetter(bare.charAt(0)) ? overload : bare;
  }
}
