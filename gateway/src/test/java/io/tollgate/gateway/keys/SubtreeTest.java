package io.tollgate.gateway.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.budget.Scope;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SubtreeTest {

  private static Scope scope(String text) {
    return Scope.parse(text);
  }

  private static Unit unit(String scope, @Nullable String parent) {
    return new Unit(scope(scope), scope, parent == null ? null : scope(parent), Grants.EVERYTHING);
  }

  private static VirtualKey key(String id, @Nullable String owner, @Nullable String user) {
    return new VirtualKey(
        id,
        id,
        "ab".repeat(32),
        null,
        new KeyTerms(
            owner == null ? null : scope(owner),
            user,
            Map.of(),
            Grants.EVERYTHING,
            null,
            false,
            null,
            null));
  }

  private static final VirtualKey RANKERS = key("000000000001", "project:ranking", "bob");
  private static final VirtualKey ADAS = key("000000000002", null, "ada");
  private static final VirtualKey BANNERS = key("000000000003", "team:ads", "ada");
  private static final VirtualKey NOBODYS = key("000000000004", null, null);

  private static final Directory DIRECTORY =
      Directory.of(
          List.of(
              unit("organization:acme", null),
              unit("team:search", "organization:acme"),
              unit("team:ads", "organization:acme"),
              unit("project:ranking", "team:search"),
              unit("user:ada", "team:search"),
              unit("user:bob", null)),
          List.of(RANKERS, ADAS, BANNERS, NOBODYS),
          List.of());

  private static final Subtree SEARCH = new Subtree(scope("team:search"), DIRECTORY);
  private static final Subtree ADA = new Subtree(scope("user:ada"), DIRECTORY);

  @Test
  void what_is_below_a_unit_is_in_it_and_what_is_above_or_beside_it_is_not() {
    assertThat(SEARCH.contains(scope("team:search"))).isTrue();
    assertThat(SEARCH.contains(scope("project:ranking"))).isTrue();
    assertThat(SEARCH.contains(scope("user:ada"))).isTrue();
    assertThat(SEARCH.contains(scope("organization:acme"))).isFalse();
    assertThat(SEARCH.contains(scope("team:ads"))).isFalse();
    assertThat(SEARCH.contains(scope("team:none"))).isFalse();
    assertThat(SEARCH.contains(null)).isFalse();
    assertThat(SEARCH.isBelowTop(scope("team:search"))).isFalse();
    assertThat(SEARCH.isBelowTop(scope("project:ranking"))).isTrue();
  }

  @Test
  void a_key_is_its_owners_and_its_users_where_it_has_no_owner() {
    assertThat(SEARCH.owns(RANKERS)).isTrue();
    assertThat(SEARCH.owns(ADAS)).isTrue();
    assertThat(SEARCH.owns(BANNERS)).isFalse();
    assertThat(SEARCH.owns(NOBODYS)).isFalse();
  }

  @Test
  void a_user_has_all_keys_that_are_his() {
    assertThat(ADA.owns(ADAS)).isTrue();
    assertThat(ADA.owns(BANNERS)).isTrue();
    assertThat(ADA.owns(RANKERS)).isFalse();
    assertThat(ADA.owns(NOBODYS)).isFalse();
  }

  @Test
  void spend_is_in_it_where_its_unit_or_its_key_is() {
    assertThat(SEARCH.covers(scope("key:000000000001"))).isTrue();
    assertThat(SEARCH.covers(scope("key:000000000003"))).isFalse();
    assertThat(SEARCH.covers(scope("key:999999999999"))).isFalse();
    assertThat(SEARCH.covers(scope("team:search"))).isTrue();
    assertThat(SEARCH.coversBelowTop(scope("team:search"))).isFalse();
    assertThat(SEARCH.covers(Scope.EVERYTHING)).isFalse();
    assertThat(SEARCH.covers(Scope.tag("team", "search"))).isFalse();
  }
}
