package io.tollgate.adapters.openai.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.AnswerFormat;
import io.tollgate.adapters.conversation.CacheMark;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.MediaSource;
import io.tollgate.adapters.conversation.Message;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.ReasoningWish;
import io.tollgate.adapters.conversation.Role;
import io.tollgate.adapters.conversation.Sampling;
import io.tollgate.adapters.conversation.ServingHints;
import io.tollgate.adapters.conversation.Tool;
import io.tollgate.adapters.conversation.ToolChoice;
import io.tollgate.adapters.conversation.Unread;
import io.tollgate.adapters.dialect.Loss;
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.dialect.Quirk;
import io.tollgate.adapters.json.JsonDocument;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What clients of other dialects say, as OpenAI's chat providers take it. */
class ChatFromElsewhereTest {

  private static final JsonNode OBJECT =
      JsonNodeFactory.instance.objectNode().put("type", "object");

  private final Losses losses = new Losses();

  private static Conversation said(List<Message> messages) {
    return new Conversation(
        "m",
        messages,
        List.of(),
        null,
        null,
        null,
        Sampling.UNSAID,
        null,
        false,
        ServingHints.UNSAID,
        "anthropic",
        Map.of(),
        Unread.NOTHING);
  }

  private JsonNode written(Conversation said, Quirk... quirks) {
    byte[] body = ChatConversationWriter.write(said, "up", Set.of(quirks), losses);
    return JsonDocument.read(body, 0, body.length);
  }

  private String messages(Message... messages) {
    return JsonDocument.text(written(said(List.of(messages))).get("messages"));
  }

  private List<String> lost(Loss.Weight weight) {
    return losses.all().stream().filter(l -> l.weight() == weight).map(Loss::field).toList();
  }

  @Test
  void results_of_tools_come_right_after_their_calls_and_images_after_all_of_them() {
    Part.Image image = new Part.Image(new MediaSource.Base64("image/png", "QQ=="), null, null);
    Part first =
        new Part.ToolResult("a", null, List.of(Part.Text.of("1"), image), true, false, null);
    Part second = new Part.ToolResult("b", null, List.of(), null, false, null);

    assertThat(messages(Message.of(Role.USER, Part.Text.of("so?"), first, second)))
        .isEqualTo(
            "[{\"role\":\"tool\",\"tool_call_id\":\"a\",\"content\":\"1\"},"
                + "{\"role\":\"tool\",\"tool_call_id\":\"b\",\"content\":\"\"},"
                + "{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,QQ==\"}}]},"
                + "{\"role\":\"user\",\"content\":\"so?\"}]");
    assertThat(lost(Loss.Weight.HINT)).containsExactly("is_error");
  }

  @Test
  void a_turn_of_the_model_is_one_text_and_its_calls() {
    assertThat(
            messages(
                Message.of(
                    Role.ASSISTANT,
                    new Part.Reasoning("hm", "proof", false, null, "anthropic"),
                    Part.Text.of("Let me "),
                    Part.Text.of("see."),
                    Part.ToolCall.of("toolu_1", "f", "{}"))))
        .isEqualTo(
            "[{\"role\":\"assistant\",\"content\":\"Let me"
                + " see.\",\"tool_calls\":[{\"id\":\"toolu_1\","
                + "\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}]");
    assertThat(lost(Loss.Weight.HINT)).contains("thinking");
    assertThat(lost(Loss.Weight.MEANING)).isEmpty();
  }

  @Test
  void thoughts_go_back_to_a_provider_that_wants_them() {
    Message turn =
        Message.of(
            Role.ASSISTANT,
            new Part.Reasoning("hm", "proof", false, null, "anthropic"),
            Part.ToolCall.of("a", "f", "{}"));

    String json =
        JsonDocument.text(written(said(List.of(turn)), Quirk.REASONING_CONTENT).get("messages"));

    assertThat(json).contains("\"reasoning_content\":\"hm\"").doesNotContain("proof");
  }

