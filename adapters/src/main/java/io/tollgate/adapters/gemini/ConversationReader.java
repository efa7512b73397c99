package io.tollgate.adapters.gemini;

import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.Message;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.Role;
import io.tollgate.adapters.conversation.ServingHints;
import io.tollgate.adapters.conversation.ToolChoice;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.adapters.profile.ParameterReader;
import io.tollgate.adapters.profile.RequestFields;
import io.tollgate.adapters.profile.UnreadNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads what a request says.
 *
 * <p>Members without a place in the conversation are extras under their name; those of {@code
 * generationConfig}, {@code toolConfig} and of single functions are objects under these names.
 */
final class ConversationReader {

  /** The extra that holds, by function, unknown members of its declaration. */
  static final String FUNCTIONS = "tools";

  private final CallIds ids = new CallIds("");
  private final PartReader partReader = new PartReader(ids);
  private final UnreadNames unread = new UnreadNames();
  private final ToolReader toolReader = new ToolReader(unread);
  private final List<Message> messages = new ArrayList<>();
  private final Map<String, JsonNode> extras = new LinkedHashMap<>();
  private @Nullable ToolChoice toolChoice;

  private ConversationReader() {}

  /**
   * The conversation of a request.
   *
   * @param model what stands in its path
   * @param stream whether its path asks for a stream
   */
  static Conversation read(JsonNode body, String model, boolean stream) throws MalformedRequest {
    return new ConversationReader().conversation(CamelNames.of(body), model, stream);
  }

  private Conversation conversation(JsonNode body, String model, boolean stream)
      throws MalformedRequest {
    RequestFields request = RequestFields.of("", body);
    request.get("model");
    readSystem(request);
    for (RequestFields content : request.objects("contents")) {
      readContent(content);
    }
    if (messages.stream().allMatch(message -> message.role() == Role.SYSTEM)) {
      throw ParameterReader.refuse(
          "empty_array", "contents", "The parameter 'contents' must not be empty.");
    }
    readTools(request);
    readToolConfig(request);
    RequestFields config = request.object("generationConfig");
    GenerationReader generation =
        new GenerationReader(config == null ? RequestFields.of("", Trees.object()) : config);
    ServingHints serving = serving(request);
    keep("generationConfig", generation.rest());
    extras.putAll(request.rest());
    unread.kept(request);
    return new Conversation(
        model,
        messages,
        toolReader.tools(),
        toolChoice,
        null,
        generation.format(),
        generation.sampling(),
        generation.reasoning(),
        stream,
        serving,
        GeminiClient.NAME,
        extras,
        unread.all());
  }

  private void readSystem(RequestFields request) throws MalformedRequest {
    JsonNode system = request.get("systemInstruction");
    if (system == null) {
      return;
    }
    if (system.isString()) {
      messages.add(Message.of(Role.SYSTEM, Part.Text.of(system.stringValue())));
      return;
    }
    RequestFields content = RequestFields.of("systemInstruction", system);
    content.get("role");
    messages.add(new Message(Role.SYSTEM, null, parts(content)));
    unread.lost(content);
  }

  private void readContent(RequestFields content) throws MalformedRequest {
    String role = content.text("role");
    Role whose = "model".equals(role) ? Role.ASSISTANT : Role.USER;
    messages.add(new Message(whose, null, parts(content)));
    unread.lost(content);
  }

  private List<Part> parts(RequestFields content) throws MalformedRequest {
    List<Part> parts = new ArrayList<>();
    int index = 0;
    for (JsonNode part : content.array("parts")) {
      String path = content.path("parts") + "[" + index++ + "]";
      partReader.read(RequestFields.of(path, part), part, parts);
    }
    return parts;
  }

  private void readTools(RequestFields request) throws MalformedRequest {
    JsonNode tools = request.get("tools");
    if (tools != null && tools.isObject()) {
      toolReader.read(RequestFields.of("tools", tools));
    } else {
      for (RequestFields tool : request.objects("tools")) {
        toolReader.read(tool);
      }
    }
    String cached = request.text("cachedContent");
    if (cached != null) {
      toolReader.cachedContent(cached);
    }
    keep(FUNCTIONS, toolReader.beside());
  }

  private void readToolConfig(RequestFields request) throws MalformedRequest {
    RequestFields config = request.object("toolConfig");
    if (config == null) {
      return;
    }
    JsonNode calling = config.get("functionCallingConfig");
    if (calling != null) {
      String path = config.path("functionCallingConfig");
      toolChoice = ToolReader.choice(RequestFields.of(path, calling), calling);
    }
    keep("toolConfig", Trees.objectOf(config.rest()));
  }

  private ServingHints serving(RequestFields request) throws MalformedRequest {
    Map<String, String> labels = new LinkedHashMap<>();
    JsonNode said = request.get("labels");
    if (said != null) {
      if (!said.isObject()) {
        throw request.wrong("labels", "an object");
      }
      for (Map.Entry<String, JsonNode> label : said.properties()) {
        if (!label.getValue().isString()) {
          throw request.wrong("labels." + label.getKey(), "a string");
        }
        labels.put(label.getKey(), label.getValue().stringValue());
      }
    }
    return new ServingHints(request.text("serviceTier"), null, null, request.bool("store"), labels);
  }

  private void keep(String name, @Nullable ObjectNode members) {
    if (members != null && !members.isEmpty()) {
      extras.put(name, members);
      if (!name.equals(FUNCTIONS)) {
        members
            .properties()
            .forEach(member -> unread.kept(name, Map.of(member.getKey(), member.getValue())));
      }
    }
  }
}
