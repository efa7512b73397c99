package io.tollgate.bench.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the last user message tells a simulated provider to do.
 *
 * @param fault how to break, or {@code null}
 * @param faultText the fault as it was written, or {@code null}
 * @param tools the tools to call, in order
 * @param visibleTokens the exact visible length of the answer; 0 leaves it to chance
 */
record Directives(
    @Nullable Fault fault, @Nullable String faultText, List<String> tools, int visibleTokens) {

  private static final Pattern DIRECTIVE =
      Pattern.compile("\\[\\[(fault|tool|tokens)(?:@([^:\\]]+))?:((?:[^\\]]|](?!]))+)]]");

  /**
   * The directives in a text, as far as they are meant for this provider and model; the first fault
   * that is counts.
   *
   * @throws IllegalArgumentException if a directive cannot be understood
   */
  static Directives in(String text, String provider, String model) {
    @Nullable Fault fault = null;
    @Nullable String faultText = null;
    List<String> tools = new ArrayList<>();
    int visibleTokens = 0;
    Matcher directive = DIRECTIVE.matcher(text);
    while (directive.find()) {
      String argument = directive.group(3);
      if (!isFor(directive.group(2), provider, model)) {
        continue;
      }
      switch (directive.group(1)) {
        case "tool" -> tools.addAll(List.of(argument.split(",")));
        case "tokens" -> visibleTokens = Integer.parseInt(argument);
        default -> {
          if (fault == null) {
            fault = FaultParser.parse(argument);
            faultText = argument;
          }
        }
      }
    }
    return new Directives(fault, faultText, tools, visibleTokens);
  }

  /** The same, except that a provider which is broken as a whole breaks in that way. */
  Directives overruledBy(@Nullable Fault other) {
    return other == null ? this : new Directives(other, other.toString(), tools, visibleTokens);
  }

  private static boolean isFor(@Nullable String name, String provider, String model) {
    return name == null
        || name.equals(provider)
        || name.equals(model)
        || name.equals(provider + "/" + model);
  }
}
