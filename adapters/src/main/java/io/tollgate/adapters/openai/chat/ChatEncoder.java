package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.AnswerEvent.BlockKind;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.StreamEncoder;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.JsonText;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.usage.Usage;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Writes an answer as a stream of chunks. */
final class ChatEncoder implements StreamEncoder {

  private static final byte[] NOTHING = new byte[0];
  private static final byte[] PING = ": ping\n\n".getBytes(StandardCharsets.US_ASCII);

  private final String id;
  private final long createdEpochSeconds;
  private final boolean usageWanted;
  private final boolean functions;
  private final Map<Integer, ChatChoiceEncoder> choices = new HashMap<>();
  private String model;

  /**
   * An encoder of an answer of which nothing has come.
   *
   * @param requestedModel the model's name where the provider gives none
   * @param usageWanted whether the client asked for the usage
   * @param functions whether the client knows functions only, as they were before tools
   */
  ChatEncoder(
      String answerId,
      long createdEpochSeconds,
      String requestedModel,
      boolean usageWanted,
      boolean functions) {
    this.id = ChatCompletionWriter.ID_PREFIX + answerId;
    this.createdEpochSeconds = createdEpochSeconds;
    this.model = requestedModel;
    this.usageWanted = usageWanted;
    this.functions = functions;
  }

  @Override
  public byte[] encode(AnswerEvent event) {
    return switch (event) {
      case AnswerEvent.Started started -> {
        model = started.model() == null ? model : started.model();
        StringBuilder out = new StringBuilder();
        choice(0, out);
        yield utf8(out);
      }
      case AnswerEvent.BlockOpened opened -> open(opened);
      case AnswerEvent.TextDelta delta -> text(delta.choice(), "content", delta.text());
      case AnswerEvent.ReasoningDelta delta ->
          text(delta.choice(), "reasoning_content", delta.text());
      case AnswerEvent.RefusalDelta delta -> {
        choice(delta.choice(), new StringBuilder()).refused = true;
        yield text(delta.choice(), "refusal", delta.text());
      }
      case AnswerEvent.Signature signed -> signature(signed);
      case AnswerEvent.ArgumentsDelta delta -> arguments(delta);
      case AnswerEvent.Cited cited -> cite(cited);
      case AnswerEvent.Logprobs logprobs -> {
        StringBuilder out = new StringBuilder();
        choice(logprobs.choice(), out);
        String json = JsonDocument.text(ChatLogprobs.whole(logprobs.logprobs()));
        chunk(out, logprobs.choice(), "", json, "null");
        yield utf8(out);
      }
      case AnswerEvent.Finished finished -> finish(finished);
      case AnswerEvent.Ping _ -> PING.clone();
      case AnswerEvent.BlockClosed _,
          AnswerEvent.Metered _,
          AnswerEvent.Ended _,
          AnswerEvent.Failed _,
          AnswerEvent.Malformed _,
          AnswerEvent.Oversized _ ->
          NOTHING;
    };
  }

  private byte[] open(AnswerEvent.BlockOpened opened) {
    StringBuilder out = new StringBuilder();
    ChatChoiceEncoder choice = choice(opened.choice(), out);
    switch (opened.kind()) {
      case BlockKind.ToolCall call ->
          chunk(out, opened.choice(), choice.open(opened.block(), call), "null", "null");
      case BlockKind.Reasoning reasoning -> choice.open(opened.block(), reasoning);
      case BlockKind.Opaque opaque -> {
        if (opaque.part().dialect().equals(ChatClient.NAME)) {
          String member =
              "\"" + opaque.part().type() + "\":" + JsonDocument.text(opaque.part().json());
          chunk(out, opened.choice(), member, "null", "null");
        }
      }
      case BlockKind.Text _ -> choice.open(opened.block());
      case BlockKind.RedactedReasoning _, BlockKind.Refusal _ -> {}
    }
    return utf8(out);
  }

