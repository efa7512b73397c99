package io.tollgate.adapters.openai.embeddings;

import io.tollgate.adapters.dialect.LeftOut;
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.json.Nodes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request for embeddings in the words of another vendor.
 *
 * <p>OpenAI refuses a text that is too long, so the others are told not to cut it, where they can
 * be told. What a text is for ({@code input_type}, {@code task_type}) is taken over from clients
 * that say it; Cohere has to be told and is told that it is a document.
 *
 * @param texts how many texts there are
 */
record VendorRequest(ObjectNode body, int texts) {

  private static final Set<String> UNDERSTOOD =
      Set.of("model", "input", "encoding_format", "dimensions");

  static VendorRequest of(
      EmbeddingsProvider.Api api, EmbeddingsRequest request, String model, Losses losses) {
    JsonNode tree = request.tree();
    List<String> texts = EmbeddingsRequest.texts(tree);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    String own =
        switch (api) {
          case OPENAI -> "";
          case GEMINI -> gemini(body, tree, texts, model, losses);
          case COHERE -> cohere(body, tree, texts, model);
          case OLLAMA -> ollama(body, tree, texts, model);
        };
    for (Map.Entry<String, JsonNode> member : tree.properties()) {
      String name = member.getKey();
      if (!UNDERSTOOD.contains(name) && !name.equals(own) && !member.getValue().isNull()) {
        losses.hint(LeftOut.printable(name), "unknown to " + api.key());
      }
    }
    return new VendorRequest(body, texts.size());
  }

  /** Each writer returns the name of a member that only its vendor has. */
  private static String gemini(
      ObjectNode body, JsonNode tree, List<String> texts, String model, Losses losses) {
    JsonNode dimensions = Nodes.get(tree, "dimensions");
    if (dimensions != null) {
      losses.hint("dimensions", "shorter vectors of Gemini may not have length 1");
    }
    ArrayNode requests = body.putArray("requests");
    for (String text : texts) {
      ObjectNode one = requests.addObject().put("model", "models/" + model);
      one.putObject("content").putArray("parts").addObject().put("text", text);
      if (dimensions != null) {
        one.set("outputDimensionality", dimensions);
      }
      String task = Nodes.text(tree, "task_type");
      if (task != null) {
        one.put("taskType", task);
      }
    }
    return "task_type";
  }

  private static String cohere(ObjectNode body, JsonNode tree, List<String> texts, String model) {
    body.put("model", model);
    texts(body.putArray("texts"), texts);
    body.put("input_type", Nodes.text(tree, "input_type", "search_document"));
    body.putArray("embedding_types").add("float");
    body.put("truncate", "NONE");
    JsonNode dimensions = Nodes.get(tree, "dimensions");
    if (dimensions != null) {
      body.set("output_dimension", dimensions);
    }
    return "input_type";
  }

  private static String ollama(ObjectNode body, JsonNode tree, List<String> texts, String model) {
    body.put("model", model);
    texts(body.putArray("input"), texts);
    body.put("truncate", false);
    JsonNode dimensions = Nodes.get(tree, "dimensions");
    if (dimensions != null) {
      body.set("dimensions", dimensions);
    }
    JsonNode keepAlive = Nodes.get(tree, "keep_alive");
    if (keepAlive != null) {
      body.set("keep_alive", keepAlive);
    }
    return "keep_alive";
  }

  private static void texts(ArrayNode array, List<String> texts) {
    texts.forEach(array::add);
  }
}
