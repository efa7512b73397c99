package io.tollgate.policies.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class LongListTest {

  private static final YamlBounds SMALL = new YamlBounds(200, 20);
  private static final YamlType<String> TEXT = YamlType.text();

  /** A document as it is read at once, and with the list read by item. */
  private record Both(Parsed<List<String>> atOnce, Parsed<List<String>> byItem) {

    static Both of(String text) {
      Function<YamlMap, String> item =
          map -> map.required("id", TEXT) + map.mapOrEmpty("tags").each(TEXT);
      return new Both(
          YamlReader.read(
              "f.yaml",
              text,
              root -> {
                List<String> values = root.listOrEmpty("keys").eachMap(item);
                values.add(root.optional("name", TEXT, ""));
                return values;
              }),
          YamlReader.readLong(
              "f.yaml",
              text,
              SMALL,
              "keys",
              item,
              (root, values) -> {
                values.add(root.optional("name", TEXT, ""));
                return values;
              }));
    }
  }

  private static String problems(String text) {
    Both both = Both.of(text);
    assertThat(both.byItem()).isInstanceOf(Parsed.Failed.class).isEqualTo(both.atOnce());
    return both.byItem().toString();
  }

  private static void assertRead(String text, String... values) {
    Both both = Both.of(text);
    assertThat(both.byItem()).isEqualTo(new Parsed.Ok<>(List.of(values))).isEqualTo(both.atOnce());
  }

  @Test
  void its_items_are_read_as_those_of_any_list() {
    assertRead("keys:\n  - id: a\n    tags: {x: y}\n  - {id: b}\nname: n\n", "a{x=y}", "b{}", "n");
    assertRead("name: n\nkeys: []\n", "n");
    assertRead("name: n\nkeys:\n", "n");
    assertRead("name: n\n", "n");
  }

  @Test
  void an_item_may_stand_for_another_and_a_list_for_another() {
    assertRead(
        "keys:\n  - &a {id: a, tags: &t {x: y}}\n  - *a\n  - {id: b, tags: *t}\n",
        "a{x=y}",
        "a{x=y}",
        "b{x=y}",
        "");
    assertRead("keys: &k [{id: a}]\n", "a{}", "");
  }

  @Test
  void mistakes_of_its_items_have_their_places() {
    assertThat(problems("keys:\n  - id: a\n  - di: b\n  - c\nkeyz: 1\n"))
        .contains("f.yaml:3:5: keys[1].di: unknown key")
        .contains("f.yaml:3:5: keys[1]: missing key \"id\"")
        .contains("f.yaml:4:5: keys[2]: found \"c\"")
        .contains("f.yaml:5:1: keyz: unknown key");
    assertThat(problems("keys: {id: a}\n")).contains("expected: a list");
    assertThat(problems("keys: [{id: a}]\nkeys: [{id: b}]\n")).contains("duplicate key");
  }

  @Test
  void it_counts_towards_the_bounds_of_its_file() {
    assertRead(
        "keys: [" + "{id: a}, ".repeat(9) + "]\n",
        "a{}",
        "a{}",
        "a{}",
        "a{}",
        "a{}",
        "a{}",
        "a{}",
        "a{}",
        "a{}",
        "");
    assertThat(Both.of("keys: [" + "{id: a}, ".repeat(10) + "]\n").byItem().toString())
        .contains("too many values")
        .contains("at most 20");
    assertThat(Both.of("#".repeat(201)).byItem().toString())
        .contains("the file has 201 characters")
        .contains("at most 200");
  }
}
