package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.conversation.AnswerFormat;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.Message;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.ReasoningWish;
import io.tollgate.adapters.conversation.Role;
import io.tollgate.adapters.conversation.Sampling;
import io.tollgate.adapters.conversation.ServingHints;
import io.tollgate.adapters.conversation.Tool;
import io.tollgate.adapters.conversation.ToolChoice;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.adapters.profile.RequestFields;
import io.tollgate.adapters.profile.UnreadNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads a request as a conversation.
 *
 * <p>{@code instructions} are the leading system message; a system item that leads without them is
 * read as the same, which within one request it is. Ids and states of items, by which OpenAI tells
 * stored ones apart, are left out. Members of {@code text} and {@code reasoning} that only this
 * dialect has are extras named {@code text.verbosity} and so on. What stands for earlier items
 * ({@code previous_response_id}, {@code conversation}, {@code prompt}, references) is opaque: only
 * who keeps the items can put them there.
 */
final class ConversationReader {

  static final String LOGPROBS = "message.output_text.logprobs";
  static final String ENCRYPTED = "reasoning.encrypted_content";

  private static final List<String> ELSEWHERE =
      List.of("previous_response_id", "conversation", "prompt");

  /** Whether a part stands for what is kept elsewhere, and is a member of the request. */
  static boolean isElsewhere(String type) {
    return ELSEWHERE.contains(type);
  }

  private final RequestFields request;
  private final ToolNames names;
  private final Map<String, JsonNode> extras = new LinkedHashMap<>();
  private final UnreadNames unread = new UnreadNames();
  private boolean logprobs;

  private final Conversation conversation;

  ConversationReader(JsonNode tree) throws MalformedRequest {
    this.request = RequestFields.of("", tree);
    this.names = ToolNames.of(tree);
    this.conversation = read(tree);
  }

  Conversation conversation() {
    return conversation;
  }

  private Conversation read(JsonNode tree) throws MalformedRequest {
    String model = request.requiredText("model");
    List<Message> messages = messages(tree);
    ToolsReader toolsReader = new ToolsReader(names, extras, unread);
    List<Tool> tools = toolsReader.read(request);
    ToolChoice choice = toolsReader.choice(request);
    Boolean parallel = request.bool("parallel_tool_calls");
    AnswerFormat format = format();
    readInclude();
    Sampling sampling = sampling();
    ReasoningWish reasoning = reasoning();
    Boolean stream = request.bool("stream");
    ServingHints serving = serving();
    request.bool("background");
    unread.kept(request);
    request
        .rest()
        .forEach((name, value) -> {
          if (!value.isNull()) {
            extras.putIfAbsent(name, value);
          }
        });
    return new Conversation(
        model,
        messages,
        tools,
        choice,
        parallel,
        format,
        sampling,
        reasoning,
        stream != null && stream,
        serving,
        ResponsesClient.NAME,
        extras,
        unread.all());
  }

  private List<Message> messages(JsonNode tree) throws MalformedRequest {
    JsonNode input = request.get("input");
    if (input != null && !input.isString() && !input.isArray()) {
      throw request.wrong("input", "a string or an array");
    }
    List<Message> messages = new ArrayList<>();
    String instructions = request.text("instructions");
    if (instructions != null) {
      messages.add(Message.of(Role.SYSTEM, Part.Text.of(instructions)));
    }
    List<Part> elsewhere = new ArrayList<>();
    for (String name : ELSEWHERE) {
      JsonNode value = request.get(name);
      if (value != null) {
        elsewhere.add(new Part.Opaque(ResponsesClient.NAME, name, value));
      }
    }
    List<Message> said = new ItemsReader(names, unread).read(InputItems.of(tree));
    if (!elsewhere.isEmpty()) {
      // With the first words after it, since a message of nothing else would be an empty one.
      Message first = said.isEmpty() ? Message.of(Role.USER) : said.removeFirst();
      elsewhere.addAll(first.parts());
      said.addFirst(new Message(first.role(), first.name(), elsewhere));
    }
    messages.addAll(said);
    return messages;
  }

  private @Nullable AnswerFormat format() throws MalformedRequest {
    RequestFields text = request.object("text");
    if (text == null) {
      return null;
    }
    RequestFields format = text.object("format");
    keepRest("text", text);
    if (format == null) {
      return null;
    }
    String type = format.requiredText("type");
    AnswerFormat read = format(format, type);
    unread.lost(format);
    return read;
  }

  private static AnswerFormat format(RequestFields format, String type) throws MalformedRequest {
    return switch (type) {
      case "text" -> new AnswerFormat.Text();
      case "json_object" -> new AnswerFormat.JsonObject();
      case "json_schema" -> {
        JsonNode schema = format.get("schema");
        if (schema == null) {
          throw format.missing("schema");
        }
        if (!schema.isObject()) {
          throw format.wrong("schema", "an object");
        }
        yield new AnswerFormat.JsonSchema(
            format.text("name"), format.text("description"), schema, format.bool("strict"));
      }
      default -> throw format.wrong("type", "text, json_object or json_schema");
    };
  }

  /**
   * What is honoured in any dialect is no extra: log probabilities, and thoughts to be returned.
   */
  private void readInclude() throws MalformedRequest {
    boolean more = false;
    for (JsonNode element : request.array("include")) {
      String name = element.isString() ? element.stringValue() : "";
      logprobs |= name.equals(LOGPROBS);
      more |= !name.equals(LOGPROBS) && !name.equals(ENCRYPTED);
    }
    JsonNode include = request.get("include");
    if (more && include != null) {
      extras.put("include", include);
      unread.kept("include");
    }
  }

  private Sampling sampling() throws MalformedRequest {
    Long top = request.integer("top_logprobs");
    if (top != null && (top < 0 || top > 20)) {
      throw request.wrong("top_logprobs", "from 0 to 20");
    }
    return new Sampling(
        request.integer("max_output_tokens"),
        request.number("temperature"),
        request.number("top_p"),
        null,
        null,
        null,
        null,
        List.of(),
        null,
        logprobs ? Boolean.TRUE : null,
        top == null ? null : top.intValue(),
        Map.of());
  }

  private @Nullable ReasoningWish reasoning() throws MalformedRequest {
    RequestFields reasoning = request.object("reasoning");
    if (reasoning == null) {
      return null;
    }
    String effort = reasoning.text("effort");
    String summary = reasoning.text("summary");
    keepRest("reasoning", reasoning);
    return effort == null && summary == null
        ? null
        : new ReasoningWish(effort, null, false, summary);
  }

  private ServingHints serving() throws MalformedRequest {
    String user = request.text("user");
    String safety = request.text("safety_identifier");
    JsonNode identifier = request.get("safety_identifier");
    if (identifier != null) {
      extras.put("safety_identifier", identifier);
      if (user != null) {
        unread.kept("safety_identifier");
      }
    }
    return new ServingHints(
        request.text("service_tier"),
        user == null ? safety : user,
        request.text("prompt_cache_key"),
        request.bool("store"),
        metadata());
  }

  private Map<String, String> metadata() throws MalformedRequest {
    Map<String, String> metadata = new LinkedHashMap<>();
    RequestFields members = request.object("metadata");
    if (members != null) {
      for (String name : members.rest().keySet()) {
        metadata.put(name, members.requiredText(name));
      }
    }
    return metadata;
  }

  private void keepRest(String prefix, RequestFields fields) {
    unread.kept(fields);
    fields
        .rest()
        .forEach((name, value) -> {
          if (!value.isNull()) {
            extras.put(prefix + "." + name, value);
          }
        });
  }
}
