package io.tollgate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelsPathTest {

  @Test
  void the_list_and_what_is_below_it_match_and_nothing_else() {
    assertThat(ModelsPath.matches("/v1/models")).isTrue();
    assertThat(ModelsPath.matches("/v1/models/auto")).isTrue();
    assertThat(ModelsPath.matches("/v1/modelsx")).isFalse();
    assertThat(ModelsPath.matches("/v1/model")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/models/auto, auto",
    "/v1/models/groq/openai/gpt-oss-120b, groq/openai/gpt-oss-120b",
    "/v1/models/groq%2Fopenai%2fgpt-oss-120b, groq/openai/gpt-oss-120b",
    "/v1/models/a+b, a+b",
    "/v1/models/a%20b, a b",
    "/v1/models/50%, 50%",
    "/v1/models/%zz, %zz",
    "/v1/models/, ''",
    "/v1/models, ''"
  })
  void a_name_is_read_as_sdks_write_it(String path, String name) {
    assertThat(ModelsPath.name(path)).isEqualTo(name);
  }
}
