package io.tollgate.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.openai.chat.ChatProvider;
import io.tollgate.adapters.openai.chat.UsageRule;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpokenDialectTest {

  private static final ChatProvider ONE = ChatProvider.of(UsageRule.OPENAI);
  private static final ChatProvider OTHER = ChatProvider.of(UsageRule.XAI);

  @ParameterizedTest
  @CsvSource({
    "claude-*, claude-opus-5, true",
    "claude-*, gemini-3, false",
    "*claude*, us.anthropic.claude-5, true",
    "*, anything, true",
    "a*b*c, a-b-c, true",
    "a*b*c, a-c-b, false",
    "exact, exact, true",
    "exact, exactly, false",
  })
  void a_star_stands_for_any_characters(String pattern, String model, boolean expected) {
    assertThat(new SpokenDialect(ONE, List.of(pattern)).isFor(model)).isEqualTo(expected);
  }

  @Test
  void a_model_is_spoken_to_in_the_dialects_that_are_for_it_in_their_order() {
    Provider provider =
        Provider.of("p", URI.create("http://p"), null, UsageRule.OPENAI)
            .withDialects(List.of(new SpokenDialect(ONE, List.of("a-*")), SpokenDialect.of(OTHER)));

    assertThat(provider.dialects("a-1")).containsExactly(ONE, OTHER);
    assertThat(provider.dialects("b-1")).containsExactly(OTHER);
  }
}
