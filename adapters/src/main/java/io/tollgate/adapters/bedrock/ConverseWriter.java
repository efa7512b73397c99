package io.tollgate.adapters.bedrock;

import io.tollgate.adapters.conversation.AnswerFormat;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.Sampling;
import io.tollgate.adapters.conversation.ServingHints;
import io.tollgate.adapters.dialect.LeftOut;
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.json.JsonDocument;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a conversation as a request to Converse.
 *
 * <p>Members that only Bedrock has are taken over from any client: {@code guardrailConfig}, {@code
 * performanceConfig}, {@code additionalModelResponseFieldPaths}, and {@code
 * additionalModelRequestFields} beneath what the conversation itself says there.
 */
final class ConverseWriter {

  private static final String NONE = "Bedrock has none";
  private static final String FIELDS = "additionalModelRequestFields";
  private static final List<String> TAKEN =
      List.of("guardrailConfig", "performanceConfig", "additionalModelResponseFieldPaths");
  private static final Set<String> KNOWN =
      Set.of("guardrailConfig", "performanceConfig", "additionalModelResponseFieldPaths", FIELDS);

  /** What Bedrock allows in the labels of a request. */
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z0-9\\s:_@$#=/+,.-]{1,256}");

  private static final int MAX_LABELS = 16;

  private final Conversation conversation;
  private final String model;
  private final boolean sampling;
  private final Losses losses;

  /**
   * A writer of one request.
   *
   * @param sampling whether the model takes temperature, top_p and top_k
   */
  ConverseWriter(Conversation conversation, String model, boolean sampling, Losses losses) {
    this.conversation = conversation;
    this.model = model;
    this.sampling = sampling;
    this.losses = losses;
  }

  ObjectNode request() {
    ObjectNode body = ConverseParts.object();
    ArrayNode messages = body.putArray("messages");
    ArrayNode system = ConverseParts.object().arrayNode();
    ConverseMessages writer = new ConverseMessages(messages, system, losses);
    conversation.messages().forEach(writer::write);
    if (!system.isEmpty()) {
      body.set("system", system);
    }
    ObjectNode tools = new ConverseTools(conversation, losses).write();
    if (tools != null) {
      body.set("toolConfig", tools);
    }
    ObjectNode fields = ConverseParts.object();
    JsonNode own = conversation.extras().get(FIELDS);
    if (own != null && own.isObject()) {
      own.properties().forEach(member -> fields.set(member.getKey(), member.getValue()));
    }
    String effort = new ConverseThinking(conversation, model, losses).write(fields);
    writeInference(body, fields, conversation.sampling());
    if (!fields.isEmpty()) {
      body.set(FIELDS, fields);
    }
    writeOutput(body, conversation.format(), effort);
    for (String name : TAKEN) {
      JsonNode value = conversation.extras().get(name);
      if (value != null && !value.isNull()) {
        body.set(name, value);
      }
    }
    writeServing(body, conversation.serving());
    KNOWN.forEach(losses::take);
    return body;
  }

  private void writeInference(ObjectNode body, ObjectNode fields, Sampling said) {
    ObjectNode config = ConverseParts.object();
    if (said.maxOutputTokens() != null) {
      config.put("maxTokens", said.maxOutputTokens());
    }
    if (!said.stop().isEmpty()) {
      ArrayNode stop = config.putArray("stopSequences");
      said.stop().forEach(stop::add);
    }
    boolean thinks = ConverseThinking.isClaude(model) && fields.has("thinking");
    if (sampling && !thinks) {
      if (said.temperature() != null) {
        config.put("temperature", said.temperature());
      }
      if (said.topP() != null) {
        config.put("topP", said.topP());
      }
      writeTopK(fields, said.topK());
    } else {
      String reason = thinks ? "not while Claude thinks" : "refused by the model";
      noteUnused("temperature", said.temperature(), reason);
      noteUnused("top_p", said.topP(), reason);
      noteUnused("top_k", said.topK(), reason);
    }
    if (!config.isEmpty()) {
      body.set("inferenceConfig", config);
    }
    if (said.presencePenalty() != null && said.presencePenalty().signum() != 0) {
      losses.meaning("presence_penalty", NONE);
    }
    if (said.frequencyPenalty() != null && said.frequencyPenalty().signum() != 0) {
      losses.meaning("frequency_penalty", NONE);
    }
    noteUnused("seed", said.seed(), NONE);
    if (Boolean.TRUE.equals(said.logprobs())) {
      losses.meaning("logprobs", NONE);
    }
    LeftOut.choices(said, losses, NONE);
  }

  private void writeTopK(ObjectNode fields, @Nullable Long topK) {
    if (topK == null) {
      return;
    }
    if (ConverseThinking.isClaude(model)) {
      fields.put("top_k", topK);
    } else if (ConverseThinking.isNova(model)) {
      fields.withObject("/inferenceConfig").put("topK", topK);
    } else {
      losses.hint("top_k", "not known of this model on Bedrock");
    }
  }

  private void noteUnused(String name, @Nullable Object said, String reason) {
    if (said != null) {
      losses.hint(name, reason);
    }
  }

  private void writeOutput(
      ObjectNode body, @Nullable AnswerFormat format, @Nullable String effort) {
    ObjectNode config = ConverseParts.object();
    switch (format) {
      case null -> {
        // Unsaid.
      }
      case AnswerFormat.Text _ -> {
        // What Bedrock does anyway.
      }
      case AnswerFormat.JsonObject _ ->
          losses.meaning("response_format", "Bedrock has schemas only");
      case AnswerFormat.JsonSchema schema -> {
        ObjectNode written =
            config
                .putObject("textFormat")
                .put("type", "json_schema")
                .putObject("structure")
                .putObject("jsonSchema")
                .put("schema", JsonDocument.text(schema.schema()));
        if (schema.name() != null) {
          written.put("name", schema.name());
        }
        if (schema.description() != null) {
          written.put("description", schema.description());
        }
      }
    }
    if (effort != null) {
      config.put("effort", effort);
    }
    if (!config.isEmpty()) {
      body.set("outputConfig", config);
    }
  }

  private void writeServing(ObjectNode body, ServingHints serving) {
    String tier = serving.serviceTier();
    switch (tier) {
      case null -> {
        // Unsaid.
      }
      case "auto", "default", "standard", "standard_only" -> {
        // What Bedrock does anyway.
      }
      case "flex", "priority", "reserved" -> body.putObject("serviceTier").put("type", tier);
      default -> losses.hint("service_tier", "Bedrock has flex and priority and reserved");
    }
    if (!serving.metadata().isEmpty()) {
      ObjectNode labels = ConverseParts.object();
      for (Map.Entry<String, String> label : serving.metadata().entrySet()) {
        if (labels.size() < MAX_LABELS
            && LABEL.matcher(label.getKey()).matches()
            && LABEL.matcher(label.getValue()).matches()) {
          labels.put(label.getKey(), label.getValue());
        } else {
          losses.hint("metadata", "Bedrock takes 16 short labels");
        }
      }
      if (!labels.isEmpty()) {
        body.set("requestMetadata", labels);
      }
    }
    LeftOut.tags(serving, losses, NONE);
  }
}
