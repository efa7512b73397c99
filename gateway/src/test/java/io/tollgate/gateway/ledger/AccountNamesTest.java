package io.tollgate.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AccountNamesTest {

  private static List<String> of(String... names) {
    Entry.Reserve plain = Samples.reserve("r");
    return Samples.charged(plain, plain.at(), List.of(names)).accounts();
  }

  private static void refuses(String reason, String... names) {
    assertThatThrownBy(() -> of(names))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void a_request_may_be_charged_to_accounts_of_any_names_without_spaces() {
    List<String> names =
        List.of("organization:acme", "tag:größe=\"XL\"", "語", "😀", "x".repeat(200));
    assertThat(of(names.toArray(new String[0]))).isEqualTo(names);
    assertThat(of()).isEmpty();
  }

  @Test
  void a_request_keeps_its_own_list_of_accounts() {
    List<String> names = new ArrayList<>(List.of("a"));
    Entry.Reserve reserve = Samples.charged(Samples.reserve("r"), Samples.NOON, names);
    names.add("b");
    assertThat(reserve.accounts()).containsExactly("a");
    assertThat(reserve.accounts()).isUnmodifiable();
  }

  @Test
  void a_name_has_1_to_200_characters() {
    refuses("account \"\" has a name of 0 characters (expected: 1 to 200)", "a", "");
    refuses("has a name of 201 characters (expected: 1 to 200)", "x".repeat(201));
  }

  @Test
  void a_name_has_nothing_that_would_end_it_or_that_no_file_could_give_back() {
    for (String bad :
        List.of(" ", "\t", "\n", "\0", "\u007f", "\u0085", "\u00a0", "\u2028", "\u3000")) {
      refuses("U+%04X in its name".formatted(bad.codePointAt(0)), "team:a" + bad + "b");
    }
    refuses("U+D83D in its name", "half\ud83d");
    refuses("U+DE00 in its name", "\ude00half");
  }

  @Test
  void a_request_is_charged_to_an_account_once() {
    refuses("account \"a\" is named twice", "a", "b", "a");
  }

  @Test
  void a_request_is_charged_to_at_most_256_accounts() {
    String[] most = IntStream.range(0, 256).mapToObj(i -> "a" + i).toArray(String[]::new);
    assertThat(of(most)).hasSize(256);
    String[] more = IntStream.range(0, 257).mapToObj(i -> "a" + i).toArray(String[]::new);
    refuses("charged to 257 accounts (expected: <= 256)", more);
  }
}
