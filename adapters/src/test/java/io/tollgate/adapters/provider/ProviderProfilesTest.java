package io.tollgate.adapters.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.dialect.ProviderDialect;
import io.tollgate.policies.builtin.BuiltIn;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.yaml.Parsed;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderProfilesTest {

  private static final ProviderProfiles SHIPPED = ProviderProfiles.shipped();

  private static ProviderProfile profile(String name) {
    return Objects.requireNonNull(SHIPPED.find(name), name);
  }

  /** A value for every variable, as an operator would give them. */
  private static Variables variables(ProviderProfile profile) {
    Map<String, String> values = new LinkedHashMap<>();
    profile.variables().forEach(name -> values.put(name, "x-" + name.replace('_', '-')));
    values.putAll(profile.defaults());
    return new Variables(values);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openai",
        "azure-openai",
        "anthropic",
        "gemini",
        "vertex",
        "bedrock",
        "cohere",
        "mistral",
        "xai",
        "deepseek",
        "qwen",
        "kimi",
        "glm",
        "minimax",
        "ernie",
        "hunyuan",
        "doubao",
        "llama-api",
        "groq",
        "cerebras",
        "sambanova",
        "together",
        "fireworks",
        "deepinfra",
        "anyscale",
        "runpod",
        "lambda",
        "perplexity",
        "openrouter",
        "aleph-alpha",
        "vllm",
        "sglang",
        "tgi",
        "mii",
        "llama-cpp",
        "ollama",
        "lm-studio",
        "nvidia-nim",
        "nim"
      })
  void there_is_a_profile_of_every_provider_that_is_promised(String name) {
    assertThat(SHIPPED.find(name)).isNotNull();
  }

  @Test
  void every_profile_can_be_spoken_to_once_its_variables_are_given() {
    for (ProviderProfile profile : SHIPPED.all()) {
      Variables variables = variables(profile);

      assertThat(variables.fill(profile.baseUrl()))
          .as(profile.name())
          .matches("https?://[a-z0-9.:-]+(/[A-Za-z0-9./_-]*[A-Za-z0-9])?");
      assertThat(profile.dialects()).as(profile.name()).isNotEmpty();
      for (DialectProfile dialect : profile.dialects()) {
        ProviderDialect spoken = dialect.speak(variables);
        assertThat(spoken.name()).as(profile.name()).isEqualTo(dialect.dialect());
        assertThat(variables.fill(dialect.endpoints().path("m", false)))
            .as(profile.name())
            .startsWith("/")
            .doesNotContain("{")
            .doesNotContain("//");
      }
    }
  }

  @Test
  void every_profile_says_where_it_comes_from_and_when() {
    LocalDate written = LocalDate.of(2026, 11, 21);
    assertThat(SHIPPED.all())
        .allSatisfy(profile -> {
          assertThat(profile.source()).as(profile.name()).isNotBlank();
          assertThat(profile.docs()).as(profile.name()).startsWith("https://");
          assertThat(profile.asOf())
              .as(profile.name())
              .isBetween(LocalDate.of(2026, 7, 1), written);
        });
  }

  @Test
  void every_provider_of_the_built_in_catalogue_has_a_profile_of_its_name() {
    assertThat(BuiltIn.catalog().deployments())
        .extracting(Deployment::provider)
        .allSatisfy(name -> assertThat(profile(name).name()).isEqualTo(name));
  }

  @Test
  void a_key_is_never_sent_without_tls_but_to_ones_own_machine() {
    assertThat(SHIPPED.all())
        .allSatisfy(profile ->
            assertThat(profile.baseUrl().startsWith("https://") || profile.isLocal())
                .as(profile.name())
                .isTrue());
  }

  @ParameterizedTest
  @CsvSource({
    "grok, xai",
    "zhipu, zai",
    "togetherai, togetherai",
  })
  void a_profile_is_found_by_its_names(String name, String profile) {
    assertThat(profile(name).name()).isEqualTo(profile);
  }

  @Test
  void who_misspells_a_name_is_told_the_nearest() {
    assertThat(SHIPPED.find("opnai")).isNull();
    assertThat(SHIPPED.advice("opnai")).isEqualTo("did you mean \"openai\"?");
    assertThat(SHIPPED.advice("zzz")).contains("providers list");
  }

  @Test
  void variables_are_named_once_and_the_model_is_none() {
    assertThat(profile("azure-openai").variables()).containsExactly("resource", "api_version");
    assertThat(profile("vertex").variables()).containsExactly("region", "project");
    assertThat(profile("openai").variables()).isEmpty();
  }

  @Test
  void mistakes_in_a_profile_file_are_named() {
    String file =
        """
        providers:
          a:
            title: A
            aliases: [b]
            base_url: https://a.example/
            auth: api_key_query
            dialects: [ { dialect: openai-chatt, path: v1 } ]
            docs: https://a.example
            source: me
            as_of: 2026-11-21
          b:
            title: B
            base_url: https://b.example
            auth: header:x-key
            dialects: []
            docs: https://b.example
            source: me
            as_of: 2026-11-21
        """;

    Parsed<List<ProviderProfile>> parsed = ProfileFile.parse("f.yaml", file);

    assertThat(parsed)
        .isInstanceOfSatisfying(
            Parsed.Failed.class,
            failed ->
                assertThat(failed.problems().toString())
                    .contains("5:")
                    .contains("without a slash at its end")
                    .contains("found \"api_key_query\"")
                    .contains("did you mean \"openai-chat\"?")
                    .contains("a path such as /v1/messages")
                    .contains("a name or alias is taken")
                    .contains("there is no dialect"));
  }
}
