package io.tollgate.adapters.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.adapters.openai.OpenAiSpec.Shape;
import org.junit.jupiter.api.Test;

class OpenAiSpecTest {

  private static final String CHUNK =
      "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":"
          + "[{\"index\":0,\"delta\":{\"content\":\"x\"},\"logprobs\":null,\"finish_reason\":null}]}";

  private final OpenAiSpec spec = OpenAiSpec.load();

  @Test
  void what_openai_says_of_its_answers_is_held_against_ours() {
    assertThatCode(() -> spec.check(Shape.CHAT_CHUNK, CHUNK.getBytes(UTF_8)))
        .doesNotThrowAnyException();
    assertThatThrownBy(() ->
            spec.check(Shape.CHAT_CHUNK, CHUNK.replace("null}]", "\"eos\"}]").getBytes(UTF_8)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("finish_reason");
    assertThatThrownBy(
            () -> spec.check(Shape.CHAT_CHUNK, CHUNK.replace("\"created\":1,", "").getBytes(UTF_8)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("created");
  }

  @Test
  void a_shape_of_each_api_is_known() {
    for (Shape shape : Shape.values()) {
      assertThatThrownBy(() -> spec.check(shape, "[]".getBytes(UTF_8)))
          .as(shape.name())
          .isInstanceOf(AssertionError.class);
    }
  }
}
