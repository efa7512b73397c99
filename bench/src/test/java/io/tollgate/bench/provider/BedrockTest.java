package io.tollgate.bench.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.bench.provider.AmazonFrames.Frame;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class BedrockTest {

  private static final String ASK =
      """
      {"toolConfig":{"tools":[{"toolSpec":{"name":"weather","inputSchema":{"json":
        {"type":"object","properties":{"city":{"type":"string"}}}}}}]},
       "additionalModelRequestFields":{"thinking":{"type":"enabled","budget_tokens":1024}},
       "messages":[{"role":"user","content":[{"text":"[[tool:weather]][[think:3]]"}]}%s]}
      """;

  private ProviderClient client;

  @BeforeEach
  void start() throws Exception {
    client = ProviderClient.of(SimulatedModel.instant("eu.sim:0"));
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
  }

  @Test
  void a_stream_of_frames_adds_up_to_the_plain_answer() throws Exception {
    JsonNode plain = plain(ASK.formatted(""));
    JsonNode content = plain.at("/output/message/content");
    assertThat(content.at("/1/toolUse/input/city").stringValue()).isEqualTo("toll");
    assertThat(plain.path("stopReason").stringValue()).isEqualTo("tool_use");
    List<Frame> frames =
        AmazonFrames.read(
            Tongue.BEDROCK
                .post(client, "/model/eu.sim%3A0/converse-stream", ASK.formatted(""))
                .bytes());
    StringBuilder thought = new StringBuilder();
    StringBuilder input = new StringBuilder();
    for (Frame frame : frames) {
      thought.append(frame.payload().at("/delta/reasoningContent/text").stringValue(""));
      input.append(frame.payload().at("/delta/toolUse/input").stringValue(""));
    }
    assertThat(thought.toString())
        .isEqualTo(content.at("/0/reasoningContent/reasoningText/text").stringValue());
    assertThat(input.toString()).isEqualTo(content.at("/1/toolUse/input").toString());
    assertThat(frames.getFirst().type()).isEqualTo("messageStart");
    assertThat(frames.getLast().type()).isEqualTo("metadata");
    assertThat(frames.getLast().payload().path("usage")).isEqualTo(plain.path("usage"));
  }

  @Test
  void a_result_is_answered_if_the_signed_reasoning_came_back() throws Exception {
    JsonNode message = plain(ASK.formatted("")).at("/output/message");
    String id = message.at("/content/1/toolUse/toolUseId").stringValue();
    String result =
        ",{\"role\":\"user\",\"content\":[{\"toolResult\":{\"toolUseId\":\"%s\",\"content\":"
                .formatted(id)
            + "[{\"text\":\"sunny\"}]}}]}";
    JsonNode answer = plain(ASK.formatted("," + message + result));
    assertThat(answer.at("/output/message/content/1/text").stringValue())
        .startsWith("The tool said: sunny.");
    String forged = message.toString().replace("\"signature\":\"", "\"signature\":\"A");
    assertThat(plain(ASK.formatted("," + forged + result)).path("message").stringValue())
        .contains("Invalid `signature`");
  }

  private JsonNode plain(String body) throws Exception {
    return ProviderClient.JSON.readTree(
        Tongue.BEDROCK.post(client, "/model/eu.sim%3A0/converse", body).text());
  }

  /** The example "get-vanilla" of Amazon's own test suite for signatures. */
  @Test
  void amazons_own_example_of_a_signature_is_verified() {
    String signature = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
    assertThatCode(() -> verify(signature)).doesNotThrowAnyException();
    assertThatThrownBy(() -> verify(signature.replace('5', '6')))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.status).isEqualTo(403));
  }

  private static void verify(String signature) {
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap()
            .add("host", "example.amazonaws.com")
            .add("x-amz-date", "20150830T123600Z")
            .add(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                    + " SignedHeaders=host;x-amz-date, Signature="
                    + signature);
    RequestSignature.verify(
        new Call("GET", "/", "", headers, Buffer.buffer()),
        "AKIDEXAMPLE",
        "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
  }
}
