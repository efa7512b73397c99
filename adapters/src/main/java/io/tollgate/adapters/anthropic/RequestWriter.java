package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.conversation.AnswerFormat;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.ServingHints;
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.dialect.Quirk;
import io.tollgate.adapters.json.JsonDocument;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes a conversation as the body of a request. */
final class RequestWriter {

  /**
   * The limit on output tokens where the client gave none and Anthropic wants one: an answer of
   * usual length with room for thoughts, and within what every Claude since 3.7 writes.
   */
  static final long DEFAULT_MAX_TOKENS = 16_384;

  /** The same for the models before, of which the smallest write no more. */
  static final long OLD_DEFAULT_MAX_TOKENS = 4_096;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String VERTEX_VERSION = "vertex-2023-10-16";

  private final Conversation conversation;
  private final ClaudeModel model;
  private final Set<Quirk> quirks;
  private final Losses losses;
  private final boolean own;
  private final ObjectNode body = JSON.objectNode();

  private RequestWriter(
      Conversation conversation, String upstreamModel, Set<Quirk> quirks, Losses losses) {
    this.conversation = conversation;
    this.model = ClaudeModel.of(upstreamModel);
    this.quirks = quirks;
    this.losses = losses;
    this.own = conversation.dialect().equals(AnthropicClient.NAME);
  }

  static ObjectNode write(
      Conversation conversation, String upstreamModel, Set<Quirk> quirks, Losses losses) {
    return new RequestWriter(conversation, upstreamModel, quirks, losses).write(upstreamModel);
  }

  private ObjectNode write(String upstreamModel) {
    if (quirks.contains(Quirk.VERTEX)) {
      body.put("anthropic_version", VERTEX_VERSION);
    } else {
      body.put("model", upstreamModel);
    }
    long maxTokens = maxTokens();
    body.put("max_tokens", maxTokens);
    writeTurns();
    new ToolsWriter(conversation, model, own, quirks, losses).writeTo(body);
    ThinkingPlan plan =
        own
            ? ThinkingPlan.asSaid(conversation, losses)
            : ThinkingPlan.best(conversation, model, maxTokens, losses);
    if (plan.config() != null) {
      body.set("thinking", plan.config());
    }
    writeOutputConfig(plan.effort());
    boolean sampling = !quirks.contains(Quirk.NO_SAMPLING) && (own || model.takesSampling());
    new SamplingWriter(conversation.sampling(), losses, own)
        .writeTo(body, sampling, plan.fixed(), model.takesTemperatureWithTopP());
    writeServing(conversation.serving());
    if (conversation.stream()) {
      body.put("stream", true);
    }
    writeExtras();
    return body;
  }

  private long maxTokens() {
    Long said = conversation.sampling().maxOutputTokens();
    if (said != null) {
      return said;
    }
    return model.thinks() ? DEFAULT_MAX_TOKENS : OLD_DEFAULT_MAX_TOKENS;
  }

  private void writeTurns() {
    BlockWriter blocks = new BlockWriter(own, losses);
    Turns turns =
        own
            ? Turns.asSaid(conversation.messages(), blocks)
            : Turns.merged(conversation.messages(), blocks, model.takesPrefill(), losses);
    JsonNode system = Instructions.with(turns.system(), instruction());
    if (system != null) {
      body.set("system", system);
    }
    body.set("messages", turns.messages());
  }

  /** What is asked for in words because the dialect, or the model, has no parameter for it. */
  private @Nullable String instruction() {
    return switch (conversation.format()) {
      case AnswerFormat.JsonObject _ -> {
        losses.meaning("response_format", "asked for in words only");
        yield "Answer with one JSON object and nothing else.";
      }
      case AnswerFormat.JsonSchema schema when !takesSchema() -> {
        losses.meaning("response_format", "asked for in words only");
        yield "Answer with one JSON document that follows this JSON schema, and nothing else:\n"
            + JsonDocument.text(schema.schema());
      }
      case AnswerFormat.JsonSchema _, AnswerFormat.Text _ -> null;
      case null -> null;
    };
  }

  private boolean takesSchema() {
    return own || (model.takesSchema() && !quirks.contains(Quirk.NO_JSON_SCHEMA));
  }

  private void writeOutputConfig(@Nullable String effort) {
    ObjectNode config = JSON.objectNode();
    if (effort != null) {
      config.put("effort", effort);
    }
    if (conversation.format() instanceof AnswerFormat.JsonSchema schema && takesSchema()) {
      ObjectNode format = config.putObject("format").put("type", "json_schema");
      format.set("schema", own ? schema.schema() : StrictSchema.of(schema.schema()));
    }
    if (!config.isEmpty()) {
      body.set("output_config", config);
    }
  }

  private void writeServing(ServingHints serving) {
    if (serving.user() != null) {
      body.putObject("metadata").put("user_id", serving.user());
    }
    String tier = serving.serviceTier();
    if (tier != null) {
      String written = own ? tier : tier(tier);
      if (written == null) {
        losses.hint("service_tier", "Anthropic has auto and standard_only");
      } else {
        body.put("service_tier", written);
      }
    }
    if (serving.promptCacheKey() != null) {
      losses.hint("prompt_cache_key", "Anthropic has none");
    }
    if (Boolean.TRUE.equals(serving.store())) {
      losses.hint("store", "Anthropic stores no answers");
    }
    if (!serving.metadata().isEmpty()) {
      losses.hint("metadata", "Anthropic takes a user_id only");
    }
  }

  private static @Nullable String tier(String tier) {
    return switch (tier.toLowerCase(Locale.ROOT)) {
      case "auto", "priority" -> "auto";
      case "default", "standard", "standard_only" -> "standard_only";
      default -> null;
    };
  }

  private void writeExtras() {
    if (!own) {
      return;
    }
    for (Map.Entry<String, JsonNode> extra : conversation.extras().entrySet()) {
      String name = extra.getKey();
      if (body.get(name) instanceof ObjectNode written
          && extra.getValue() instanceof ObjectNode more) {
        more.properties().forEach(member -> written.set(member.getKey(), member.getValue()));
      } else if (!body.has(name) && !name.equals(AnthropicProvider.BETA_HEADER)) {
        body.set(name, extra.getValue());
      }
    }
  }
}
