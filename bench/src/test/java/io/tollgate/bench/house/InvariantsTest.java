package io.tollgate.bench.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every invariant of the ledger that docs/ledger.md promises has a test of its number, and back.
 */
final class InvariantsTest {

  private static final Path ROOT = Path.of(System.getProperty("tollgate.root", ".."));
  private static final Pattern TEST = Pattern.compile("void invariant_(\\d\\d)_\\w+\\(");
  private static final Pattern PROMISE = Pattern.compile("(?m)^\\| (\\d{1,2}) \\| ");

  @Test
  void every_promised_invariant_has_a_test_and_every_such_test_a_promise() throws IOException {
    Set<Integer> tested = new TreeSet<>();
    for (String module : Set.of("policies", "adapters", "gateway", "bench")) {
      Path tests = ROOT.resolve(module).resolve("src/test/java");
      try (Stream<Path> files = Files.walk(tests)) {
        for (Path file : files.filter(it -> it.toString().endsWith("Test.java")).toList()) {
          tested.addAll(numbers(TEST, Files.readString(file)));
        }
      }
    }
    String document = Files.readString(ROOT.resolve("docs/ledger.md"));
    Set<Integer> promised = numbers(PROMISE, document.substring(document.indexOf("## Invariants")));

    assertThat(promised)
        .isEqualTo(IntStream.rangeClosed(1, 18).boxed().collect(Collectors.toSet()));
    assertThat(tested).isEqualTo(promised);
  }

  private static Set<Integer> numbers(Pattern pattern, String text) {
    Set<Integer> numbers = new TreeSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      numbers.add(Integer.valueOf(matcher.group(1)));
    }
    return numbers;
  }
}