  @Test
  void documents_go_as_files_or_as_text() {
    MediaSource pdf = new MediaSource.Base64("application/pdf", "QQ==");
    MediaSource text = new MediaSource.PlainText("text/plain", "words");

    assertThat(
            messages(
                Message.of(
                    Role.USER,
                    new Part.Document(pdf, "a.pdf", null, false, null),
                    new Part.Document(text, "Title", null, false, null))))
        .contains("\"file_data\":\"data:application/pdf;base64,QQ==\",\"filename\":\"a.pdf\"")
        .contains("\"text\":\"Title\\n\\nwords\"");
    assertThat(losses.all()).isEmpty();
  }

  @Test
  void what_chat_has_no_word_for_is_said_to_be_lost() {
    MediaSource url = new MediaSource.Url("https://example.com/a", null);
    Part film = new Part.Video(url, null);
    Part page = new Part.Document(url, null, "context", true, null);
    Part mine =
        new Part.Document(new MediaSource.FileId("anthropic", "f", null), null, null, false, null);
    Part other = new Part.Opaque("anthropic", "server_tool_use", OBJECT);
    Part marked = new Part.Text("x", List.of(), new CacheMark("1h"));

    assertThat(messages(Message.of(Role.USER, film, page, mine, other, marked)))
        .isEqualTo("[{\"role\":\"user\",\"content\":\"x\"}]");
    assertThat(lost(Loss.Weight.MEANING))
        .containsExactlyInAnyOrder("video", "citations", "document", "document", "server_tool_use");
    assertThat(lost(Loss.Weight.HINT)).containsExactly("cache_control");
  }

  @Test
  void everything_beside_the_messages_has_its_nearest_word() {
    Sampling sampling =
        new Sampling(
            100L,
            null,
            null,
            5L,
            null,
            null,
            null,
            List.of("a", "b", "c", "d", "e"),
            null,
            null,
            null,
            Map.of());
    ServingHints serving = new ServingHints("standard_only", "u", null, null, Map.of());
    Conversation said =
        new Conversation(
            "m",
            List.of(Message.of(Role.USER, Part.Text.of("x"))),
            List.of(
                new Tool.Function("f", "d", OBJECT, null, new CacheMark(null)),
                new Tool.Native("anthropic", "web_search_20260209", "web_search", OBJECT)),
            new ToolChoice.Among(List.of("f"), true),
            false,
            new AnswerFormat.JsonSchema(null, null, OBJECT, true),
            sampling,
            new ReasoningWish(null, 4_000L, false, "auto"),
            true,
            serving,
            "anthropic",
            Map.of("context_management", OBJECT, "mcp_servers", OBJECT),
            Unread.NOTHING);

    String json = JsonDocument.text(written(said));

    assertThat(json)
        .contains("\"max_completion_tokens\":100", "\"reasoning_effort\":\"medium\"")
        .contains("\"service_tier\":\"default\"", "\"user\":\"u\"", "\"parallel_tool_calls\":false")
        .contains(
            "\"json_schema\":{\"name\":\"answer\",\"schema\":{\"type\":\"object\"},\"strict\":true}")
        .contains("\"allowed_tools\":{\"mode\":\"required\"", "\"stop\":[\"a\",\"b\",\"c\",\"d\"]")
        .contains("\"stream_options\":{\"include_usage\":true}")
        .doesNotContain("context_management", "mcp_servers", "top_k", "cache_control");
    assertThat(lost(Loss.Weight.MEANING))
        .containsExactlyInAnyOrder("tools.web_search_20260209", "top_k", "stop");
    assertThat(lost(Loss.Weight.HINT))
        .containsExactlyInAnyOrder("cache_control", "reasoning.summary");
  }

  @Test
  void the_same_conversation_is_the_same_bytes() {
    Conversation said = said(List.of(Message.of(Role.SYSTEM, Part.Text.of("s"))));

    assertThat(new String(ChatConversationWriter.write(said, "up", Set.of(), losses), UTF_8))
        .isEqualTo("{\"model\":\"up\",\"messages\":[{\"role\":\"system\",\"content\":\"s\"}]}")
        .isEqualTo(new String(ChatConversationWriter.write(said, "up", Set.of(), losses), UTF_8));
  }
}
