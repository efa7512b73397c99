package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.conversation.AnswerFormat;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.Message;
import io.tollgate.adapters.conversation.ReasoningWish;
import io.tollgate.adapters.conversation.Sampling;
import io.tollgate.adapters.conversation.ServingHints;
import io.tollgate.adapters.conversation.ToolChoice;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.adapters.profile.RequestFields;
import io.tollgate.adapters.profile.RequestText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads a whole request of this dialect into a conversation. */
final class ChatConversationReader {

  private final RequestFields body;
  private final Extras extras = new Extras();

  private ChatConversationReader(RequestFields body) {
    this.body = body;
  }

  /**
   * The conversation of a body that is known to be one.
   *
   * @throws MalformedRequest if a part of it has a wrong shape
   */
  static Conversation read(byte[] body, int offset, int length) throws MalformedRequest {
    JsonNode tree;
    try {
      tree = JsonDocument.read(body, offset, length);
    } catch (JacksonException e) {
      throw RequestText.notJson(e);
    }
    return new ChatConversationReader(RequestFields.of("", tree)).conversation();
  }

  private Conversation conversation() throws MalformedRequest {
    List<Message> messages = new ArrayList<>();
    ChatTurnReader turns = new ChatTurnReader(extras);
    for (RequestFields message : body.objects("messages")) {
      messages.add(turns.read("messages[" + messages.size() + "]", message));
    }
    ChatToolReader tools = new ChatToolReader(extras);
    tools.readTools(body);
    ToolChoice toolChoice = tools.readChoice(body);
    String model = body.requiredText("model");
    Boolean parallel = body.bool("parallel_tool_calls");
    AnswerFormat format = readFormat();
    Sampling sampling = readSampling();
    ReasoningWish reasoning = readReasoning();
    Boolean stream = body.bool("stream");
    readStreamOptions();
    ServingHints serving = readServing();
    // What clients of OpenRouter ask for is in every answer here.
    body.get("usage");
    extras.keep("", body);
    return new Conversation(
        model,
        messages,
        tools.tools(),
        toolChoice,
        parallel,
        format,
        sampling,
        reasoning,
        stream != null && stream,
        serving,
        ChatClient.NAME,
        extras.all(),
        extras.unread().all());
  }

  private @Nullable AnswerFormat readFormat() throws MalformedRequest {
    RequestFields format = body.object("response_format");
    if (format == null) {
      return null;
    }
    AnswerFormat read =
        switch (format.requiredText("type")) {
          case "text" -> new AnswerFormat.Text();
          case "json_object" -> new AnswerFormat.JsonObject();
          case "json_schema" -> readSchema(format);
          default -> null;
        };
    if (read == null) {
      extras.keep("", one("response_format"));
    } else {
      extras.keep("response_format", format);
    }
    return read;
  }

  private AnswerFormat readSchema(RequestFields format) throws MalformedRequest {
    RequestFields schema = format.object("json_schema");
    if (schema == null) {
      throw format.missing("json_schema");
    }
    JsonNode tree = schema.get("schema");
    AnswerFormat read =
        new AnswerFormat.JsonSchema(
            schema.text("name"),
            schema.text("description"),
            tree == null ? JsonNodeFactory.instance.objectNode() : tree,
            schema.bool("strict"));
    extras.keep("response_format.json_schema", schema);
    return read;
  }

  private Map<String, JsonNode> one(String name) {
    JsonNode value = body.get(name);
    return value == null ? Map.of() : Map.of(name, value);
  }

  private Sampling readSampling() throws MalformedRequest {
    Long older = body.integer("max_tokens");
    Long newer = body.integer("max_completion_tokens");
    Long choices = body.integer("n");
    Long topLogprobs = body.integer("top_logprobs");
    return new Sampling(
        newer == null ? older : newer,
        body.number("temperature"),
        body.number("top_p"),
        body.integer("top_k"),
        body.number("presence_penalty"),
        body.number("frequency_penalty"),
        body.integer("seed"),
        readStop(),
        choices == null ? null : small("n", choices),
        body.bool("logprobs"),
        topLogprobs == null ? null : small("top_logprobs", topLogprobs),
        readBias());
  }

  private int small(String name, long value) throws MalformedRequest {
    if (value < 0 || value > ChatRequestReader.MAX_CHOICES) {
      throw body.wrong(name, "from 0 to " + ChatRequestReader.MAX_CHOICES);
    }
    return (int) value;
  }

  private List<String> readStop() throws MalformedRequest {
    JsonNode stop = body.get("stop");
    if (stop == null) {
      return List.of();
    }
    if (stop.isString()) {
      return List.of(stop.stringValue());
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode text : body.array("stop")) {
      if (!text.isString()) {
        throw body.wrong("stop", "a string or an array of strings");
      }
      texts.add(text.stringValue());
    }
    return texts;
  }

  private Map<String, BigDecimal> readBias() throws MalformedRequest {
    Map<String, BigDecimal> bias = new LinkedHashMap<>();
    JsonNode object = body.get("logit_bias");
    if (object == null) {
      return bias;
    }
    RequestFields fields = RequestFields.of("logit_bias", object);
    for (String token : object.propertyNames()) {
      BigDecimal value = fields.number(token);
      if (value != null) {
        bias.put(token, value);
      }
    }
    return bias;
  }

  /** OpenAI's one word, or OpenRouter's object where it says no more than the conversation can. */
  private @Nullable ReasoningWish readReasoning() throws MalformedRequest {
    String effort = body.text("reasoning_effort");
    JsonNode object = body.get("reasoning");
    if (object == null || !object.isObject()) {
      extras.keep("", one("reasoning"));
      return effort == null ? null : new ReasoningWish(effort, null, false, null);
    }
    RequestFields fields = RequestFields.of("reasoning", object);
    String word = fields.text("effort");
    Long budget = fields.integer("max_tokens");
    extras.keep("reasoning", fields);
    String said = effort == null ? word : effort;
    return said == null && budget == null ? null : new ReasoningWish(said, budget, false, null);
  }

  private void readStreamOptions() throws MalformedRequest {
    RequestFields options = body.object("stream_options");
    if (options != null) {
      options.bool("include_usage");
      extras.keep("stream_options", options);
    }
  }

  private ServingHints readServing() throws MalformedRequest {
    String user = body.text("user");
    if (user == null) {
      user = body.text("safety_identifier");
    }
    Map<String, String> labels = new LinkedHashMap<>();
    RequestFields metadata = body.object("metadata");
    if (metadata != null) {
      for (Map.Entry<String, JsonNode> label : metadata.rest().entrySet()) {
        if (label.getValue().isString()) {
          labels.put(label.getKey(), metadata.requiredText(label.getKey()));
        }
      }
      extras.keep("metadata", metadata);
    }
    return new ServingHints(
        body.text("service_tier"), user, body.text("prompt_cache_key"), body.bool("store"), labels);
  }
}
