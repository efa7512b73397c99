package io.tollgate.adapters.openai.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.policies.catalog.Capability;
import io.tollgate.policies.routing.RequestProfile;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class ChatRequestTest {

  @Test
  void a_minimal_request_has_the_defaults() throws MalformedRequest {
    String body =
        "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello you\"}]}";

    RequestProfile profile = profile(body);

    assertThat(profile)
        .isEqualTo(
            new RequestProfile(
                "auto",
                false,
                false,
                body.length(),
                1,
                9,
                3 + 4 + 3,
                -1,
                1,
                0,
                java.util.Set.of(),
                null,
                null));
  }

  @Test
  void reads_everything_a_policy_may_look_at() throws MalformedRequest {
    RequestProfile profile =
        profile(
            """
            {"model": "openai/gpt-5", "stream": true, "stream_options": {"include_usage": true},
             "max_completion_tokens": 512, "max_tokens": 100, "n": 3, "logprobs": true,
             "user": "u-1", "metadata": {"task": "summarise", "other": "x"},
             "response_format": {"type": "json_schema", "json_schema": {"name": "a"}},
             "tools": [{"type": "function", "function": {"name": "f"}}, {}],
             "messages": [
               {"role": "system", "content": "12345"},
               {"role": "user", "content": [
                 {"type": "text", "text": "1234567"},
                 {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAAAAAAAAAAAA"}},
                 {"type": "input_audio", "input_audio": {"data": "AAAA", "format": "mp3"}},
                 {"type": "file", "file": {"file_data": "AAAA"}}]},
               {"role": "assistant", "content": null, "tool_calls": [
                 {"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}}]}]}
            """);

    assertThat(profile.model()).isEqualTo("openai/gpt-5");
    assertThat(profile.stream()).isTrue();
    assertThat(profile.streamUsage()).isTrue();
    assertThat(profile.messages()).isEqualTo(3);
    assertThat(profile.maxOutputTokens()).isEqualTo(512);
    assertThat(profile.choices()).isEqualTo(3);
    assertThat(profile.tools()).isEqualTo(2);
    assertThat(profile.task()).isEqualTo("summarise");
    assertThat(profile.user()).isEqualTo("u-1");
    assertThat(profile.needs())
        .containsExactlyInAnyOrderElementsOf(
            EnumSet.complementOf(EnumSet.of(Capability.EMBEDDINGS)));
    int tools = "[{\"type\": \"function\", \"function\": {\"name\": \"f\"}}, {}]".length();
    int schema = "{\"name\": \"a\"}".length();
    int toolCall = "1".length() + "function".length() + "f".length() + "{}".length();
    assertThat(profile.promptBytes()).isEqualTo(5 + 7 + toolCall + tools + schema);
  }

  @Test
  void media_count_by_kind_and_not_as_text() throws MalformedRequest {
    String base64 = "A".repeat(400_000);
    String image = content("{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + base64 + "\"}}");
    String audio =
        content("{\"input_audio\":{\"data\":\"" + base64 + "\"},\"type\":\"input_audio\"}");
    String file = content("{\"type\":\"file\",\"file\":{\"file_data\":\"" + base64 + "\"}}");

    assertThat(profile(image).promptBytes()).isZero();
    assertThat(profile(image).inputTokens()).isBetween(1_000L, 1_100L);
    assertThat(profile(audio).inputTokens()).isBetween(200L, 220L);
    assertThat(profile(file).inputTokens()).isBetween(10_000L, 10_100L);
  }

  @Test
  void nulls_and_unknown_members_are_as_good_as_absent() throws MalformedRequest {
    RequestProfile profile =
        profile(
            """
            {"messages":[{"role":"user","content":"x"}],"model":"m","stream":null,"n":null,
             "max_tokens":null,"tools":null,"stream_options":null,"response_format":null,
             "metadata":null,"user":7,"organization":"o","service_tier":"flex","extra":{"a":[1]}}
            """);

    assertThat(profile.stream()).isFalse();
    assertThat(profile.maxOutputTokens()).isEqualTo(-1);
    assertThat(profile.choices()).isEqualTo(1);
    assertThat(profile.needs()).isEmpty();
    assertThat(profile.user()).isNull();
  }

  @Test
  void a_key_written_with_escapes_is_the_same_key() throws MalformedRequest {
    String body =
        "{\"\\u006dodel\":\"a\\u0062c\",\"messages\":[{\"content\":\"x\"}],\"strea\\u006d\":true}";

    assertThat(profile(body).model()).isEqualTo("abc");
    assertThat(profile(body).stream()).isTrue();
  }

  @Test
  void non_ascii_text_counts_three_bytes_a_token() throws MalformedRequest {
    String japanese = "{\"model\":\"m\",\"messages\":[{\"content\":\"" + "語".repeat(100) + "\"}]}";

    assertThat(profile(japanese).promptBytes()).isEqualTo(300);
    assertThat(profile(japanese).inputTokens()).isEqualTo(100 + 4 + 3);
  }

  @Test
  void the_body_may_lie_anywhere_in_its_array() throws MalformedRequest {
    byte[] body = "{\"model\":\"m\",\"messages\":[{\"content\":\"abc\"}]}".getBytes(UTF_8);
    byte[] array = new byte[body.length + 10];
    Arrays.fill(array, (byte) '}');
    System.arraycopy(body, 0, array, 7, body.length);

    ChatRequest request = ChatRequest.read(array, 7, body.length);

    assertThat(new String(request.splice("other", false).toByteArray(), UTF_8))
        .isEqualTo("{\"model\":\"other\",\"messages\":[{\"content\":\"abc\"}]}");
  }

  @Test
  void a_long_prompt_is_not_decoded() throws MalformedRequest {
    byte[] body =
        ("{\"messages\":[{\"role\":\"user\",\"content\":\""
                + "ä".repeat(2 << 20)
                + "\"}],\"model\":\"m\"}")
            .getBytes(UTF_8);
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    ChatRequest.read(body);

    long before = thread.getCurrentThreadAllocatedBytes();
    ChatRequest request = ChatRequest.read(body);
    long allocated = thread.getCurrentThreadAllocatedBytes() - before;

    assertThat(request.profile().promptBytes()).isEqualTo(4 << 20);
    // A few kB as it is; a decoded prompt would be at least 4 MB.
    assertThat(allocated).isLessThan(100_000);
  }

  private static String content(String part) {
    return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[" + part + "]}]}";
  }

  private static RequestProfile profile(String body) throws MalformedRequest {
    return ChatRequest.read(body.getBytes(UTF_8)).profile();
  }
}
