package io.tollgate.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gateway.budget.Scope;
import io.tollgate.gateway.keys.Directory;
import io.tollgate.gateway.keys.Grants;
import io.tollgate.gateway.keys.KeyTerms;
import io.tollgate.gateway.keys.KeyText;
import io.tollgate.gateway.keys.NamePattern;
import io.tollgate.gateway.keys.PresentedKey;
import io.tollgate.gateway.keys.Unit;
import io.tollgate.gateway.keys.VirtualKey;
import io.tollgate.gateway.limit.RateLimit;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.yaml.Parsed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
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

  /** Adds a key. */
  private static UnaryOperator<Directory> with(VirtualKey key) {
    return directory -> {
      List<VirtualKey> keys = new ArrayList<>(directory.keys());
      keys.add(key);
      return directory.withKeys(keys);
    };
  }

  @Test
  void what_is_written_is_read_again() throws Exception {
    Path file = folder.resolve("not/yet/there/keys.yaml");
    List<VirtualKey> keys = List.of(key(1, "my app"), key(2, "old").revoked(REVOKED_AT));
    KeyFile.write(file, keys);

    assertThat(KeyFile.read(file).keys()).isEqualTo(keys);
    assertThat(folder.resolve("not/yet/there").toFile().list()).containsExactly("keys.yaml");
  }

  @Test
  void an_empty_file_of_keys_and_a_missing_one_have_none() throws Exception {
    KeyFile.write(folder.resolve("keys.yaml"), List.of());

    assertThat(KeyFile.read(folder.resolve("keys.yaml")).keys()).isEmpty();
    assertThat(KeyFile.read(folder.resolve("missing.yaml")).keys()).isEmpty();
  }

  @Test
  void a_hundred_thousand_keys_with_their_usual_fields_are_read_again() throws Exception {
    Path file = folder.resolve("keys.yaml");
    Scope team = Scope.parse("team:search");
    List<Unit> units =
        List.of(
            new Unit(Scope.parse("organization:acme"), "Acme", null, Grants.EVERYTHING),
            new Unit(team, "Search", Scope.parse("organization:acme"), Grants.EVERYTHING),
            new Unit(Scope.parse("user:ada"), "Ada", team, Grants.EVERYTHING));
    KeyTerms terms =
        new KeyTerms(
            team,
            "ada",
            Map.of("cost-centre", "c42"),
            new Grants(List.of(new NamePattern("openai/*")), List.of(), List.of(), List.of()),
            Picodollars.ofDollars("0.5"),
            false,
            Instant.parse("2027-12-31T00:00:00Z"),
            null);
    List<VirtualKey> keys =
        IntStream.range(0, 100_000)
            .mapToObj(i -> VirtualKey.of(textOf(i), "key number " + i, terms))
            .toList();
    KeyFile.write(file, Directory.of(units, keys, List.of()));

    Directory read = KeyFile.read(file);

    assertThat(read.keys()).isEqualTo(keys);
    assertThat(read.authenticate(PresentedKey.of(textOf(99_999)), REVOKED_AT)).isNotNull();
  }

  private static String textOf(int key) {
    return KeyText.generate(new SplittableRandom(key));
  }

  @Test
  void a_file_that_could_not_be_read_again_is_not_written() throws Exception {
    Path file = folder.resolve("keys.yaml");
    KeyFile.write(file, List.of(key(1, "my app")));
    String before = Files.readString(file);

    assertThatThrownBy(
            () -> KeyFile.edit(file, with(key(2, "x".repeat(KeyFile.BOUNDS.characters())))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more than the 33554432 bytes that are read");
    assertThat(Files.readString(file)).isEqualTo(before);
    assertThat(folder.toFile().list()).containsExactly("keys.yaml");
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

    assertThat(KeyFile.read(file).keys())
        .extracting(VirtualKey::name)
        .containsExactly(name, "after it");
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

    assertThat(KeyFile.read(file).keys()).as("seed 7").isEqualTo(keys);
  }

  @Test
  void an_edit_changes_the_file_as_a_whole() throws Exception {
    Path file = folder.resolve("keys.yaml");
    KeyFile.edit(file, with(key(1, "first")));
    KeyFile.edit(file, with(key(2, "second")));
    KeyFile.edit(
        file,
        all -> all.withKeys(all.keys().stream().map(key -> key.revoked(REVOKED_AT)).toList()));

    assertThat(KeyFile.read(file).keys())
        .containsExactly(key(1, "first").revoked(REVOKED_AT), key(2, "second").revoked(REVOKED_AT));
    assertThat(folder.toFile().list()).containsExactly("keys.yaml");
  }

  @Test
  void a_second_edit_at_the_same_time_fails_and_harms_nothing() throws Exception {
    Path file = folder.resolve("keys.yaml");
    KeyFile.edit(
        file,
        directory -> {
          assertThatThrownBy(() -> KeyFile.edit(file, with(key(2, "second"))))
              .isInstanceOf(IOException.class)
              .hasMessageContaining("keys.yaml.new");
          return with(key(1, "first")).apply(directory);
        });

    assertThat(KeyFile.read(file).keys()).containsExactly(key(1, "first"));
  }

  @Test
  void a_file_with_mistakes_is_not_overwritten() throws Exception {
    Path file = folder.resolve("keys.yaml");
    Files.writeString(file, "keys: [ { id: 12 } ]\n");

    assertThatThrownBy(() -> KeyFile.edit(file, with(key(1, "first"))))
        .isInstanceOf(InvalidFilesException.class);
    assertThat(file).hasContent("keys: [ { id: 12 } ]\n");
    assertThat(folder.toFile().list()).as("nothing is left over").containsExactly("keys.yaml");
  }

  @Test
  void a_link_stays_a_link() throws Exception {
    Path file = folder.resolve("real.yaml");
    KeyFile.write(file, List.of(key(1, "first")));
    Path link = Files.createSymbolicLink(folder.resolve("keys.yaml"), Path.of("real.yaml"));
    KeyFile.edit(link, with(key(2, "second")));

    assertThat(link).isSymbolicLink();
    assertThat(KeyFile.read(file).keys()).hasSize(2);
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
  void units_terms_and_budgets_come_back_as_they_were() throws Exception {
    String text =
        """
        organizations:
          - { id: acme, name: "ACME: the \\"best\\"", models: ["openai/*", "local/*"] }
        teams:
          - { id: search, organization: acme, networks: [10.0.0.0/8, "2001:db8::/32"] }
        projects:
          - { id: ranking, team: search, routes: ["/v1/*"] }
          - { id: other, organization: acme }
        users:
          - { id: ada, organization: acme }
          - { id: bob }
        keys:
          - id: 0123456789ab
            name: app
            sha256: %s
            owner: project:ranking
            user: ada
            tags: { feature: chat, customer: "a/b@c" }
            models: [openai/gpt-5]
            policies: [default, direct]
            max_cost_usd: 0.000000000001
            expires_at: 2027-01-31T00:00:00Z
            previous_sha256: %s
            previous_until: 2026-12-01T10:00:00Z
        budgets:
          - { id: a, scope: organization:acme, limit_usd: 1000.5, every: month, zone: Europe/Berlin }
          - { id: b, scope: "tag:feature=chat", limit_usd: 0, every: total, alerts_percent: [90], stops: false }
          - { id: c, scope: everything, limit_usd: 9000000, every: hour }
        """
            .formatted("0".repeat(64), "1".repeat(64));
    Path file = folder.resolve("keys.yaml");
    Files.writeString(file, text);
    Directory read = KeyFile.read(file);
    KeyFile.write(file, read);
    Directory again = KeyFile.read(file);

    assertThat(again.units()).isEqualTo(read.units()).hasSize(6);
    assertThat(again.keys()).isEqualTo(read.keys()).hasSize(1);
    assertThat(again.budgets()).isEqualTo(read.budgets()).hasSize(3);
    assertThat(read.units().getFirst().name()).isEqualTo("ACME: the \"best\"");
    assertThat(read.keys().getFirst().terms().maxCost()).isEqualTo(new Picodollars(1));
    assertThat(read.budgets().getFirst().window().zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
  }

  @Test
  void mistakes_in_units_and_budgets_are_named() {
    assertThat(
            problems(
                """
                teams: [ { id: Search, organization: acme } ]
                budgets:
                  - { id: a, scope: teams:search, limit_usd: -1, every: fortnight, zone: Mars }
                  - { id: b, scope: everything, limit_usd: 1e3, every: day, alerts_percent: [0] }
                keys: []
                """))
        .anySatisfy(p -> assertThat(p).contains("teams[0].id").contains("Search"))
        .anySatisfy(p -> assertThat(p).contains("budgets[0].scope").contains("teams:search"))
        .anySatisfy(p -> assertThat(p).contains("budgets[0].limit_usd"))
        .anySatisfy(p -> assertThat(p).contains("budgets[0].every").contains("fortnight"))
        .anySatisfy(p -> assertThat(p).contains("budgets[0].zone").contains("Mars"))
        .anySatisfy(p -> assertThat(p).contains("budgets[1].limit_usd").contains("1e3"))
        .anySatisfy(p -> assertThat(p).contains("budgets[1].alerts_percent"));
    assertThat(
            problems(
                "keys: []\nbudgets: [{ id: a, scope: everything, limit_usd: 1, every: day,"
                    + " alerts_percent: [80, 50] }]\n"))
        .singleElement()
        .asString()
        .contains("rising");
  }

  @Test
  void limits_come_back_as_they_were() throws Exception {
    Path file = folder.resolve("keys.yaml");
    List<RateLimit> limits =
        List.of(
            new RateLimit("all", Scope.EVERYTHING, 600, 200_000, 50, Duration.ofMillis(1_500)),
            new RateLimit("gpt", Scope.parse("model:openai/gpt-*"), 0, 1_000, 0, Duration.ZERO));
    KeyFile.edit(file, with(key(1, "first")));
    KeyFile.edit(file, directory -> directory.withLimits(limits));
    KeyFile.edit(file, with(key(2, "second")));
    assertThat(KeyFile.read(file).limits()).isEqualTo(limits);
  }

  @Test
  void a_limit_bounds_something() {
    assertThat(problems("limits:\n  - { id: a, scope: everything, wait: 1s }\n"))
        .singleElement()
        .asString()
        .contains("bounds nothing");
    assertThat(problems("limits:\n  - { id: a, scope: everything, concurrent: 0 }\n")).isNotEmpty();
    assertThat(problems("limits:\n  - { id: a, scope: 'model:a b', concurrent: 1 }\n"))
        .isNotEmpty();
    assertThat(problems("limits:\n  - { id: a, scope: everything, concurrent: 1, wait: 2m }\n"))
        .isNotEmpty();
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
      case Parsed.Ok<Directory> _ -> List.of();
      case Parsed.Failed<Directory> failed ->
          failed.problems().stream().map(Object::toString).toList();
    };
  }
}
