package io.tollgate.policies.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScalarPositionTest {

  @Test
  void a_plain_value_counts_from_its_first_character() {
    assertPosition("when: ab + XY\n", "ab + XY", 1, 12);
  }

  @Test
  void a_quoted_value_counts_past_quotes_and_escapes() {
    assertPosition("when: \"ab == 'c' XY\"\n", "ab == 'c' XY", 1, 18);
    assertPosition("when: \"ab == \\\"c\\\" XY\"\n", "ab == \"c\" XY", 1, 20);
    assertPosition("when: 'ab == ''c'' XY'\n", "ab == 'c' XY", 1, 20);
    assertPosition("when: \"a\\n\\u00e9 XY\"\n", "a\n\u00e9 XY", 1, 18);
    assertPosition("when: &rule 'ab XY'\n", "ab XY", 1, 17);
  }

  @Test
  void a_value_over_several_lines_names_the_line_within() {
    assertPosition("when: ab &&\n    cd &&\n    XY\n", "ab && cd && XY", 3, 5);
    assertPosition("when: |\n  ab &&\n  cd && XY\n", "ab &&\ncd && XY\n", 3, 9);
    assertPosition("a: 1\nwhen: >-\n    ab &&\n\n    cd &&\n     XY\n", "ab &&\ncd &&\n XY", 6, 6);
    assertPosition("when: 'ab &&\n   XY'\n", "ab && XY", 2, 4);
  }

  @Test
  void columns_count_characters_and_not_their_halves() {
    assertPosition("when: \uD83D\uDE00 XY\n", "\uD83D\uDE00 XY", 1, 9);
  }

  @Test
  void the_end_of_a_value_is_behind_its_last_character() {
    assertThat(scalar("when: 'ab +'\n").positionOf(4)).isEqualTo(new Position(1, 12));
    assertThat(scalar("when: ab +\n").positionOf(99)).isEqualTo(new Position(1, 11));
    assertThat(scalar("when: 'ab   '\n").positionOf(4)).isEqualTo(new Position(1, 12));
    assertThat(scalar("when: ''\n").positionOf(0)).isEqualTo(new Position(1, 8));
  }

  private static void assertPosition(String file, String value, int line, int column) {
    YamlScalar scalar = scalar(file);
    assertThat(scalar.text()).isEqualTo(value);
    assertThat(scalar.positionOf(value.indexOf("XY"))).isEqualTo(new Position(line, column));
  }

  private static YamlScalar scalar(String file) {
    Parsed<YamlScalar> parsed =
        YamlReader.read("f.yaml", file, root -> Objects.requireNonNull(lastScalar(root)));
    return switch (parsed) {
      case Parsed.Ok<YamlScalar>(YamlScalar value) -> value;
      case Parsed.Failed<YamlScalar>(var problems) -> throw new AssertionError(problems);
    };
  }

  private static @Nullable YamlScalar lastScalar(YamlMap root) {
    return root.keys().contains("when") ? root.scalar("when") : null;
  }
}
