package io.tollgate.adapters.provider;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands for the {@code {names}} in the URLs of a profile.
 *
 * @param values by name
 */
public record Variables(Map<String, String> values) {

  /** No variables. */
  public static final Variables NONE = new Variables(Map.of());

  private static final Pattern NAME = Pattern.compile("\\{([a-z_]+)}");

  /** Filled for each request, not once. */
  private static final String MODEL = "model";

  public Variables {
    values = Map.copyOf(values);
  }

  /** The names in a text, but for the model's. */
  static Set<String> in(String text) {
    Set<String> names = new LinkedHashSet<>();
    NAME.matcher(text).results().map(found -> found.group(1)).forEach(names::add);
    names.remove(MODEL);
    return names;
  }

  /** A text with the values in place of the names; what has no value stays as it is. */
  public String fill(String text) {
    return NAME.matcher(text)
        .replaceAll(
            found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
  }
}
