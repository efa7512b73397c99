package io.tollgate.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DerivedNamesTest {

  @Test
  void every_name_follows_from_its_own_thing_however_many_there_are() {
    DerivedNames<Integer> names = new DerivedNames<>(thing -> "name of " + thing);
    for (int round = 0; round < 2; round++) {
      for (int thing = 0; thing < 10_000; thing++) {
        assertThat(names.of(thing)).isEqualTo("name of " + thing);
      }
    }
  }

  @Test
  void a_name_that_is_asked_for_again_is_not_made_again() {
    AtomicInteger made = new AtomicInteger();
    DerivedNames<String> names = new DerivedNames<>(thing -> thing + made.incrementAndGet());
    assertThat(names.of("a")).isEqualTo("a1");
    assertThat(names.of("a")).isEqualTo("a1");
    assertThat(names.of("b")).isEqualTo("b2");
  }

  @Test
  void things_of_one_hash_have_names_of_their_own() {
    DerivedNames<String> names = new DerivedNames<>("name of "::concat);
    assertThat("Aa").hasSameHashCodeAs("BB");
    assertThat(names.of("Aa")).isEqualTo("name of Aa");
    assertThat(names.of("BB")).isEqualTo("name of BB");
    assertThat(names.of("Aa")).isEqualTo("name of Aa");
  }
}
