package io.tollgate.policies.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {

  private static final List<String> NAMES = List.of("min_quality", "max_cost_usd", "max_ttft");

  @Test
  void the_nearest_name_is_the_one_that_was_meant() {
    assertThat(Spelling.nearest("min_qualty", NAMES)).isEqualTo("min_quality");
    assertThat(Spelling.nearest("mxa_ttft", NAMES)).isEqualTo("max_ttft");
    assertThat(Spelling.nearest("MAX_COST_USD", NAMES)).isEqualTo("max_cost_usd");
  }

  @Test
  void a_word_that_resembles_nothing_gets_no_guess() {
    assertThat(Spelling.nearest("retries", NAMES)).isNull();
    assertThat(Spelling.nearest("x", NAMES)).isNull();
    assertThat(Spelling.advice("x", List.of("tools"), "known: tools")).isEqualTo("known: tools");
  }

  @Test
  void an_adjacent_swap_is_one_mistake() {
    assertThat(Spelling.nearest("atuo", List.of("quot", "auto"))).isEqualTo("auto");
  }

  @Test
  void a_name_begun_or_overdone_is_recognised() {
    assertThat(Spelling.nearest("alias", List.of("policies", "aliases"))).isEqualTo("aliases");
    assertThat(Spelling.nearest("rules_list", List.of("when", "rules"))).isEqualTo("rules");
  }
}
