package io.tollgate.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gateway.keys.KeyText;
import io.tollgate.gateway.keys.VirtualKey;
import io.tollgate.gateway.keys.VirtualKeys;
import io.tollgate.policies.yaml.Parsed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {

  private static final Instant REVOKED_AT = Instant.parse("2026-11-21T10:20:30Z");

  @TempDir private Path folder;

  private static VirtualKey key(int seed, String name) {
    return VirtualKey.of(KeyText.generate(new SplittableRandom(seed)), name);
  }

  @Test
  void what_is_written_is_read_again() throws Exception {
    Path file = folder.resolve("not/yet/there/keys.yaml");
    List<VirtualKey> keys = List.of(key(1, "my app"), key(2, "old").revoked(REVOKED_AT));
    KeyFile.write(file, keys);

    assertThat(KeyFile.read(file)).isEqualTo(keys);
    assertThat(folder.resolve("not/yet/there").toFile().list()).containsExactly("keys.yaml");
  }

  @Test
  void an_empty_file_of_keys_and_a_missing_one_have_none() throws Exception {
    KeyFile.write(folder.resolve("keys.yaml"), List.of());

    assertThat(KeyFile.read(folder.resolve("keys.yaml"))).isEmpty();
    assertThat(KeyFile.read(folder.resolve("missing.yaml"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yes",
        "null",
        "~",
        "012",
        "1e3",
        "2026-11-21",
        "- item",
        "# comment",
        "a: b",
        "{a}",
        "[a]",
        "it's",
        "\"quoted\"",
        "back\\slash",
        "ends in \\",
        "*star",
        "&and",
        "!tag",
        "%percent",
        "| pipe",
        "> fold",
        "@at",
        "`tick`",
        " spaces around ",
        "tab\there",
        "two\nlines",
        "cr\r",
        "bell\u0007",
        "delete\u007f",
        "next\u0085line",
        "line\u2028separator",
        "\ufeffbom",
        "zero\u200bwidth",
        "\uffffnone",
        "grün",
        "日本語",
        "🚀 rocket",
        "\\u0041",
        "${HOME}",
        "\u0000"
      })
  void odd_names_come_back_as_they_were(String name) throws Exception {
    Path file = folder.resolve("keys.yaml");
    KeyFile.write(file, List.of(key(1, name), key(2, "after it")));

    assertThat(KeyFile.read(file)).extracting(VirtualKey::name).containsExactly(name, "after it");
  }

  @Test
  void names_of_any_characters_come_back_as_they_were() throws Exception {
    SplittableRandom random = new SplittableRandom(7);
    List<VirtualKey> keys = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      StringBuilder name = new StringBuilder("n");
      for (int c = 0; c < 10; c++) {
        int codePoint = random.nextInt(random.nextBoolean() ? 0x300 : 0x110000);
        name.appendCodePoint(codePoint >= 0xD800 && codePoint < 0xE000 ? 'x' : codePoint);
      }
      keys.add(key(100 + i, name.toString()));
    }
    Path file = folder.resolve("keys.yaml");
    KeyFile.write(file, keys);

    assertThat(KeyFile.read(file)).as("seed 7").isEqualTo(keys);
  }

  @Test
  void an_edit_changes_the_file_as_a_whole() throws Exception {
    Path file = folder.resolve("keys.yaml");
    KeyFile.edit(file, keys -> keys.add(key(1, "first")));
    KeyFile.edit(file, keys -> keys.add(key(2, "second")));
    KeyFile.edit(file, keys -> keys.replaceAll(key -> key.revoked(REVOKED_AT)));

    assertThat(KeyFile.read(file))
        .containsExactly(key(1, "first").revoked(REVOKED_AT), key(2, "second").revoked(REVOKED_AT));
    assertThat(folder.toFile().list()).containsExactly("keys.yaml");
  }

  @Test
  void a_second_edit_at_the_same_time_fails_and_harms_nothing() throws Exception {
    Path file = folder.resolve("keys.yaml");
    KeyFile.edit(
        file,
        keys -> {
          keys.add(key(1, "first"));
          assertThatThrownBy(() -> KeyFile.edit(file, others -> others.add(key(2, "second"))))
              .isInstanceOf(IOException.class)
              .hasMessageContaining("keys.yaml.new");
        });

    assertThat(KeyFile.read(file)).containsExactly(key(1, "first"));
  }

  @Test
  void a_file_with_mistakes_is_not_overwritten() throws Exception {
    Path file = folder.resolve("keys.yaml");
    Files.writeString(file, "keys: [ { id: 12 } ]\n");

    assertThatThrownBy(() -> KeyFile.edit(file, keys -> keys.add(key(1, "first"))))
        .isInstanceOf(InvalidFilesException.class);
    assertThat(file).hasContent("keys: [ { id: 12 } ]\n");
    assertThat(folder.toFile().list()).as("nothing is left over").containsExactly("keys.yaml");
  }

  @Test
  void a_link_stays_a_link() throws Exception {
    Path file = folder.resolve("real.yaml");
    KeyFile.write(file, List.of(key(1, "first")));
    Path link = Files.createSymbolicLink(folder.resolve("keys.yaml"), Path.of("real.yaml"));
    KeyFile.edit(link, keys -> keys.add(key(2, "second")));

    assertThat(link).isSymbolicLink();
    assertThat(KeyFile.read(file)).hasSize(2);
  }

  @Test
  void mistakes_are_named_by_line_and_column() {
    String text =
        """
        keys:
          - id: ABC
            name: x
            sha256: %s
          - { id: %s, name: y, sha256: %s, revoked_at: yesterday, note: z }
        """
            .formatted("0".repeat(64), "0".repeat(12), "1".repeat(64));

    assertThat(problems(text))
        .anySatisfy(p -> assertThat(p).startsWith("keys.yaml:2:9: keys[0].id: found \"ABC\""))
        .anySatisfy(p -> assertThat(p).startsWith("keys.yaml:5:").contains("revoked_at"))
        .anySatisfy(p -> assertThat(p).startsWith("keys.yaml:5:").contains("unknown key"))
        .hasSize(3);
    assertThat(problems("keys:\n  - { id: " + "0".repeat(12) + " }\n"))
        .hasSize(2)
        .allSatisfy(p -> assertThat(p).startsWith("keys.yaml:2:5: keys[0]: missing key"));
  }

  @Test
  void one_id_twice_is_a_mistake() {
    String item = "  - { id: %s, name: x, sha256: %s }\n".formatted("a".repeat(12), "0".repeat(64));

    assertThat(problems("keys:\n" + item + item))
        .singleElement()
        .asString()
        .contains("aaaaaaaaaaaa is there twice");
  }

  private static List<String> problems(String text) {
    return switch (KeyFile.parse("keys.yaml", text)) {
      case Parsed.Ok<VirtualKeys> _ -> List.of();
      case Parsed.Failed<VirtualKeys> failed ->
          failed.problems().stream().map(Object::toString).toList();
    };
  }
}
