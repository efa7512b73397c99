package io.tollgate.bench.provider;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Embeddings of Gemini.
 *
 * @param texts what is embedded, with the dimensions of each
 * @param batch whether the answer is a list
 */
record GeminiEmbeddings(List<Text> texts, boolean batch) implements Voice {

  private static final GeminiShape REQUEST =
      new GeminiShape(
          "model:s content:o taskType:s title:s outputDimensionality:n embedContentConfig:o"
              + " config:o");

  /** A text to embed. */
  record Text(String text, int dimensions) {}

  static Asked one(String model, ObjectNode root) {
    return asked(model, List.of(text(root, "request")), false);
  }

  static Asked batch(String model, ObjectNode root) {
    new GeminiShape("requests:a").check(root, "request");
    List<Text> texts = new ArrayList<>();
    for (JsonNode request : root.path("requests").values()) {
      String at = "requests[" + texts.size() + "]";
      texts.add(text(request, at));
      if (!request.path("model").stringValue("").equals("models/" + model)) {
        throw Refusal.invalid(
            "* BatchEmbedContentsRequest." + at + ".model: model must match the one of the path");
      }
    }
    if (texts.isEmpty()) {
      throw Refusal.invalid("* BatchEmbedContentsRequest.requests: must not be empty");
    }
    return asked(model, texts, true);
  }

  private static Asked asked(String model, List<Text> texts, boolean batch) {
    List<String> all = texts.stream().map(Text::text).toList();
    return new Asked(Vectors.turn(model, all), new GeminiEmbeddings(texts, batch));
  }

  private static Text text(JsonNode request, String at) {
    REQUEST.check(request, at);
    StringBuilder text = new StringBuilder();
    JsonNode parts = request.path("content").path("parts");
    parts.values().forEach(part -> text.append(part.path("text").stringValue("")));
    if (parts.isEmpty()) {
      throw Refusal.invalid("* " + at + ".content: contents is not specified");
    }
    int dimensions = request.path("outputDimensionality").asInt(Vectors.USUAL_DIMENSIONS);
    return new Text(text.toString(), dimensions);
  }

  @Override
  public Buffer plain(Saying saying) {
    ArrayNode embeddings = Trees.array();
    String model = saying.model().name();
    for (Text text : texts) {
      float[] vector = Vectors.of(model, text.text(), text.dimensions());
      embeddings.addObject().set("values", Vectors.json(vector));
    }
    ObjectNode response = Trees.object();
    if (batch) {
      response.set("embeddings", embeddings);
    } else {
      response.set("embedding", embeddings.path(0));
    }
    Counts counts = saying.counts();
    if (!counts.missing()) {
      response
          .putObject("usageMetadata")
          .set("promptTokenCount", counts.of(counts.usage().promptTokens()));
    }
    return Trees.bytes(response);
  }

  @Override
  public List<Step> stream(Saying saying) {
    throw new IllegalStateException("vectors are never streamed");
  }
}
