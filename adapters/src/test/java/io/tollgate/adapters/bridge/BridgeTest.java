package io.tollgate.adapters.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.anthropic.AnthropicClient;
import io.tollgate.adapters.anthropic.AnthropicProvider;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.dialect.AnswerReading;
import io.tollgate.adapters.dialect.AnswerStream;
import io.tollgate.adapters.dialect.ClientCall;
import io.tollgate.adapters.dialect.ClientDialect;
import io.tollgate.adapters.dialect.Crossing;
import io.tollgate.adapters.dialect.Loss;
import io.tollgate.adapters.dialect.ProviderDialect;
import io.tollgate.adapters.dialect.Quirk;
import io.tollgate.adapters.dialect.ReasoningMemory;
import io.tollgate.adapters.dialect.RequestHead;
import io.tollgate.adapters.json.Segments;
import io.tollgate.adapters.openai.chat.ChatClient;
import io.tollgate.adapters.openai.chat.ChatProvider;
import io.tollgate.adapters.openai.chat.UsageRule;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.policies.money.Picodollars;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BridgeTest {

  private static final ChatProvider CHAT = ChatProvider.of(UsageRule.OPENAI);
  private static final ChatProvider THOUGHTS_RETURN =
      new ChatProvider(UsageRule.DEEPSEEK, Set.of(Quirk.REASONING_CONTENT), ChatProvider.ENDPOINTS);
  private static final String LONG_NAME = "a_tool_of_some_server_".repeat(4);

  /** Keeps what it is given, by call. */
  private static final class Notebook implements ReasoningMemory {
    final Map<String, List<Part>> thoughts = new HashMap<>();

    @Override
    public void remember(String callId, List<Part> kept) {
      thoughts.put(callId, List.copyOf(kept));
    }

    @Override
    public List<Part> recall(String callId) {
      return thoughts.getOrDefault(callId, List.of());
    }
  }

  /** Takes the pieces as a client would. */
  private static final class Pieces implements AnswerStream.Sink {
    final List<AnswerStream.Kind> kinds = new ArrayList<>();
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void piece(AnswerStream.Kind kind, byte[] array, int offset, int length) {
      kinds.add(kind);
      bytes.write(array, offset, length);
    }

    @Override
    public void complete(AnswerStream.Closing closing) {
      bytes.writeBytes(closing.bytes(Picodollars.ofDollars("0.5")).toByteArray());
    }

    @Override
    public String toString() {
      return bytes.toString(UTF_8);
    }
  }

  private static ClientCall call(ClientDialect client, String body) throws MalformedRequest {
    byte[] bytes = body.getBytes(UTF_8);
    return client.read(RequestHead.NONE, bytes, 0, bytes.length);
  }

  private static Crossing cross(
      ClientCall call, ReasoningMemory memory, ProviderDialect... dialects)
      throws MalformedRequest {
    return Bridge.cross(call, List.of(dialects), "up", memory);
  }

  private static String text(Segments segments) {
    return new String(segments.toByteArray(), UTF_8);
  }

  private static String answered(Crossing crossing, String body) {
    byte[] bytes = body.getBytes(UTF_8);
    AnswerReading reading = crossing.answer("x", 1, bytes, 0, bytes.length);
    assertThat(reading).isInstanceOf(AnswerReading.Whole.class);
    return text(((AnswerReading.Whole) reading).withCost(Picodollars.ofDollars("0.5")));
  }

  private static Pieces streamed(Crossing crossing, String stream) {
    Pieces pieces = new Pieces();
    AnswerStream answer = crossing.stream("x", 7, 100_000);
    byte[] bytes = stream.getBytes(UTF_8);
    answer.feed(bytes, 0, bytes.length, pieces);
    answer.end(pieces);
    return pieces;
  }

  private static String chunk(String delta, String finish) {
    return "data: {\"id\":\"c\",\"model\":\"served\",\"choices\":[{\"index\":0,\"delta\":{"
        + delta
        + "},\"finish_reason\":"
        + finish
        + "}]}\n\n";
  }

  private static String toolCall(String name) {
    return "\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\""
        + name
        + "\",\"arguments\":\"{}\"}}]";
  }

  private static String anthropic(String more) {
    return "{\"model\":\"auto\",\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]"
        + more
        + "}";
  }

  @Test
  void bytes_pass_where_any_dialect_of_the_provider_lets_them() throws MalformedRequest {
    String body = "{ \"model\": \"auto\", \"messages\": [{\"role\":\"user\",\"content\":\"hi\"}] }";
    Crossing crossing =
        cross(
            call(new ChatClient(), body), ReasoningMemory.NONE, AnthropicProvider.standard(), CHAT);

    assertThat(text(crossing.request().body())).isEqualTo(body.replace("auto", "up"));
    assertThat(crossing.losses()).isEmpty();
  }

  @Test
  void the_first_dialect_translates_where_none_lets_bytes_pass() throws MalformedRequest {
    Crossing crossing =
        cross(call(new AnthropicClient(), anthropic(",\"top_k\":5")), ReasoningMemory.NONE, CHAT);

    assertThat(text(crossing.request().body()))
        .isEqualTo(
            "{\"model\":\"up\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"max_completion_tokens\":50}");
    assertThat(crossing.losses()).extracting(Loss::field).containsExactly("top_k");
  }

  @Test
  void a_plain_answer_comes_back_in_the_dialect_of_its_client() throws MalformedRequest {
    Crossing crossing =
        cross(call(new AnthropicClient(), anthropic("")), ReasoningMemory.NONE, CHAT);

    String answer =
        answered(
            crossing,
            "{\"id\":\"c\",\"model\":\"served\",\"choices\":[{\"index\":0,\"message\":{\"content\":\"so\"},"
                + "\"finish_reason\":\"length\"}],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":2,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":4}}}");

    assertThat(answer)
        .contains("\"type\":\"message\"", "\"text\":\"so\"", "\"stop_reason\":\"max_tokens\"")
        .contains("\"input_tokens\":6", "\"cache_read_input_tokens\":4", "\"cost\":0.5");
  }

  @Test
  void a_stream_comes_back_in_the_dialect_of_its_client() throws MalformedRequest {
    Crossing crossing =
        cross(
            call(new AnthropicClient(), anthropic(",\"stream\":true")), ReasoningMemory.NONE, CHAT);

    Pieces pieces =
        streamed(
            crossing,
            chunk("\"role\":\"assistant\",\"content\":\"\"", "null")
                + chunk("\"content\":\"so\"", "null")
                + chunk("", "\"stop\"")
                + "data:"
                + " {\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":2}}\n\n"
                + "data: [DONE]\n\n");

    assertThat(pieces.kinds.getFirst()).isEqualTo(AnswerStream.Kind.PRELUDE);
    assertThat(pieces.kinds).contains(AnswerStream.Kind.CONTENT);
    assertThat(pieces.toString())
        .contains("event: message_start", "\"text\":\"so\"", "\"stop_reason\":\"end_turn\"")
        .contains("\"output_tokens\":2", "\"cost\":0.5")
        .contains("event: message_stop");
  }

  @Test
  void a_stream_that_breaks_off_has_no_end() throws MalformedRequest {
    Crossing crossing =
        cross(
            call(new AnthropicClient(), anthropic(",\"stream\":true")), ReasoningMemory.NONE, CHAT);
    String begun = chunk("\"content\":\"so\"", "null");

    assertThat(streamed(crossing, begun).toString()).doesNotContain("message_stop");
    Pieces failed =
        streamed(crossing, begun + "data: {\"error\":{\"message\":\"no\"}}\n\ndata: [DONE]\n\n");
    assertThat(failed.kinds.getLast()).isEqualTo(AnswerStream.Kind.ERROR);
    assertThat(failed.toString()).doesNotContain("message_stop");
  }

  @Test
  void a_tool_has_its_own_name_again_whatever_the_provider_had_to_call_it()
      throws MalformedRequest {
    String tools =
        ",\"tools\":[{\"name\":\"" + LONG_NAME + "\",\"input_schema\":{\"type\":\"object\"}}]";
    ClientCall call = call(new AnthropicClient(), anthropic(tools));
    Crossing crossing = cross(call, ReasoningMemory.NONE, CHAT);
    String sent = text(crossing.request().body());
    String alias = sent.replaceAll(".*\"function\":\\{\"name\":\"([^\"]*)\".*", "$1");

    assertThat(alias).hasSizeLessThanOrEqualTo(64).isNotEqualTo(LONG_NAME);
    assertThat(
            answered(
                crossing,
                "{\"choices\":[{\"message\":{"
                    + toolCall(alias)
                    + "},\"finish_reason\":\"tool_calls\"}]}"))
        .contains("\"name\":\"" + LONG_NAME + "\"")
        .doesNotContain(alias);
    assertThat(streamed(crossing, chunk(toolCall(alias), "null")).toString())
        .contains("\"name\":\"" + LONG_NAME + "\"");
  }

  @Test
  void thoughts_before_a_call_come_back_with_its_result() throws MalformedRequest {
    Notebook memory = new Notebook();
    String tools =
        ",\"n\":1,\"max_completion_tokens\":9,\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]";
    String ask = "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}";
    ProviderDialect provider =
        new ChatProvider(
            UsageRule.DEEPSEEK,
            Set.of(Quirk.REASONING_CONTENT, Quirk.MAX_TOKENS),
            ChatProvider.ENDPOINTS);
    Crossing first = cross(call(new ChatClient(), ask + "]" + tools + "}"), memory, provider);

    streamed(
        first,
        chunk("\"reasoning_content\":\"hm\"", "null")
            + chunk(toolCall("f"), "\"tool_calls\"")
            + "data: [DONE]\n\n");
    String turn =
        ",{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"call_1\",\"type\":\"function\","
            + "\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},"
            + "{\"role\":\"tool\",\"tool_call_id\":\"call_1\",\"content\":\"r\"}";
    Crossing second =
        cross(call(new ChatClient(), ask + turn + "]" + tools + "}"), memory, provider);

    assertThat(memory.thoughts).containsKey("call_1");
    assertThat(text(second.request().body())).contains("\"reasoning_content\":\"hm\"");
  }

  @Test
  void a_plain_answer_is_remembered_like_a_stream() throws MalformedRequest {
    Notebook memory = new Notebook();
    Crossing crossing = cross(call(new AnthropicClient(), anthropic("")), memory, THOUGHTS_RETURN);

    answered(
        crossing,
        "{\"choices\":[{\"message\":{\"reasoning_content\":\"hm\","
            + toolCall("f")
            + "},"
            + "\"finish_reason\":\"tool_calls\"}]}");

    assertThat(memory.thoughts.get("call_1"))
        .containsExactly(new Part.Reasoning("hm", "[]", false, null, ChatClient.NAME));
  }
}
