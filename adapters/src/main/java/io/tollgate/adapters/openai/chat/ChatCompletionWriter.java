package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.conversation.Citation;
import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.MediaSource;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.policies.money.Picodollars;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes a whole answer for a client. */
final class ChatCompletionWriter {

  static final String ID_PREFIX = "chatcmpl-";

  private final boolean functions;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder refusal = new StringBuilder();
  private final StringBuilder thoughts = new StringBuilder();
  private final List<JsonNode> details = new ArrayList<>();
  private final List<JsonNode> annotations = new ArrayList<>();
  private final List<JsonNode> images = new ArrayList<>();
  private final List<Part.ToolCall> calls = new ArrayList<>();
  private @Nullable JsonNode audio;

  private ChatCompletionWriter(boolean functions) {
    this.functions = functions;
  }

  /**
   * The body of an answer.
   *
   * @param requestedModel the model's name where the provider gave none
   * @param functions whether the client knows functions only, as they were before tools
   */
  static byte[] write(
      Completion completion,
      String answerId,
      String requestedModel,
      boolean functions,
      @Nullable Picodollars cost) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("id", ID_PREFIX + answerId);
    body.put("object", "chat.completion");
    body.put("created", Math.max(0, completion.createdEpochSeconds()));
    body.put("model", completion.model() == null ? requestedModel : completion.model());
    ArrayNode choices = body.putArray("choices");
    for (Completion.Choice choice : completion.choices()) {
      choices.add(new ChatCompletionWriter(functions).choice(choice));
    }
    ReportedUsage usage = completion.usage();
    if (usage != null && usage.usage() != null) {
      body.set("usage", JsonDocument.read(ChatUsageWriter.write(usage.usage(), cost)));
    }
    String tier =
        completion.servedTier() == null ? null : ServiceTiers.word(completion.servedTier());
    ChatConversationWriter.putIfSaid(body, "service_tier", tier);
    return JsonDocument.write(body);
  }

  /** Whether an answer has a place for a part. */
  static boolean shows(Part part) {
    return switch (part) {
      case Part.Image image -> ChatPartWriter.url(image.source()) != null;
      case Part.Audio sound -> sound.source() instanceof MediaSource.Base64;
      case Part.Document _, Part.Video _, Part.ToolResult _ -> false;
      case Part.Opaque opaque -> opaque.dialect().equals(ChatClient.NAME);
      case Part.Text _, Part.Reasoning _, Part.ToolCall _, Part.Refusal _ -> true;
    };
  }

  private ObjectNode choice(Completion.Choice choice) {
    choice.parts().forEach(this::sort);
    ObjectNode written = JsonNodeFactory.instance.objectNode();
    written.put("index", choice.index());
    written.set("message", message());
    written.set("logprobs", ChatLogprobs.whole(choice.logprobs()));
    written.put("finish_reason", ChatFinish.word(choice.finish(), functions, !refusal.isEmpty()));
    if (ChatSafety.isOwn(choice.safety())) {
      written.set("content_filter_results", choice.safety());
    }
    return written;
  }

  private void sort(Part part) {
    switch (part) {
      case Part.Text block -> {
        int from = text.length();
        text.append(block.text());
        for (Citation citation : block.citations()) {
          JsonNode annotation = ChatCitations.write(citation, from, text.length());
          if (annotation != null) {
            annotations.add(annotation);
          }
        }
      }
      case Part.Refusal refused -> refusal.append(refused.text());
      case Part.Reasoning reasoning -> {
        thoughts.append(reasoning.text());
        readDetails(reasoning);
      }
      case Part.ToolCall call -> calls.add(call);
      case Part.Image image -> {
        String url = ChatPartWriter.url(image.source());
        if (url != null) {
          ObjectNode written = JsonNodeFactory.instance.objectNode().put("type", "image_url");
          written.putObject("image_url").put("url", url);
          images.add(written);
        }
      }
      case Part.Audio sound -> {
        if (sound.source() instanceof MediaSource.Base64 base64) {
          ObjectNode written = JsonNodeFactory.instance.objectNode();
          written.put("id", "audio_" + Fingerprint.of(base64.data(), 24));
          audio = written.put("expires_at", 0).put("data", base64.data()).put("transcript", "");
        }
      }
      case Part.Opaque opaque -> {
        if (opaque.dialect().equals(ChatClient.NAME) && opaque.type().equals("audio")) {
          audio = opaque.json();
        }
      }
      case Part.Document _, Part.Video _, Part.ToolResult _ -> {
        // No answer of this dialect has a place for them.
      }
    }
  }

  private void readDetails(Part.Reasoning reasoning) {
    if (reasoning.signature() != null && ChatClient.NAME.equals(reasoning.origin())) {
      try {
        details.addAll(JsonDocument.read(reasoning.signature()).values());
      } catch (JacksonException e) {
        // They came from no provider of this dialect after all.
      }
    }
  }

  private ObjectNode message() {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("role", "assistant");
    if (text.isEmpty() && (!calls.isEmpty() || !refusal.isEmpty() || audio != null)) {
      message.putNull("content");
    } else {
      message.put("content", text.toString());
    }
    if (refusal.isEmpty()) {
      message.putNull("refusal");
    } else {
      message.put("refusal", refusal.toString());
    }
    if (!thoughts.isEmpty()) {
      message.put("reasoning_content", thoughts.toString());
    }
    setIfAny(message, "reasoning_details", details);
    setIfAny(message, "annotations", annotations);
    setIfAny(message, "images", images);
    if (audio != null) {
      message.set("audio", audio);
    }
    if (!calls.isEmpty()) {
      writeCalls(message);
    }
    return message;
  }

  private static void setIfAny(ObjectNode message, String name, List<JsonNode> elements) {
    if (!elements.isEmpty()) {
      message.set(name, ChatThoughts.array(elements));
    }
  }

  private void writeCalls(ObjectNode message) {
    if (functions) {
      Part.ToolCall call = calls.getFirst();
      message
          .putObject("function_call")
          .put("name", call.name())
          .put("arguments", call.arguments());
      return;
    }
    ArrayNode array = message.putArray("tool_calls");
    for (Part.ToolCall call : calls) {
      ObjectNode written = array.addObject().put("id", call.id());
      if (call.custom()) {
        written.put("type", "custom");
        written.putObject("custom").put("name", call.name()).put("input", call.arguments());
      } else {
        written.put("type", "function");
        written
            .putObject("function")
            .put("name", call.name())
            .put("arguments", call.arguments().isBlank() ? "{}" : call.arguments());
      }
    }
  }
}
