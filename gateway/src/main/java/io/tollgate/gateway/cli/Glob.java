package io.tollgate.gateway.cli;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names of which one of some patterns is the pattern; {@code *} is any text, slashes included. */
final class Glob implements Predicate<String> {

  private final Pattern pattern;

  /** No pattern is one of every name. */
  Glob(List<String> patterns) {
    this.pattern =
        Pattern.compile(
            patterns.isEmpty()
                ? ".*"
                : patterns.stream().map(Glob::regex).collect(Collectors.joining("|")),
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  private static String regex(String glob) {
    return glob.chars()
        .mapToObj(c -> c == '*' ? ".*" : Pattern.quote(Character.toString(c)))
        .collect(Collectors.joining());
  }

  @Override
  public boolean test(String name) {
    return pattern.matcher(name).matches();
  }
}
