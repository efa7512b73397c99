package io.tollgate.bench.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The SDKs that ask for embeddings in OpenAI's way, against every provider that makes them. */
class EmbeddingsTest {

  private static final List<String> TEXTS = List.of("One town.", "Another town.", "Grüße 🙂");

  @TempDir private static Path folder;
  private static SdkStage stage;

  @BeforeAll
  static void start() throws Exception {
    stage = SdkStage.start(folder);
  }

  @AfterAll
  static void stop() {
    if (stage != null) {
      stage.close();
    }
  }

  static Stream<ProviderDialectName> providers() {
    return Arrays.stream(ProviderDialectName.values()).filter(ProviderDialectName::embeds);
  }

  private static String model(ProviderDialectName provider) {
    return provider.provider() + "/" + provider.embedder();
  }

  /** OpenAI's SDK asks for base64 and decodes it, langchain4j asks for numbers. */
  @ParameterizedTest
  @MethodSource("providers")
  void the_vectors_are_the_same_for_sdks_that_ask_for_numbers_and_for_base64(
      ProviderDialectName provider) throws Exception {
    try (SdkDriver openAi = ClientSdk.OPENAI_JAVA_CHAT.driver(stage.target());
        SdkDriver langChain = ClientSdk.LANGCHAIN4J_OPENAI.driver(stage.target())) {
      List<List<Float>> vectors = openAi.embed(model(provider), TEXTS);
      assertThat(vectors).hasSize(TEXTS.size()).doesNotHaveDuplicates();
      assertThat(vectors).allSatisfy(vector -> assertThat(vector).isNotEmpty());
      assertThat(langChain.embed(model(provider), TEXTS)).isEqualTo(vectors);
    }
  }

  @Test
  void the_sdks_for_javascript_get_them_from_every_provider() throws Exception {
    NodeProject node = NodeProject.ofThisBuild();
    for (ClientSdk sdk : List.of(ClientSdk.OPENAI_JS_CHAT, ClientSdk.AI_SDK_OPENAI_CHAT)) {
      List<SdkCase> cases = new ArrayList<>();
      providers()
          .forEach(provider ->
              cases.add(
                  new SdkCase(
                      provider.key, "embeddings", model(provider), TEXTS.get(0), false, null)));
      Map<String, Outcome> outcomes = NodeRun.run(node, sdk, stage.target(), cases);
      assertThat(outcomes.values())
          .allSatisfy(outcome -> {
            assertThat(outcome.error()).as(sdk.key).isNull();
            assertThat(outcome.steps().getFirst().input()).as(sdk.key).isPositive();
            assertThat(outcome.steps().getFirst().deltas()).as(sdk.key).isEqualTo(2);
          });
    }
  }
}
