package io.tollgate.bench.provider;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Cohere, version 2. */
final class CohereService implements DialectService {

  private static final Shape EMBED =
      Shape.of(
          "model:s! input_type:s! texts:a? images:a? inputs:a? max_tokens:n? output_dimension:n?"
              + " embedding_types:a? truncate:s? priority:n?");

  @Override
  public Dialect dialect() {
    return Dialect.COHERE;
  }

  @Override
  public void authorize(Call call, String key) {
    if (!call.bears(key)) {
      throw Refusal.of(
          401, call.header("authorization") == null ? "no api key supplied" : "invalid api token");
    }
  }

  @Override
  public Asked read(Call call) {
    ObjectNode root = Trees.object(call.body());
    return call.path().endsWith("/embed") ? embed(root) : CohereReader.read(root);
  }

  private static Asked embed(ObjectNode root) {
    EMBED.check(root, "");
    List<String> texts = new ArrayList<>();
    root.path("texts").values().forEach(text -> texts.add(text.stringValue("")));
    for (JsonNode input : root.path("inputs").values()) {
      StringBuilder text = new StringBuilder();
      input
          .path("content")
          .values()
          .forEach(part -> text.append(part.path("text").stringValue("")));
      texts.add(text.toString());
    }
    if (texts.isEmpty()) {
      throw Refusal.invalid("invalid request: valid text or image input is required");
    }
    String type = root.path("input_type").stringValue();
    if (!Set.of("search_document", "search_query", "classification", "clustering", "image")
        .contains(type)) {
      throw Refusal.invalid("invalid request: input_type '" + type + "' is not valid");
    }
    JsonNode types = root.path("embedding_types");
    for (JsonNode wanted : types.values()) {
      if (!Set.of("float", "base64").contains(wanted.stringValue(""))) {
        throw Refusal.invalid("embedding type " + wanted + " is not simulated");
      }
    }
    boolean base64 = types.path(0).stringValue("float").equals("base64");
    int dimensions = root.path("output_dimension").asInt(Vectors.USUAL_DIMENSIONS);
    return new Asked(
        Vectors.turn(root.path("model").stringValue(), texts),
        new EmbedVoice(texts, dimensions, base64));
  }

  @Override
  public ErrorAnswer error(Refusal refusal) {
    String message =
        switch (refusal.reason) {
          case CONTEXT ->
              "too many tokens: total number of tokens in the prompt cannot exceed 128000";
          case QUOTA -> "You have reached the limit of your trial key.";
          case USUAL,
              RATE,
              SLOW_DOWN,
              CREDIT_BALANCE_EXHAUSTED,
              ORGANIZATION_SPEND_LIMIT_EXCEEDED,
              PROJECT_SPEND_LIMIT_EXCEEDED,
              ORGANIZATION_USAGE_LIMIT_EXCEEDED,
              ENFORCED_SPEND_LIMIT_REACHED,
              RATE_LIMIT_ERROR,
              BILLING_ERROR,
              USAGE_LIMITS,
              THREAD_UNSUPPORTED_REQUEST ->
              refusal.message();
        };
    return ErrorAnswer.of(Trees.object().put("id", "err-1").put("message", message).toString());
  }

  @Override
  public Buffer errorEvent(Refusal refusal) {
    ObjectNode event = Trees.object().put("type", "message-end").put("id", "err-1");
    event.putObject("delta").put("error", refusal.message()).put("finish_reason", "ERROR");
    return Sse.event("message-end", event);
  }

  /** The vectors of some texts. */
  private record EmbedVoice(List<String> texts, int dimensions, boolean base64) implements Voice {

    @Override
    public Buffer plain(Saying saying) {
      String model = saying.model().name();
      ObjectNode root = Trees.object().put("id", saying.answer().number());
      ArrayNode vectors = root.putObject("embeddings").putArray(base64 ? "base64" : "float");
      for (String text : texts) {
        float[] vector = Vectors.of(model, text, dimensions);
        if (base64) {
          vectors.add(Vectors.base64(vector));
        } else {
          vectors.add(Vectors.json(vector));
        }
      }
      ArrayNode echoed = root.putArray("texts");
      texts.forEach(echoed::add);
      ObjectNode meta = root.putObject("meta");
      meta.putObject("api_version").put("version", "2");
      Counts counts = saying.counts();
      if (!counts.missing()) {
        meta.putObject("billed_units")
            .set("input_tokens", counts.of(counts.usage().promptTokens()));
      }
      return Trees.bytes(root.put("response_type", "embeddings_by_type"));
    }

    @Override
    public List<Step> stream(Saying saying) {
      throw new IllegalStateException("vectors are never streamed");
    }
  }
}
