package io.tollgate.adapters.openai.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.AnswerEvent.BlockKind;
import io.tollgate.adapters.conversation.Citation;
import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.Finish;
import io.tollgate.adapters.conversation.MediaSource;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.openai.OpenAiSpec;
import io.tollgate.adapters.openai.OpenAiSpec.Shape;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

/** What clients get is what OpenAI says its own clients get. */
class ChatSchemaTest {

  private static final Picodollars COST = Picodollars.ofDollars("0.00175");
  private static final ReportedUsage USAGE =
      new ReportedUsage(
          new Usage(5, 3, 2, 1, 0, 4, 7, 2, 1), UsageQuality.PROVIDER_REPORTED, List.of());
  private static final Citation FOREIGN =
      new Citation(
          "https://example.com",
          null,
          "cited",
          -1,
          -1,
          "anthropic",
          JsonNodeFactory.instance.objectNode());

  private final OpenAiSpec spec = OpenAiSpec.load();

  @Test
  void whole_answers_are_as_openai_describes_them() throws MalformedRequest {
    for (long seed = 0; seed < 200; seed++) {
      byte[] said =
          JsonDocument.write(new RandomAnswer(new SplittableRandom(seed), true).whole("x"));
      spec.check(Shape.CHAT_COMPLETION, said);
      spec.check(Shape.CHAT_COMPLETION, rewritten(said));
    }
  }

  private static byte[] rewritten(byte[] said) throws MalformedRequest {
    Completion completion =
        (Completion) ChatProvider.of(UsageRule.OPENAI).read(said, 0, said.length);
    return request("").answer(completion, "y", COST);
  }

  private static ChatRequest request(String more) throws MalformedRequest {
    String body =
        "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]" + more + "}";
    return ChatRequest.read(body.getBytes(UTF_8));
  }

  @Test
  void streams_are_as_openai_describes_them() {
    for (long seed = 0; seed < 200; seed++) {
      List<AnswerEvent> events = new RandomAnswer(new SplittableRandom(seed), false).streamed();
      ChatEncoder encoder = new ChatEncoder("x", 7, "m", true, seed % 4 == 0);
      ByteArrayOutputStream stream = new ByteArrayOutputStream();
      events.forEach(event -> stream.writeBytes(encoder.encode(event)));
      stream.writeBytes(encoder.closing(USAGE, "priority", COST));
      spec.checkStream(Shape.CHAT_CHUNK, stream.toByteArray());
    }
  }

  @Test
  void what_another_dialect_says_becomes_an_answer_as_openai_describes_it()
      throws MalformedRequest {
    List<Part> parts =
        List.of(
            new Part.Reasoning("hm", "proof", false, null, "anthropic"),
            new Part.Text("cited", List.of(FOREIGN), null),
            new Part.Image(new MediaSource.Base64("image/png", "QUJD"), null, null),
            new Part.Audio(new MediaSource.Base64("audio/wav", "QUJD"), null),
            new Part.Opaque("anthropic", "server_tool_use", JsonNodeFactory.instance.objectNode()),
            new Part.ToolCall("toolu_1", "f", "", false, "sig", null));
    for (Finish finish : Finish.values()) {
      Completion completion =
          new Completion(
              "msg_1",
              null,
              -1,
              List.of(new Completion.Choice(0, parts, finish, "END", null, null)),
              USAGE,
              "standard");

      byte[] answer = request("").answer(completion, "y", COST);

      spec.check(Shape.CHAT_COMPLETION, answer);
      assertThat(new String(answer, UTF_8))
          .contains("\"reasoning_content\":\"hm\"", "\"arguments\":\"{}\"", "\"cost\":0.00175")
          .contains("\"service_tier\":\"default\"", "\"model\":\"auto\"")
          .doesNotContain("proof", "sig\"");
    }
  }

  @Test
  void a_stream_of_another_dialect_becomes_chunks_as_openai_describes_them() {
    ChatEncoder encoder = new ChatEncoder("x", 7, "auto", true, false);
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (AnswerEvent event :
        List.of(
            new AnswerEvent.Started("msg_1", null),
            new AnswerEvent.Ping(),
            new AnswerEvent.BlockOpened(
                0, 0, new BlockKind.RedactedReasoning("secret", null, "anthropic")),
            new AnswerEvent.BlockClosed(0, 0),
            new AnswerEvent.BlockOpened(0, 1, new BlockKind.Reasoning(null, "anthropic")),
            new AnswerEvent.ReasoningDelta(0, 1, "hm"),
            new AnswerEvent.Signature(0, 1, "proof"),
            new AnswerEvent.BlockClosed(0, 1),
            new AnswerEvent.BlockOpened(0, 2, new BlockKind.Text()),
            new AnswerEvent.TextDelta(0, 2, "so"),
            new AnswerEvent.Cited(0, 2, FOREIGN),
            new AnswerEvent.BlockClosed(0, 2),
            new AnswerEvent.BlockOpened(0, 3, new BlockKind.ToolCall("toolu_1", "f", false)),
            new AnswerEvent.ArgumentsDelta(0, 3, "{}"),
            new AnswerEvent.BlockClosed(0, 3),
            new AnswerEvent.Finished(0, Finish.TOOL_CALLS, null, null))) {
      stream.writeBytes(encoder.encode(event));
    }
    stream.writeBytes(encoder.closing(USAGE, "batch", COST));

    spec.checkStream(Shape.CHAT_CHUNK, stream.toByteArray());
    assertThat(stream.toString(UTF_8))
        .contains("\"tool_calls\":[{\"index\":0,\"id\":\"toolu_1\"")
        .contains("\"start_index\":0,\"end_index\":2")
        .doesNotContain("secret", "proof", "service_tier")
        .endsWith("data: [DONE]\n\n");
  }

  @Test
  void errors_are_as_openai_describes_them_whatever_the_provider_says() {
    byte[] vllm =
        "{\"object\":\"error\",\"message\":\"no\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}"
            .getBytes(UTF_8);

    String code = ChatErrors.parse(vllm).code();
    byte[] error = ChatErrors.body(400, code, null, "no");

    spec.check(Shape.ERROR, error);
    assertThat(new String(error, UTF_8)).contains("\"code\":\"400\"");
  }
}
