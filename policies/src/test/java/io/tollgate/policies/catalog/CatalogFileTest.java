package io.tollgate.policies.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.policies.yaml.Parsed;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CatalogFileTest {

  private static Catalog catalog(String text) {
    Parsed<Catalog> parsed = CatalogFile.parse("models.yaml", text);
    assertThat(parsed).as("%s", parsed).isInstanceOf(Parsed.Ok.class);
    return ((Parsed.Ok<Catalog>) parsed).value();
  }

  private static List<String> problems(String text) {
    Parsed<Catalog> parsed = CatalogFile.parse("models.yaml", text);
    assertThat(parsed).isInstanceOf(Parsed.Failed.class);
    return ((Parsed.Failed<Catalog>) parsed).problems().stream().map(Object::toString).toList();
  }

  @Test
  void one_model_at_two_hosts_is_two_deployments_with_limits_of_their_own() {
    Catalog catalog =
        catalog(
            """
            models:
              gpt-oss-120b:
                class: open-moe
                quality: 0.7
                context: 131072
                max_output: 65536
                capabilities: [tools, json-schema]
                deployments:
                  - groq/openai/gpt-oss-120b
                  - id: deepinfra/openai/gpt-oss-120b
                    context: 65536
                    max_output: 16384
                    capabilities: [tools]
              llama:
                class: local
                quality: 0.55
                context: 8192
                max_output: 8192
                deployments: [box/llama]
            """);

    assertThat(catalog.deployments())
        .extracting(Deployment::id)
        .containsExactly("groq/openai/gpt-oss-120b", "deepinfra/openai/gpt-oss-120b", "box/llama");
    assertThat(catalog.ofModel("gpt-oss-120b"))
        .containsExactly(
            new Deployment(
                "groq",
                "openai/gpt-oss-120b",
                new Model(
                    "gpt-oss-120b",
                    ModelClass.OPEN_MOE,
                    700_000,
                    131_072,
                    65_536,
                    Set.of(Capability.TOOLS, Capability.JSON_SCHEMA))),
            new Deployment(
                "deepinfra",
                "openai/gpt-oss-120b",
                new Model(
                    "gpt-oss-120b",
                    ModelClass.OPEN_MOE,
                    700_000,
                    65_536,
                    16_384,
                    Set.of(Capability.TOOLS))));
    assertThat(catalog.ofClass(ModelClass.LOCAL))
        .extracting(Deployment::id)
        .containsExactly("box/llama");
    assertThat(catalog.ofClass(ModelClass.FRONTIER)).isEmpty();
    assertThat(catalog.deployment("box/llama")).isNotNull();
    assertThat(catalog.deployment("llama")).isNull();
  }

  @Test
  void every_mistake_is_named_with_its_place_and_what_would_be_right() {
    assertThat(
            problems(
                """
                models:
                  one:
                    class: frontire
                    quality: 1.5
                    contxt: 1000
                    max_output: 0
                    capabilities: [tool]
                    deployments:
                      - acme
                      - {id: acme/one, max_output: many}
                """))
        .containsExactly(
            "models.yaml:3:5: models.one: missing key \"context\"; expected: a whole number from 1"
                + " to 2147483648",
            "models.yaml:3:12: models.one.class: found \"frontire\": did you mean \"frontier\"?;"
                + " expected: one of frontier, open-moe, local",
            "models.yaml:4:14: models.one.quality: 1.5 is out of range; expected: a number from 0"
                + " to 1 with at most 6 decimals",
            "models.yaml:5:5: models.one.contxt: unknown key; did you mean \"context\"?",
            "models.yaml:6:17: models.one.max_output: 0 is out of range; expected: a whole number"
                + " from 1 to 2147483648",
            "models.yaml:7:20: models.one.capabilities[0]: found \"tool\": did you mean \"tools\"?;"
                + " expected: one of tools, json-schema, images, audio, files, logprobs,"
                + " embeddings",
            "models.yaml:9:9: models.one.deployments[0]: found \"acme\"; expected: a deployment,"
                + " provider/model",
            "models.yaml:10:36: models.one.deployments[1].max_output: found \"many\"; expected: a"
                + " whole number from 1 to 2147483648");
  }

  @Test
  void a_deployment_is_declared_once_and_an_answer_fits_the_context() {
    assertThat(
            problems(
                """
                models:
                  one: {class: local, quality: 1, context: 10, max_output: 20, deployments: [a/b]}
                  two:
                    class: local
                    quality: 0
                    context: 10
                    max_output: 10
                    deployments: [c/d, a/b]
                  three: {class: local, quality: 1, context: 10, max_output: 10, deployments: []}
                  four: {class: local, quality: 1, context: 10, max_output: 10}
                """))
        .containsExactly(
            "models.yaml:2:60: models.one.max_output: 20 tokens of output do not fit a context of"
                + " 10; expected: at most the context",
            "models.yaml:8:24: models.two.deployments[1]: \"a/b\" is declared twice, first in line"
                + " 2; expected: each deployment once",
            "models.yaml:9:79: models.three.deployments: no deployment; expected: at least one"
                + " provider/model",
            "models.yaml:10:9: models.four: missing key \"deployments\"; expected: a list");
  }

  @Test
  void another_catalogue_replaces_deployments_in_place_and_adds_its_own() {
    Model weak = new Model("m", ModelClass.LOCAL, 1, 10, 10, Set.of());
    Model strong = new Model("m", ModelClass.LOCAL, 2, 10, 10, Set.of());
    Catalog both =
        Catalog.of(List.of(Deployment.of("a/x", weak), Deployment.of("b/y", weak)))
            .plus(Catalog.of(List.of(Deployment.of("c/z", strong), Deployment.of("a/x", strong))));
    assertThat(both.deployments())
        .containsExactly(
            Deployment.of("a/x", strong), Deployment.of("b/y", weak), Deployment.of("c/z", strong));
  }
}