  private byte[] text(int choice, String member, String text) {
    if (text.isEmpty()) {
      return NOTHING;
    }
    StringBuilder out = new StringBuilder(256 + text.length());
    ChatChoiceEncoder state = choice(choice, out);
    if (member.equals("content")) {
      state.contentChars += text.length();
    }
    StringBuilder delta = new StringBuilder(32 + text.length());
    delta.append('"').append(member).append("\":");
    JsonText.appendQuoted(delta, text);
    chunk(out, choice, delta, "null", "null");
    return utf8(out);
  }

  private byte[] signature(AnswerEvent.Signature signed) {
    StringBuilder out = new StringBuilder();
    boolean own = choice(signed.choice(), out).isOwnThought(signed.block());
    // Thoughts that return without details are signed by an empty list of them.
    if (own && signed.signature().length() > 2) {
      String delta = "\"reasoning_details\":" + signed.signature();
      chunk(out, signed.choice(), delta, "null", "null");
    }
    return utf8(out);
  }

  private byte[] arguments(AnswerEvent.ArgumentsDelta delta) {
    StringBuilder out = new StringBuilder(256 + delta.json().length());
    String piece = choice(delta.choice(), out).arguments(delta.block(), delta.json());
    if (!piece.isEmpty()) {
      chunk(out, delta.choice(), piece, "null", "null");
    }
    return utf8(out);
  }

  private byte[] cite(AnswerEvent.Cited cited) {
    StringBuilder out = new StringBuilder();
    ChatChoiceEncoder choice = choice(cited.choice(), out);
    JsonNode annotation =
        ChatCitations.write(cited.citation(), choice.textFrom, choice.contentChars);
    if (annotation != null) {
      String delta = "\"annotations\":[" + JsonDocument.text(annotation) + "]";
      chunk(out, cited.choice(), delta, "null", "null");
    }
    return utf8(out);
  }

  private byte[] finish(AnswerEvent.Finished finished) {
    StringBuilder out = new StringBuilder();
    ChatChoiceEncoder choice = choice(finished.choice(), out);
    String word = ChatFinish.word(finished.finish(), functions, choice.refused);
    JsonNode said = finished.safety();
    String safety =
        said != null && ChatSafety.isOwn(said)
            ? ",\"content_filter_results\":" + JsonDocument.text(said)
            : "";
    chunk(out, finished.choice(), "", "null", "\"" + word + "\"" + safety);
    return utf8(out);
  }

  /** The choice, which begins with the chunk that says whose words they are. */
  private ChatChoiceEncoder choice(int index, StringBuilder out) {
    ChatChoiceEncoder known = choices.get(index);
    if (known == null) {
      known = new ChatChoiceEncoder(functions);
      choices.put(index, known);
      String delta = "\"role\":\"assistant\",\"content\":\"\",\"refusal\":null";
      chunk(out, index, delta, "null", "null");
    }
    return known;
  }

  private void chunk(
      StringBuilder out, int choice, CharSequence delta, String logprobs, String finish) {
    head(out);
    out.append("[{\"index\":").append(choice);
    out.append(",\"delta\":{").append(delta);
    out.append("},\"logprobs\":").append(logprobs);
    out.append(",\"finish_reason\":").append(finish).append("}]}\n\n");
  }

  private void head(StringBuilder out) {
    out.append("data: {\"id\":");
    JsonText.appendQuoted(out, id);
    out.append(",\"object\":\"chat.completion.chunk\",\"created\":").append(createdEpochSeconds);
    out.append(",\"model\":");
    JsonText.appendQuoted(out, model);
    out.append(",\"choices\":");
  }

  @Override
  public byte[] closing(
      @Nullable ReportedUsage usage, @Nullable String servedTier, @Nullable Picodollars cost) {
    StringBuilder out = new StringBuilder(512);
    Usage consumed = usage == null ? null : usage.usage();
    if (usageWanted && consumed != null) {
      head(out);
      out.append("[],\"usage\":").append(ChatUsageWriter.write(consumed, cost));
      String tier = servedTier == null ? null : ServiceTiers.word(servedTier);
      if (tier != null) {
        out.append(",\"service_tier\":\"").append(tier).append('"');
      }
      out.append("}\n\n");
    }
    return utf8(out.append("data: [DONE]\n\n"));
  }

  private static byte[] utf8(CharSequence text) {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
