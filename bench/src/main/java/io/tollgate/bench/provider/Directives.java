package io.tollgate.bench.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the last user message, or the name of a model, tells a simulated provider to do.
 *
 * @param fault how to break, or {@code null}
 * @param faultText the fault as it was written, or {@code null}
 * @param tools the tools to call, in order
 * @param visibleTokens the exact visible length of the answer; 0 leaves it to chance
 * @param say the exact text of the answer, or {@code null}
 * @param think tokens of reasoning, if it is not turned off; -1 leaves it to the model
 * @param refuse what the model says in place of an answer, or {@code null}
 * @param filter what a filter stops: {@code prompt} or {@code answer}; {@code null} for nothing
 * @param cite titles of the sources the answer cites
 * @param cache what the prompt cache did; {@code null} leaves it to the model
 */
record Directives(
    @Nullable Fault fault,
    @Nullable String faultText,
    List<String> tools,
    int visibleTokens,
    @Nullable String say,
    int think,
    @Nullable String refuse,
    @Nullable String filter,
    List<String> cite,
    @Nullable CacheUse cache) {

  private static final Pattern DIRECTIVE =
      Pattern.compile(
          "\\[\\[(fault|tool|tokens|say|think|refuse|filter|cite|cache)(?:@([^:\\]]+))?:"
              + "((?:[^\\]]|](?!]))+)]]");

  /** None but a visible length. */
  static Directives length(int visibleTokens) {
    return new Directives(
        null, null, List.of(), visibleTokens, null, -1, null, null, List.of(), null);
  }

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
    @Nullable String say = null;
    int think = -1;
    @Nullable String refuse = null;
    @Nullable String filter = null;
    List<String> cite = new ArrayList<>();
    @Nullable CacheUse cache = null;
    Matcher directive = DIRECTIVE.matcher(text + model);
    while (directive.find()) {
      String argument = directive.group(3);
      if (!isFor(directive.group(2), provider, model)) {
        continue;
      }
      switch (directive.group(1)) {
        case "tool" -> tools.addAll(List.of(argument.split(",")));
        case "tokens" -> visibleTokens = Integer.parseInt(argument);
        case "say" -> say = argument;
        case "think" -> think = Integer.parseInt(argument);
        case "refuse" -> refuse = argument;
        case "filter" -> filter = filter(argument);
        case "cite" -> cite.addAll(List.of(argument.split(",")));
        case "cache" -> cache = CacheUse.parse(argument);
        default -> {
          if (fault == null) {
            fault = FaultParser.parse(argument);
            faultText = argument;
          }
        }
      }
    }
    return new Directives(
        fault, faultText, tools, visibleTokens, say, think, refuse, filter, cite, cache);
  }

  /** The same, except that a provider which is broken as a whole breaks in that way. */
  Directives overruledBy(@Nullable Fault other) {
    return other == null
        ? this
        : new Directives(
            other, other.toString(), tools, visibleTokens, say, think, refuse, filter, cite, cache);
  }

  private static String filter(String argument) {
    if (!argument.equals("prompt") && !argument.equals("answer")) {
      throw new IllegalArgumentException("filter: " + argument + " (expected: prompt or answer)");
    }
    return argument;
  }

  private static boolean isFor(@Nullable String name, String provider, String model) {
    return name == null
        || name.equals(provider)
        || name.equals(model)
        || name.equals(provider + "/" + model);
  }
}
