package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.conversation.Citation;
import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.CompletionReading;
import io.tollgate.adapters.conversation.MalformedAnswer;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.dialect.ProviderErrorReader;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Nodes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads a whole answer of a provider. */
final class ChatCompletionReader {

  private ChatCompletionReader() {}

  /**
   * The answer, the error in its place, or why it is neither.
   *
   * @param thoughtsReturn whether thoughts have to come back, as if they were signed
   */
  static CompletionReading read(
      byte[] body, int offset, int length, UsageRule rule, boolean thoughtsReturn) {
    JsonNode tree;
    try {
      tree = JsonDocument.read(body, offset, length);
    } catch (JacksonException e) {
      return new MalformedAnswer("the answer is not complete, valid JSON");
    }
    if (!tree.isObject()) {
      return new MalformedAnswer("the answer is not a JSON object");
    }
    if (isError(tree)) {
      return ProviderErrorReader.read(body, offset, length);
    }
    List<Completion.Choice> choices = new ArrayList<>();
    for (JsonNode choice : Nodes.array(tree, "choices")) {
      if (choice.isObject()) {
        choices.add(choice(choice, Nodes.text(tree, "id", ""), choices.size(), thoughtsReturn));
      }
    }
    if (choices.isEmpty()) {
      return new MalformedAnswer("the answer has no choices");
    }
    return new Completion(
        Nodes.text(tree, "id"),
        Nodes.text(tree, "model"),
        Nodes.integer(tree, "created", -1),
        choices,
        rule.read(body, offset, length),
        Nodes.text(tree, "service_tier"));
  }

  /** Whether a document is an error, and no answer or part of one. */
  static boolean isError(JsonNode tree) {
    return Nodes.get(tree, "error") != null || "error".equals(Nodes.text(tree, "object"));
  }

  private static Completion.Choice choice(
      JsonNode choice, String answerId, int position, boolean thoughtsReturn) {
    int index = Math.clamp(Nodes.integer(choice, "index", position), 0, Integer.MAX_VALUE);
    JsonNode message = Nodes.object(choice, "message");
    List<Part> parts = new ArrayList<>();
    Part reasoning = reasoning(message, thoughtsReturn);
    if (reasoning != null) {
      parts.add(reasoning);
    }
    readContent(message, parts);
    String refusal = Nodes.text(message, "refusal", "");
    if (!refusal.isEmpty()) {
      parts.add(new Part.Refusal(refusal));
    }
    readMedia(message, parts);
    boolean calls = readCalls(message, answerId, index, parts);
    String stop = Nodes.text(choice, "stop_reason");
    return new Completion.Choice(
        index,
        parts,
        ChatFinish.read(Nodes.text(choice, "finish_reason"), stop, calls, !refusal.isEmpty()),
        stop,
        Nodes.object(choice, "logprobs"),
        Nodes.get(choice, "content_filter_results"));
  }

  private static @Nullable Part reasoning(@Nullable JsonNode message, boolean thoughtsReturn) {
    String text = ChatThoughts.text(message);
    List<JsonNode> details = Nodes.array(message, "reasoning_details");
    if (details.isEmpty() && (text.isEmpty() || !thoughtsReturn)) {
      return text.isEmpty() ? null : new Part.Reasoning(text, null, false, null, null);
    }
    String signature = JsonDocument.text(ChatThoughts.array(details));
    return new Part.Reasoning(text, signature, text.isEmpty(), null, ChatClient.NAME);
  }

  private static void readContent(@Nullable JsonNode message, List<Part> parts) {
    String text = Nodes.text(message, "content");
    if (text == null) {
      StringBuilder gathered = new StringBuilder();
      for (JsonNode part : Nodes.array(message, "content")) {
        gathered.append(Nodes.text(part, "text", ""));
      }
      text = gathered.toString();
    }
    List<Citation> citations = new ArrayList<>();
    for (JsonNode annotation : Nodes.array(message, "annotations")) {
      citations.add(ChatCitations.read(annotation));
    }
    if (!text.isEmpty() || !citations.isEmpty()) {
      parts.add(new Part.Text(text, citations, null));
    }
  }

  private static void readMedia(@Nullable JsonNode message, List<Part> parts) {
    JsonNode audio = Nodes.object(message, "audio");
    if (audio != null) {
      parts.add(new Part.Opaque(ChatClient.NAME, "audio", audio));
    }
    for (JsonNode image : Nodes.array(message, "images")) {
      String url = Nodes.text(Nodes.object(image, "image_url"), "url");
      if (url != null) {
        parts.add(new Part.Image(ChatMedia.fromUrl(url), null, null));
      }
    }
  }

  private static boolean readCalls(
      @Nullable JsonNode message, String answerId, int index, List<Part> parts) {
    int count = 0;
    for (JsonNode call : Nodes.array(message, "tool_calls")) {
      JsonNode custom = Nodes.object(call, "custom");
      JsonNode function = custom == null ? Nodes.object(call, "function") : custom;
      String name = Nodes.text(function, "name", "");
      if (!name.isEmpty()) {
        String id = Nodes.text(call, "id", "");
        parts.add(
            new Part.ToolCall(
                id.isEmpty() ? ToolCallIds.made(answerId, index, count) : id,
                name,
                custom == null ? arguments(function) : Nodes.text(custom, "input", ""),
                custom != null,
                null,
                null));
        count++;
      }
    }
    JsonNode older = Nodes.object(message, "function_call");
    String name = Nodes.text(older, "name", "");
    if (count == 0 && !name.isEmpty()) {
      parts.add(Part.ToolCall.of(ToolCallIds.made(answerId, index, 0), name, arguments(older)));
      count++;
    }
    return count > 0;
  }

  /** Arguments are JSON in a string; some engines forget the string. */
  private static String arguments(@Nullable JsonNode function) {
    JsonNode arguments = Nodes.get(function, "arguments");
    if (arguments != null && arguments.isObject()) {
      return JsonDocument.text(arguments);
    }
    String text = Nodes.text(function, "arguments", "");
    return text.isBlank() ? "{}" : text;
  }
}
