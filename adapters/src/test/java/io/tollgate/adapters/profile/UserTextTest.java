package io.tollgate.adapters.profile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.anthropic.AnthropicClient;
import io.tollgate.adapters.dialect.ClientCall;
import io.tollgate.adapters.dialect.ClientDialect;
import io.tollgate.adapters.dialect.RequestHead;
import io.tollgate.adapters.gemini.GeminiClient;
import io.tollgate.adapters.openai.chat.ChatClient;
import io.tollgate.adapters.openai.embeddings.EmbeddingsClient;
import io.tollgate.adapters.openai.responses.ResponsesClient;
import io.tollgate.policies.quality.Prompt;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class UserTextTest {

  private static final int BEFORE_BODY = 7;

  /** Every client dialect that talks, with its ways of writing a conversation. */
  enum Tongue {
    CHAT(
        "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"be kind\"},%s]}",
        "{\"content\":%s,\"role\":\"user\"}",
        "{\"role\":\"assistant\",\"content\":%s}",
        "{\"type\":\"text\",\"text\":%s}",
        "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:,\"}}",
        "{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":\"21 degrees\"}"),
    RESPONSES(
        "{\"model\":\"m\",\"input\":[%s],\"instructions\":\"be kind\"}",
        "{\"content\":%s,\"role\":\"user\"}",
        "{\"type\":\"message\",\"role\":\"assistant\",\"content\":%s}",
        "{\"text\":%s,\"type\":\"input_text\"}",
        "{\"type\":\"input_image\",\"image_url\":\"data:,\"}",
        "{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":\"21 degrees\"}"),
    ANTHROPIC(
        "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[%s],\"system\":\"be kind\"}",
        "{\"content\":%s,\"role\":\"user\"}",
        "{\"role\":\"assistant\",\"content\":%s}",
        "{\"type\":\"text\",\"text\":%s}",
        "{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"data:,\"}}",
        "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"c\","
            + "\"content\":[{\"type\":\"text\",\"text\":\"21 degrees\"}]}]}"),
    GEMINI(
        "{\"contents\":[%s],\"systemInstruction\":{\"parts\":[{\"text\":\"be kind\"}]}}",
        "{\"parts\":%s,\"role\":\"user\"}",
        "{\"role\":\"model\",\"parts\":%s}",
        "{\"text\":%s}",
        "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"\"}}",
        "{\"role\":\"user\",\"parts\":[{\"functionResponse\":{\"name\":\"f\",\"response\":"
            + "{\"text\":\"21 degrees\"},\"parts\":[{\"text\":\"21 degrees\"}]}}]}");

    private final String request;
    private final String user;
    private final String model;
    private final String part;
    private final String image;
    private final String result;

    Tongue(String request, String user, String model, String part, String image, String result) {
      this.request = request;
      this.user = user;
      this.model = model;
      this.part = part;
      this.image = image;
      this.result = result;
    }

    private ClientDialect client() {
      return switch (this) {
        case CHAT -> new ChatClient();
        case RESPONSES -> new ResponsesClient();
        case ANTHROPIC -> new AnthropicClient();
        case GEMINI -> new GeminiClient();
      };
    }

    String parts(String... literals) {
      StringBuilder all = new StringBuilder("[");
      for (String literal : literals) {
        all.append(all.length() > 1 ? "," : "").append(part.formatted(literal));
      }
      return all.append(']').toString();
    }

    String asks(String literal) {
      return user.formatted(parts(literal));
    }

    String answers(String literal) {
      return model.formatted(parts(literal));
    }

    String text(String... turns) throws MalformedRequest {
      return read(client(), request.formatted(String.join(",", turns))).userText();
    }
  }

  private static ClientCall read(ClientDialect client, String json) throws MalformedRequest {
    byte[] bytes = json.getBytes(UTF_8);
    byte[] body = new byte[BEFORE_BODY + bytes.length + 3];
    System.arraycopy(bytes, 0, body, BEFORE_BODY, bytes.length);
    RequestHead head = new RequestHead("m", false, Map.of());
    return client.read(head, body, BEFORE_BODY, bytes.length);
  }

  @ParameterizedTest
  @EnumSource
  void the_latest_message_of_the_user_is_the_prompt(Tongue tongue) throws MalformedRequest {
    assertThat(tongue.text(tongue.asks("\"first\""))).isEqualTo("first");
    assertThat(
            tongue.text(
                tongue.asks("\"first\""), tongue.answers("\"so\""), tongue.asks("\"second\"")))
        .isEqualTo("second");
    assertThat(tongue.text(tongue.asks("\"first\""), tongue.answers("\"so\""))).isEqualTo("first");
  }

  @ParameterizedTest
  @EnumSource
  void several_parts_stand_on_lines_of_their_own(Tongue tongue) throws MalformedRequest {
    assertThat(tongue.text(tongue.user.formatted(tongue.parts("\"one\"", "\"\"", "\"two\""))))
        .isEqualTo("one\ntwo");
  }

  @ParameterizedTest
  @EnumSource(names = "GEMINI", mode = EnumSource.Mode.EXCLUDE)
  void a_content_that_is_a_string_is_a_text(Tongue tongue) throws MalformedRequest {
    assertThat(tongue.text(tongue.user.formatted("\"plain\""))).isEqualTo("plain");
  }

  @ParameterizedTest
  @EnumSource
  void results_of_tools_and_images_leave_the_text_before_them(Tongue tongue)
      throws MalformedRequest {
    String image = tongue.user.formatted("[" + tongue.image + "]");
    assertThat(tongue.text(tongue.asks("\"the weather?\""), tongue.answers("\"\""), tongue.result))
        .isEqualTo("the weather?");
    assertThat(tongue.text(tongue.asks("\"what is this?\""), image)).isEqualTo("what is this?");
    assertThat(tongue.text(image)).isEmpty();
    assertThat(tongue.text(tongue.result)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void what_the_user_never_said_is_empty(Tongue tongue) throws MalformedRequest {
    assertThat(tongue.text(tongue.answers("\"I begin\""))).isEmpty();
    assertThat(tongue.text(tongue.asks("\"\""))).isEmpty();
    assertThat(tongue.text(tongue.user.formatted("[]"))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void escapes_are_decoded(Tongue tongue) throws MalformedRequest {
    assertThat(
            tongue.text(
                tongue.asks("\"\\\"\\\\\\/\\n\\r\\t\\b\\f\\u00fc\\uD83D\\uDE00\\u0000 ü日😀\"")))
        .isEqualTo("\"\\/\n\r\t\b\fü😀\u0000 ü日😀");
  }

  @ParameterizedTest
  @EnumSource
  void half_a_surrogate_pair_is_no_character(Tongue tongue) throws MalformedRequest {
    assertThat(tongue.text(tongue.asks("\"a\\uD83D\\u0041\\uDE00\\uD83D\\uD83D\\uDE00\\uD83D\"")))
        .isEqualTo("a\uFFFDA\uFFFD\uFFFD😀\uFFFD");
  }

  @ParameterizedTest
  @EnumSource
  void a_prompt_of_five_megabytes_is_its_first_characters(Tongue tongue) throws MalformedRequest {
    String long5 = "x".repeat(5_000_000);
    assertThat(tongue.text(tongue.asks('"' + long5 + '"'))).isEqualTo("x".repeat(Prompt.MAX_CHARS));
    assertThat(tongue.text(tongue.user.formatted(tongue.parts("\"short\"", '"' + long5 + '"'))))
        .isEqualTo("short\n" + "x".repeat(Prompt.MAX_CHARS - 6));
  }

  @ParameterizedTest
  @EnumSource
  void a_surrogate_pair_is_not_split_at_the_end(Tongue tongue) throws MalformedRequest {
    String odd = "x".repeat(Prompt.MAX_CHARS - 1);
    assertThat(tongue.text(tongue.asks('"' + odd + "😀\""))).isEqualTo(odd);
    assertThat(tongue.text(tongue.asks('"' + odd + "\\ud83d\\ude00\""))).isEqualTo(odd);
  }

  @ParameterizedTest
  @EnumSource
  void any_text_is_what_was_written(Tongue tongue) throws MalformedRequest {
    for (long seed = 0; seed < 400; seed++) {
      AnyText any = AnyText.of(new SplittableRandom(seed));
      assertThat(tongue.text(tongue.asks("\"before\""), tongue.asks(any.literal())))
          .as("seed %d", seed)
          .isEqualTo(any.said());
    }
  }

  @Test
  void an_input_that_is_a_text_is_the_users() throws MalformedRequest {
    assertThat(read(new ResponsesClient(), "{\"model\":\"m\",\"input\":\"h\\u0069\"}").userText())
        .isEqualTo("hi");
    assertThat(read(new ResponsesClient(), "{\"model\":\"m\"}").userText()).isEmpty();
  }

  @Test
  void a_content_of_gemini_without_a_role_is_the_users() throws MalformedRequest {
    assertThat(
            read(new GeminiClient(), "{\"contents\":[{\"parts\":[{\"text\":\"hi\"}]}]}").userText())
        .isEqualTo("hi");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "\"one\"         | one",
        "[\"one\",\"b\"] | one",
        "[\"\",\"b\"]    | ''",
        "[1,2]           | ''",
        "[[1],[2]]       | ''",
        "[{\"a\":\"b\"}] | ''"
      })
  void embeddings_are_of_their_first_text(String input, String text) throws MalformedRequest {
    assertThat(read(new EmbeddingsClient(), "{\"model\":\"m\",\"input\":" + input + "}").userText())
        .isEqualTo(text);
  }

  @Test
  void a_prompt_tells_what_stands_beside_the_text() throws MalformedRequest {
    Prompt prompt =
        read(
                new ChatClient(),
                "{\"model\":\"m\",\"metadata\":{\"task\":\"code\"},\"tools\":[{}],"
                    + "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{}},"
                    + "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\","
                    + "\"text\":\"hi\"},{\"type\":\"image_url\",\"image_url\":{}}]}]}")
            .prompt();
    assertThat(prompt.text()).isEqualTo("hi");
    assertThat(prompt.task()).isEqualTo("code");
    assertThat(prompt.tools()).isEqualTo(1);
    assertThat(prompt.schema()).isTrue();
    assertThat(prompt.images()).isTrue();
    assertThat(prompt.messages()).isEqualTo(1);
    assertThat(prompt.inputTokens()).isGreaterThan(1_000);
  }

  /**
   * A random text of any Unicode, lone surrogates among it.
   *
   * @param literal as JSON
   * @param said what it says, with U+FFFD for half a pair
   */
  private record AnyText(String literal, String said) {

    static AnyText of(SplittableRandom random) {
      StringBuilder literal = new StringBuilder("\"");
      StringBuilder said = new StringBuilder();
      boolean afterHigh = false;
      int count = 1 + random.nextInt(40);
      for (int i = 0; i < count; i++) {
        int bound = random.nextBoolean() ? 0x80 : Character.MAX_CODE_POINT + 1;
        int point = random.nextInt(bound);
        if (random.nextInt(10) == 0) {
          point = Character.MIN_SURROGATE + random.nextInt(0x800);
        }
        boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
        boolean low = surrogate && point >= Character.MIN_LOW_SURROGATE;
        if (low && afterHigh) {
          continue;
        }
        afterHigh = surrogate && !low;
        boolean must = surrogate || point < 0x20 || point == '"' || point == '\\';
        if (must || random.nextInt(4) == 0) {
          for (char unit : Character.toChars(point)) {
            literal.append("\\u%04x".formatted((int) unit));
          }
        } else {
          literal.appendCodePoint(point);
        }
        said.appendCodePoint(surrogate ? 0xFFFD : point);
      }
      return new AnyText(literal.append('"').toString(), said.toString());
    }
  }
}
