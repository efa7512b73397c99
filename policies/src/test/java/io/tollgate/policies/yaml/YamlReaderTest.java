package io.tollgate.policies.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class YamlReaderTest {

  private enum Colour {
    RED,
    GREEN
  }

  private record Server(String host, int port) {
    Server {
      if (host.equals("nowhere")) {
        throw new IllegalArgumentException("host: nowhere (expected: somewhere)");
      }
    }
  }

  @Test
  void every_type_is_read_from_its_text() {
    List<Object> values =
        value(
            """
            text: hello
            flag: true
            port: 8_080
            tokens: 2147483648
            price: 0.000000123
            wait: 1m30s
            day: 2026-07-30
            from: 2026-07-30
            until: 2026-07-30T16:00:00Z
            colour: green
            """,
            root ->
                List.<Object>of(
                    root.required("text", YamlType.text()),
                    root.required("flag", YamlType.bool()),
                    root.required("port", YamlType.integer(1, 65_535)),
                    root.required("tokens", YamlType.wholeNumber(0, 1L << 40)),
                    root.required("price", YamlType.decimal("0", "1")),
                    root.required("wait", YamlType.duration(Duration.ZERO, Duration.ofHours(1))),
                    root.required("day", YamlType.date()),
                    root.required("from", YamlType.instant()),
                    root.required("until", YamlType.instant()),
                    root.required(
                        "colour",
                        YamlType.oneOf(
                            Colour.values(), c -> c.name().toLowerCase(java.util.Locale.ROOT)))));

    assertThat(values)
        .containsExactly(
            "hello",
            true,
            8080,
            2_147_483_648L,
            new BigDecimal("0.000000123"),
            Duration.ofSeconds(90),
            LocalDate.of(2026, 7, 30),
            Instant.parse("2026-07-30T00:00:00Z"),
            Instant.parse("2026-07-30T16:00:00Z"),
            Colour.GREEN);
  }

  @Test
  void absent_keys_take_the_fallback_or_null() {
    List<Object> values = new ArrayList<>();
    value(
        "a: 1",
        root -> {
          root.allow("a");
          values.add(root.optional("port", YamlType.integer(1, 9), 7));
          values.add(String.valueOf(root.optional("name", YamlType.text())));
          values.add(root.listOrEmpty("list").isEmpty());
          values.add(root.mapOrEmpty("map").optional("x", YamlType.text(), "none"));
          return root;
        });
    assertThat(values).containsExactly(7, "null", true, "none");
  }

  @Test
  void maps_and_lists_keep_the_order_of_the_file() {
    String values =
        value(
            "z: [3, 1, 2]\ny: {b: 1, a: 2}\n",
            root ->
                root.list("z").each(YamlType.text())
                    + " "
                    + root.map("y").each(YamlType.integer(0, 9)));
    assertThat(values).isEqualTo("[3, 1, 2] {b=1, a=2}");
  }

  @Test
  void all_mistakes_are_reported_at_once_and_in_the_order_of_the_file() {
    String text =
        """
        servers:
          - host: one
            port: 0
          - hots: two
            port: 80
          - just a text
        name: [a, b]
        wait: 5 minutes
        """;
    assertThat(
            problems(
                text,
                root -> {
                  root.required("wait", seconds());
                  root.required("name", YamlType.text());
                  root.required("missing", YamlType.bool());
                  return root.list("servers").eachMap(YamlReaderTest::server);
                }))
        .containsExactly(
            "f.yaml:1:1: missing key \"missing\"; expected: true or false",
            "f.yaml:3:11: servers[0].port: 0 is out of range;"
                + " expected: a whole number from 1 to 65535",
            "f.yaml:4:5: servers[1]: missing key \"host\"; expected: a text",
            "f.yaml:4:5: servers[1].hots: unknown key; did you mean \"host\"?",
            "f.yaml:6:5: servers[2]: found \"just a text\"; expected: a map",
            "f.yaml:7:7: name: found a list; expected: a text",
            "f.yaml:8:7: wait: found \"5 minutes\", whose units are not ms, s, m, h or d;"
                + " expected: a duration from 0ms to 1h");
  }

  @Test
  void an_unknown_key_without_a_near_one_lists_the_known_keys() {
    assertThat(problems("host: a\nport: 1\nretries: 3\n", YamlReaderTest::server))
        .containsExactly("f.yaml:3:1: retries: unknown key; known keys: host, port");
  }

  @Test
  void a_key_that_is_not_read_in_this_case_is_unknown_in_this_case() {
    assertThat(
            problems(
                "kind: plain\nsecret: x\n",
                root ->
                    root.required("kind", YamlType.text()).equals("secret")
                        ? root.required("secret", YamlType.text())
                        : ""))
        .containsExactly("f.yaml:2:1: secret: unknown key; known keys: kind");
  }

  @Test
  void a_duplicate_key_is_a_mistake_at_its_second_place() {
    assertThat(problems("host: a\nport: 1\n\nhost: b\n", YamlReaderTest::server))
        .containsExactly("f.yaml:4:1: host: duplicate key; it is already at line 1");
  }

  @Test
  void a_check_of_the_value_itself_becomes_a_mistake_of_its_map() {
    assertThat(
            problems(
                "servers:\n  - {host: nowhere, port: 1}\n",
                root -> root.list("servers").eachMap(YamlReaderTest::server)))
        .containsExactly("f.yaml:2:5: servers[0]: host: nowhere (expected: somewhere)");
  }

  @Test
  void a_failure_that_reported_mistakes_explain_is_not_reported_again() {
    assertThat(problems("hosts: 5\n", root -> root.list("hosts").each(YamlType.text()).getFirst()))
        .containsExactly("f.yaml:1:8: hosts: found \"5\"; expected: a list");
  }

  @Test
  void a_bug_of_the_reading_function_is_passed_on() {
    assertThatThrownBy(() ->
            YamlReader.read(
                "f.yaml",
                "a: 1",
                root -> {
                  throw new IllegalStateException("bug");
                }))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void an_empty_value_is_no_value() {
    assertThat(problems("host:\nport: ~\n", YamlReaderTest::server))
        .containsExactly(
            "f.yaml:1:6: host: no value; expected: a text",
            "f.yaml:2:7: port: no value; expected: a whole number from 1 to 65535");
  }

  @Test
  void numbers_are_exact_and_never_in_exponent_form() {
    for (String bad : List.of("1e3", "0x10", "1.5", "--1", "", "1".repeat(60), "NaN", "+1")) {
      assertThat(problems("n: \"" + bad + "\"", root -> root.required("n", YamlType.integer(0, 9))))
          .as(bad)
          .singleElement()
          .asString()
          .startsWith("f.yaml:1:4: n: found \"" + bad.substring(0, Math.min(60, bad.length())));
    }
    assertThat(problems("n: 1.01", root -> root.required("n", YamlType.decimal("0", "1"))))
        .containsExactly(
            "f.yaml:1:4: n: 1.01 is out of range; expected: a decimal number from 0 to 1");
  }

  @Test
  void a_misspelt_constant_gets_the_nearest_name_as_advice() {
    assertThat(
            problems(
                "c: gren",
                root ->
                    root.required(
                        "c",
                        YamlType.oneOf(
                            Colour.values(), c -> c.name().toLowerCase(java.util.Locale.ROOT)))))
        .containsExactly(
            "f.yaml:1:4: c: found \"gren\": did you mean \"green\"?; expected: one of red, green");
  }

  @Test
  void an_alias_stands_for_its_anchor_and_mistakes_are_named_where_the_text_is() {
    Map<String, Server> servers =
        value(
            "a: &s {host: x, port: 1}\nb: *s\n",
            root -> Map.of("a", server(root.map("a")), "b", server(root.map("b"))));
    assertThat(servers).isEqualTo(Map.of("a", new Server("x", 1), "b", new Server("x", 1)));
    assertThat(problems("a: &p 0\nb: *p\n", root -> root.required("b", YamlType.integer(1, 2))))
        .contains("f.yaml:1:7: a: 0 is out of range; expected: a whole number from 1 to 2");
  }

  private static YamlType<Duration> seconds() {
    return YamlType.duration(Duration.ZERO, Duration.ofHours(1));
  }

  private static Server server(YamlMap map) {
    return new Server(
        map.required("host", YamlType.text()), map.required("port", YamlType.integer(1, 65_535)));
  }

  private static <T> T value(String text, Function<YamlMap, T> reading) {
    return switch (YamlReader.read("f.yaml", text, reading)) {
      case Parsed.Ok<T>(T value) -> value;
      case Parsed.Failed<T>(List<Problem> problems) -> throw new AssertionError(problems);
    };
  }

  private static <T> List<String> problems(String text, Function<YamlMap, T> reading) {
    return switch (YamlReader.read("f.yaml", text, reading)) {
      case Parsed.Ok<T>(T value) -> throw new AssertionError("no problem found: " + value);
      case Parsed.Failed<T>(List<Problem> problems) ->
          problems.stream().map(Problem::toString).toList();
    };
  }
}
