package io.tollgate.gateway.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScopeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "everything",
        "organization:acme",
        "team:search-2",
        "project:a.b_c",
        "user:ada",
        "key:0123456789ab",
        "tag:feature=Chat/v2",
        "tag:customer=ada@example.com"
      })
  void a_scope_is_read_from_its_own_text(String text) {
    assertThat(Scope.parse(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "acme",
        "everything:x",
        "organisation:acme",
        "team:",
        "team:Search",
        "team:a b",
        "team:-a",
        "tag:feature",
        "tag:=x",
        "tag:a=b c",
        "team:a\nteam:b",
        "key:0123456789012345678901234567890123456789012345678901234567890123456789"
      })
  void what_names_no_scope_is_refused_in_words(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Scope.parse(text))
        .withMessageContaining("expected");
  }
}
