package io.tollgate.adapters.openai.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ModelListTest {

  @Test
  void has_openais_shape_in_the_order_given() {
    byte[] json =
        ModelList.json(
            List.of(
                new ModelList.Entry("auto", "tollgate", 1_700_000_000),
                new ModelList.Entry("groq/openai/gpt-oss-120b", "groq", 0)));

    assertThat(new String(json, UTF_8))
        .isEqualTo(
            "{\"object\":\"list\",\"data\":["
                + "{\"id\":\"auto\",\"object\":\"model\",\"created\":1700000000,\"owned_by\":\"tollgate\"},"
                + "{\"id\":\"groq/openai/gpt-oss-120b\",\"object\":\"model\",\"created\":0,\"owned_by\":\"groq\"}]}");
    assertThat(new String(ModelList.json(List.of()), UTF_8))
        .isEqualTo("{\"object\":\"list\",\"data\":[]}");
  }
}
