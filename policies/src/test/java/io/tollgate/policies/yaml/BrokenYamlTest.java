package io.tollgate.policies.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BrokenYamlTest {

  private static final String DAMAGE = " \n\t:-[]{}*&!|>'\"#%@\\abc\u0000\uD83D";

  @Test
  void a_syntax_error_is_named_where_the_parser_met_it() {
    assertThat(problem("a: 1\nb: [1, 2\nc: 3\n")).startsWith("f.yaml:3:2: not valid YAML: ");
    assertThat(problem("a: 1\n b: 2\n")).startsWith("f.yaml:2:3: not valid YAML: ");
    assertThat(problem("a: \"open\n")).startsWith("f.yaml:2:1: not valid YAML: ");
    assertThat(problem("a: @b\n")).startsWith("f.yaml:1:4: not valid YAML: ");
  }

  @Test
  void a_tab_as_indentation_is_called_a_tab() {
    assertThat(problem("a:\n\tb: 1\n")).startsWith("f.yaml:2:1: found a tab where YAML wants");
  }

  @Test
  void a_control_character_is_named_with_its_place() {
    assertThat(problem("a: 1\nb: x\u0001y\n"))
        .isEqualTo("f.yaml:2:5: the character U+0001 is not allowed in YAML");
  }

  @Test
  void only_one_document_with_a_map_at_the_top_is_a_file() {
    assertThat(problem(""))
        .isEqualTo("f.yaml:1:1: the file is empty; expected: a map of keys and values");
    assertThat(problem("# nothing\n")).startsWith("f.yaml:1:1: the file is empty");
    assertThat(problem("- a\n"))
        .isEqualTo("f.yaml:1:1: found a list; expected: a map of keys and values");
    assertThat(problem("a: 1\n---\nb: 2\n"))
        .isEqualTo("f.yaml:2:1: a second document starts here; expected: one document per file");
  }

  @Test
  void tags_and_keys_that_are_no_names_are_mistakes() {
    assertThat(problem("a: !!java/object 1\n")).startsWith("f.yaml:1:4: tags such as ");
    assertThat(problem("a: 1\n[b]: 2\n"))
        .isEqualTo("f.yaml:2:1: a key that is a map or a list; expected: a name as the key");
  }

  @Test
  void aliases_must_be_known_and_must_not_contain_themselves() {
    assertThat(problem("a: *b\n"))
        .isEqualTo("f.yaml:1:4: unknown anchor *b; define it before it is used");
    assertThat(problem("a: &b [1, *b]\n")).isEqualTo("f.yaml:1:11: a: *b contains itself");
  }

  @Test
  void a_document_within_documents_without_end_costs_one_message() {
    assertThat(problem("a: " + "[".repeat(100_000)))
        .startsWith("f.yaml:1:35: ")
        .contains("nested too deeply");
    assertThat(problem("a: " + "{b: ".repeat(100_000))).contains("nested too deeply");
  }

  @Test
  void aliases_of_aliases_are_counted_by_what_they_stand_for() {
    StringBuilder text = new StringBuilder("a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1]\n");
    for (int i = 1; i < 10; i++) {
      String alias = "*a" + (i - 1);
      text.append("a" + i + ": &a" + i + " [" + (alias + ", ").repeat(7) + alias + "]\n");
    }
    assertThat(problem(text.toString())).contains("too many values");
    assertThat(problem("a: &a 1\nb: [" + "*a, ".repeat(101) + "1]\n")).contains("too many aliases");
  }

  @Test
  void a_file_over_the_size_limit_is_not_parsed() {
    assertThat(problem("#".repeat(YamlBounds.USUAL.characters() + 1)))
        .isEqualTo("f.yaml:1:1: the file has 4194305 characters; expected: at most 4194304");
  }

  @Test
  void a_file_full_of_mistakes_is_reported_up_to_a_bound() {
    assertThat(problems("a: 1\n".repeat(1000))).hasSize(Source.MAX_PROBLEMS);
  }

  @Test
  void any_damage_to_a_file_gives_a_value_or_problems_with_places_inside_it() {
    String text = "a: {b: [1, 'x', \"y\\n\"], c: |\n    z\n}\n# note\nd: &e f\ng: *e\n";
    for (int seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      StringBuilder damaged = new StringBuilder(text);
      for (int i = 0; i < 1 + random.nextInt(4); i++) {
        int at = random.nextInt(damaged.length());
        damaged.setCharAt(at, DAMAGE.charAt(random.nextInt(DAMAGE.length())));
      }
      int lines = 1 + (int) damaged.chars().filter(c -> c == '\n').count();
      for (Problem problem : read(damaged.toString())) {
        assertThat(problem.line()).as("seed %d: %s", seed, problem).isBetween(1, lines + 1);
        assertThat(problem.column()).as("seed %d: %s", seed, problem).isPositive();
      }
    }
  }

  private static String problem(String text) {
    return problems(text).getFirst();
  }

  private static List<String> problems(String text) {
    List<String> problems = read(text).stream().map(Problem::toString).toList();
    assertThat(problems).isNotEmpty();
    return problems;
  }

  private static List<Problem> read(String text) {
    return switch (YamlReader.read("f.yaml", text, YamlMap::keys)) {
      case Parsed.Ok<?> _ -> List.of();
      case Parsed.Failed<?>(List<Problem> problems) -> problems;
    };
  }
}
