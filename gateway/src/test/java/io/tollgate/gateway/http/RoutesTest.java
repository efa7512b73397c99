package io.tollgate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {

  private static Route route(String method, String path) {
    return Routes.of(HttpMethod.valueOf(method), path, MultiMap.caseInsensitiveMultiMap());
  }

  @Test
  void the_list_of_models_and_what_is_below_it_match_and_nothing_else() {
    assertThat(route("GET", "/v1/models")).isInstanceOf(Route.Models.class);
    assertThat(route("GET", "/v1/models/auto")).isInstanceOf(Route.Models.class);
    assertThat(route("GET", "/v1/modelsx")).isInstanceOf(Route.Nothing.class);
    assertThat(route("GET", "/v1/model")).isInstanceOf(Route.Nothing.class);
    assertThat(route("POST", "/v1/models")).isInstanceOf(Route.NotAllowed.class);
  }

  @Test
  void what_callers_say_of_answers_is_posted() {
    assertThat(route("POST", "/v1/feedback")).isInstanceOf(Route.Feedback.class);
    assertThat(route("POST", "/v1/outcomes")).isInstanceOf(Route.Outcome.class);
    assertThat(route("POST", "/openai/v1/outcomes")).isInstanceOf(Route.Outcome.class);
    assertThat(route("GET", "/v1/outcomes")).isInstanceOf(Route.NotAllowed.class);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "all",
      value = {
        "/v1/models/auto, auto",
        "/v1/models/groq/openai/gpt-oss-120b, groq/openai/gpt-oss-120b",
        "/v1/models/groq%2Fopenai%2fgpt-oss-120b, groq/openai/gpt-oss-120b",
        "/openai/v1/models/groq%2Fopenai%2fgpt-oss-120b, groq/openai/gpt-oss-120b",
        "/v1/models/a+b, a+b",
        "/v1/models/a%20b, a b",
        "/v1/models/50%, 50%",
        "/v1/models/%zz, %zz",
        "/v1/models/, all",
        "/v1/models, all"
      })
  void the_name_of_a_model_is_read_as_sdks_write_it(String path, String name) {
    assertThat(route("GET", path))
        .isInstanceOfSatisfying(
            Route.Models.class, models -> assertThat(models.name()).isEqualTo(name));
  }

  @ParameterizedTest
  @CsvSource({
    "/v1beta/models/at/m:generateContent, at/m, false",
    "/v1/models/at%2Fm:streamGenerateContent, at/m, true",
    "/genai/v1/models/at/m:8b:generateContent, at/m:8b, false",
    "/v1beta/at/m:generateContent, at/m, false"
  })
  void geminis_methods_are_found_wherever_googles_and_vercels_sdks_look_for_them(
      String path, String name, boolean streams) {
    assertThat(route("POST", path))
        .isInstanceOfSatisfying(
            Route.Talk.class,
            talk -> {
              assertThat(talk.dialect().name()).isEqualTo("gemini");
              assertThat(talk.pathModel()).isEqualTo(name);
              assertThat(talk.pathStreams()).isEqualTo(streams);
            });
  }
}
