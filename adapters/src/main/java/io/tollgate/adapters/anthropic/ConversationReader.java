package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.conversation.AnswerFormat;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.Message;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.ReasoningWish;
import io.tollgate.adapters.conversation.Role;
import io.tollgate.adapters.conversation.Sampling;
import io.tollgate.adapters.conversation.ServingHints;
import io.tollgate.adapters.dialect.RequestHead;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.adapters.profile.RequestFields;
import io.tollgate.adapters.profile.UnreadNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a request as a conversation. The system prompt becomes its first message; system messages
 * among the others stay where they are.
 */
final class ConversationReader {

  private static final Set<String> THINKING = Set.of("enabled", "adaptive", "disabled");

  private final RequestFields fields;
  private final Map<String, JsonNode> known = new LinkedHashMap<>();
  private final UnreadNames unread = new UnreadNames();
  private final BlockReader blocks = new BlockReader(unread);

  private ConversationReader(RequestFields fields) {
    this.fields = fields;
  }

  /** The conversation; betas that the caller's headers name are among its extras. */
  static Conversation read(RequestHead head, JsonNode document) throws MalformedRequest {
    ConversationReader reader = new ConversationReader(RequestFields.of("", document));
    String betas = head.headers().get(AnthropicProvider.BETA_HEADER);
    if (betas != null) {
      reader.known.put(AnthropicProvider.BETA_HEADER, JsonNodeFactory.instance.stringNode(betas));
      reader.unread.kept(AnthropicProvider.BETA_HEADER);
    }
    return reader.conversation();
  }

  private Conversation conversation() throws MalformedRequest {
    String model = fields.requiredText("model");
    List<Message> messages = messages();
    ToolsReader tools = ToolsReader.read(fields, unread);
    RequestFields output = fields.object("output_config");
    String effort = output == null ? null : output.text("effort");
    AnswerFormat format = output == null ? null : format(output, "format");
    if (format == null) {
      // The older beta's place for it.
      format = format(fields, "output_format");
    }
    ReasoningWish reasoning = reasoning(effort);
    Sampling sampling = sampling();
    ServingHints serving = serving();
    boolean stream = Boolean.TRUE.equals(fields.bool("stream"));
    if (output != null) {
      keepRest("output_config", output);
    }
    Map<String, JsonNode> extras = fields.rest();
    unread.kept(fields);
    extras.putAll(known);
    return new Conversation(
        model,
        messages,
        tools.tools(),
        tools.choice(),
        tools.parallel(),
        format,
        sampling,
        reasoning,
        stream,
        serving,
        AnthropicClient.NAME,
        extras,
        unread.all());
  }

  private List<Message> messages() throws MalformedRequest {
    List<Message> messages = new ArrayList<>();
    JsonNode system = fields.get("system");
    if (system != null) {
      messages.add(new Message(Role.SYSTEM, null, blocks.parts("system", system)));
    }
    for (RequestFields message : fields.objects("messages")) {
      String role = message.requiredText("role");
      JsonNode content = message.get("content");
      if (content == null) {
        throw message.missing("content");
      }
      List<Part> parts = blocks.parts(message.path("content"), content);
      messages.add(new Message(role(role, message), null, parts));
      unread.lost(message);
    }
    return messages;
  }

  private static Role role(String role, RequestFields message) throws MalformedRequest {
    return switch (role) {
      case "user" -> Role.USER;
      case "assistant" -> Role.ASSISTANT;
      case "system" -> Role.SYSTEM;
      default -> throw message.wrong("role", "user, assistant or system");
    };
  }

  private @Nullable AnswerFormat format(RequestFields owner, String name) throws MalformedRequest {
    RequestFields format = owner.object(name);
    if (format == null) {
      return null;
    }
    JsonNode schema = format.get("schema");
    if (schema == null) {
      throw format.missing("schema");
    }
    unread.lost(format);
    return new AnswerFormat.JsonSchema(null, null, schema, null);
  }

  private @Nullable ReasoningWish reasoning(@Nullable String effort) throws MalformedRequest {
    RequestFields thinking = fields.object("thinking");
    if (thinking == null) {
      return effort == null ? null : new ReasoningWish(effort, null, false, null);
    }
    String display = thinking.text("display");
    String summary = "summarized".equals(display) ? "auto" : display;
    Long budget = thinking.integer("budget_tokens");
    String type = thinking.requiredText("type");
    if (THINKING.contains(type)) {
      unread.lost(thinking);
    }
    return switch (type) {
      case "enabled" -> {
        if (budget == null) {
          throw thinking.missing("budget_tokens");
        }
        yield new ReasoningWish(effort, budget, false, summary);
      }
      case "adaptive" -> new ReasoningWish(effort, null, true, summary);
      case "disabled" -> new ReasoningWish(effort, 0L, false, null);
      default -> {
        // A way of thinking that only this dialect has.
        keep("thinking");
        unread.kept("thinking");
        yield effort == null ? null : new ReasoningWish(effort, null, false, null);
      }
    };
  }

  private Sampling sampling() throws MalformedRequest {
    List<String> stop = new ArrayList<>();
    for (JsonNode text : fields.array("stop_sequences")) {
      if (!text.isString()) {
        throw fields.wrong("stop_sequences", "an array of strings");
      }
      stop.add(text.stringValue());
    }
    return new Sampling(
        fields.integer("max_tokens"),
        fields.number("temperature"),
        fields.number("top_p"),
        fields.integer("top_k"),
        null,
        null,
        null,
        stop,
        null,
        null,
        null,
        Map.of());
  }

  private ServingHints serving() throws MalformedRequest {
    RequestFields metadata = fields.object("metadata");
    String user = null;
    if (metadata != null) {
      user = metadata.text("user_id");
      keepRest("metadata", metadata);
    }
    return new ServingHints(fields.text("service_tier"), user, null, null, Map.of());
  }

  private void keep(String name) {
    JsonNode value = fields.get(name);
    if (value != null) {
      known.put(name, value);
    }
  }

  /** Keeps the members of a known object that have no place in a conversation. */
  private void keepRest(String name, RequestFields object) {
    Map<String, JsonNode> rest = object.rest();
    if (!rest.isEmpty()) {
      ObjectNode kept = JsonNodeFactory.instance.objectNode();
      rest.forEach(kept::set);
      known.put(name, kept);
      unread.kept(object);
    }
  }
}
