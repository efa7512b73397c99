package io.tollgate.gateway.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tollgate.gateway.budget.Budget;
import io.tollgate.gateway.budget.BudgetWindow;
import io.tollgate.gateway.budget.BudgetWindow.Every;
import io.tollgate.gateway.budget.Scope;
import io.tollgate.gateway.limit.RateLimit;
import io.tollgate.policies.money.Picodollars;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DirectoryTest {

  private static final Duration WAIT = Duration.ofSeconds(1);

  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final String TEXT = KeyText.generate(new SplittableRandom(1));
  private static final Scope ACME = Scope.parse("organization:acme");
  private static final Scope SEARCH = Scope.parse("team:search");
  private static final Scope RANKING = Scope.parse("project:ranking");
  private static final Scope ADA = Scope.parse("user:ada");

  private static Grants models(String... patterns) {
    List<NamePattern> models = List.of(patterns).stream().map(NamePattern::new).toList();
    return new Grants(models, List.of(), List.of(), List.of());
  }

  private static Unit unit(Scope scope, @Nullable Scope parent, Grants grants) {
    return new Unit(scope, scope.id(), parent, grants);
  }

  private static List<Unit> units(Grants organization, Grants team) {
    return List.of(
        unit(ACME, null, organization),
        unit(SEARCH, ACME, team),
        unit(RANKING, SEARCH, Grants.EVERYTHING),
        unit(ADA, ACME, Grants.EVERYTHING));
  }

  private static VirtualKey key(@Nullable Scope owner, Grants grants) {
    return VirtualKey.of(
        TEXT,
        "app",
        new KeyTerms(owner, "ada", Map.of("feature", "x"), grants, null, false, null, null));
  }

  private static Budget budget(String id, Scope scope, String dollars, Every every) {
    return new Budget(
        id,
        scope,
        Picodollars.ofDollars(dollars),
        new BudgetWindow(every, ZoneOffset.UTC),
        Budget.ALERTS,
        true);
  }

  @Test
  void a_key_is_charged_to_all_that_it_is_a_part_of_the_widest_first() {
    Directory directory =
        Directory.of(
            units(Grants.EVERYTHING, Grants.EVERYTHING),
            List.of(key(RANKING, Grants.EVERYTHING)),
            List.of());
    Caller caller = Objects.requireNonNull(directory.authenticate(PresentedKey.of(TEXT), NOW));
    assertThat(caller.path())
        .extracting(Scope::text)
        .containsExactly(
            "everything",
            "organization:acme",
            "team:search",
            "project:ranking",
            "user:ada",
            "key:" + caller.id(),
            "tag:feature=x");
  }

  @Test
  void a_key_may_use_what_all_above_it_may() {
    List<Unit> units = units(models("openai/*", "local/*"), models("openai/gpt-*", "local/*"));
    Directory directory =
        Directory.of(units, List.of(key(RANKING, models("local/*", "openai/gpt-5"))), List.of());
    Caller caller = Objects.requireNonNull(directory.caller(TEXT.substring(3, 15)));
    assertThat(caller.mayUseModel("openai/gpt-5")).isTrue();
    assertThat(caller.mayUseModel("openai/gpt-5-mini")).isFalse();
    assertThat(caller.mayUseModel("local/pebble")).isTrue();
    assertThat(caller.mayUseModel("anthropic/opus")).isFalse();
    assertThat(caller.mayUsePolicy("default")).isTrue();
    // What was granted above is taken back: what the key was given is worth nothing any longer.
    List<String> problems =
        Directory.problems(
            units(models("openai/*"), Grants.EVERYTHING), directory.keys(), List.of());
    assertThat(problems)
        .containsExactly(
            "key "
                + caller.id()
                + ": models: local/* is more than the openai/* above it (organization:acme)");
  }

  @Test
  void nobody_has_more_than_what_he_is_a_part_of() {
    assertThat(
            Directory.problems(
                units(models("openai/gpt-*"), models("openai/*")), List.of(), List.of()))
        .containsExactly(
            "team:search: models: openai/* is more than the openai/gpt-* above it"
                + " (organization:acme)");
    Grants inside =
        new Grants(
            List.of(),
            List.of(),
            List.of(new NamePattern("/v1/*")),
            List.of(new Network("10.0.0.0/8")));
    Grants outside =
        new Grants(
            List.of(),
            List.of(),
            List.of(new NamePattern("/*")),
            List.of(new Network("10.1.0.0/16"), new Network("0.0.0.0/0")));
    assertThat(inside.excessOf(outside)).hasSize(2);
    assertThat(inside.excessOf(Grants.EVERYTHING)).isEmpty();
    assertThat(Grants.EVERYTHING.excessOf(outside)).isEmpty();
  }

  @Test
  void a_limit_is_not_above_that_of_the_whole() {
    List<Unit> units = units(Grants.EVERYTHING, Grants.EVERYTHING);
    List<VirtualKey> keys = List.of(key(RANKING, Grants.EVERYTHING));
    Scope key = new Scope(Scope.Kind.KEY, TEXT.substring(3, 15));
    List<Budget> budgets =
        List.of(
            budget("all", ACME, "100", Every.MONTH),
            budget("team", SEARCH, "100", Every.MONTH),
            budget("key", key, "100.000000000001", Every.MONTH),
            budget("daily", SEARCH, "1000", Every.DAY));
    assertThat(Directory.problems(units, keys, budgets))
        .hasSize(2)
        .allSatisfy(problem -> assertThat(problem).startsWith("budget key: ").contains("above it"));
  }

  @Test
  void a_rate_is_not_above_that_of_the_whole_and_is_for_somebody() {
    List<Unit> units = units(Grants.EVERYTHING, Grants.EVERYTHING);
    List<VirtualKey> keys = List.of(key(RANKING, Grants.EVERYTHING));
    List<RateLimit> limits =
        List.of(
            new RateLimit("all", ACME, 100, 0, 5, Duration.ZERO),
            new RateLimit("all", SEARCH, 100, 1_000, 0, Duration.ofSeconds(1)),
            new RateLimit("key", Scope.parse("key:" + TEXT.substring(3, 15)), 101, 9, 6, WAIT),
            new RateLimit("lost", Scope.parse("team:lost"), 1, 0, 0, Duration.ZERO),
            new RateLimit("model", Scope.parse("model:openai/*"), 999, 0, 0, WAIT));
    assertThat(Directory.problems(units, keys, List.of(), limits))
        .containsExactly(
            "limit all is there twice",
            "limit key: requests: 101 is more than the 100 of limit all above it",
            "limit key: concurrent: 6 is more than the 5 of limit all above it",
            "limit key: requests: 101 is more than the 100 of limit all above it",
            "limit lost is for team:lost, which is not there",
            "limit model is for model:openai/*: nobody waits there, others are asked");
    assertThat(
            Directory.problems(
                units,
                keys,
                List.of(budget("b", Scope.parse("model:openai/*"), "1", Every.DAY)),
                List.of()))
        .containsExactly("budget b is for model:openai/*: only limits are for models");
  }

  @Test
  void what_refers_to_nobody_is_named() {
    List<Unit> lost =
        List.of(
            unit(SEARCH, ACME, Grants.EVERYTHING),
            unit(RANKING, null, Grants.EVERYTHING),
            unit(RANKING, null, Grants.EVERYTHING));
    List<VirtualKey> keys = List.of(key(ACME, Grants.EVERYTHING));
    List<Budget> budgets =
        List.of(
            budget("b", Scope.parse("key:nobody"), "1", Every.DAY),
            budget("b", Scope.tag("a", "b"), "1", Every.DAY));
    assertThat(Directory.problems(lost, keys, budgets))
        .containsExactly(
            "project:ranking is there twice",
            "team:search is a part of organization:acme, which is not there",
            "project:ranking has no team or organization",
            "project:ranking has no team or organization",
            "key " + TEXT.substring(3, 15) + " belongs to organization:acme, which is not there",
            "key " + TEXT.substring(3, 15) + " is of user ada, who is not there",
            "budget b is for key:nobody, which is not there",
            "budget b is there twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Directory.of(lost, keys, budgets))
        .withMessageContaining("is there twice");
  }

  @Test
  void a_ring_of_parents_does_not_hang() {
    List<Unit> ring =
        List.of(
            unit(ADA, Scope.parse("user:bob"), models("a")),
            unit(Scope.parse("user:bob"), ADA, models("b")));
    assertThat(Directory.problems(ring, List.of(), List.of())).isNotEmpty();
  }

  @Test
  void a_pattern_that_covers_another_matches_all_that_the_other_does() {
    SplittableRandom random = new SplittableRandom(3);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      StringBuilder name = new StringBuilder();
      for (int c = random.nextInt(4); c >= 0; c--) {
        name.append("ab/".charAt(random.nextInt(3)));
      }
      names.add(name.toString());
    }
    for (String one : names) {
      for (String other : names) {
        for (String star : List.of("", "*")) {
          NamePattern wide = new NamePattern(one + star);
          NamePattern narrow = new NamePattern(other + (random.nextBoolean() ? "*" : ""));
          if (wide.covers(narrow)) {
            assertThat(names).noneMatch(name -> narrow.matches(name) && !wide.matches(name));
          }
        }
      }
    }
    for (String wrong : List.of("", " ", "*a", "a*b", "**")) {
      assertThatIllegalArgumentException().isThrownBy(() -> new NamePattern(wrong));
    }
  }

  @Test
  void a_network_has_the_addresses_of_its_prefix() {
    Network private8 = new Network("10.0.0.0/8");
    assertThat(private8.contains(new byte[] {10, 1, 2, 3})).isTrue();
    assertThat(private8.contains(new byte[] {11, 1, 2, 3})).isFalse();
    byte[] mapped = new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 1, 2, 3};
    assertThat(private8.contains(mapped)).isTrue();
    assertThat(private8.contains(new byte[0])).isFalse();
    assertThat(new Network("192.168.1.128/25").contains(new byte[] {-64, -88, 1, -127})).isTrue();
    assertThat(new Network("192.168.1.128/25").contains(new byte[] {-64, -88, 1, 127})).isFalse();
    assertThat(new Network("2001:db8::/32").covers(new Network("2001:db8:1::/48"))).isTrue();
    assertThat(new Network("0.0.0.0/0").covers(new Network("::/0"))).isFalse();
    assertThat(new Network("::1").contains(mapped)).isFalse();
    for (String wrong : List.of("", "10.0.0.0/33", "10.0.0", "host", "10.0.0.0/", "::/129")) {
      assertThatIllegalArgumentException().isThrownBy(() -> new Network(wrong));
    }
  }
}
