package io.tollgate.adapters.gemini;

import io.tollgate.adapters.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The answer to {@code GET /v1beta/models}, and to {@code GET /v1beta/models/NAME}. */
public final class GeminiModels {

  /**
   * A model that may be asked for.
   *
   * @param name what to put into the path after {@code models/}
   * @param displayName what people call it
   * @param embeds whether it makes embeddings instead of answers
   * @param inputTokenLimit the largest prompt, in tokens; -1 where unknown
   * @param outputTokenLimit the largest answer, in tokens; -1 where unknown
   */
  public record Entry(
      String name,
      String displayName,
      boolean embeds,
      long inputTokenLimit,
      long outputTokenLimit) {}

  private GeminiModels() {}

  /** The list, in the order given. */
  public static byte[] json(List<Entry> models) {
    StringBuilder json = new StringBuilder(64 + 192 * models.size());
    json.append("{\"models\":[");
    String separator = "";
    for (Entry model : models) {
      json.append(separator);
      append(json, model);
      separator = ",";
    }
    return json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
  }

  /** One model. */
  public static byte[] json(Entry model) {
    StringBuilder json = new StringBuilder(192);
    append(json, model);
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void append(StringBuilder json, Entry model) {
    json.append("{\"name\":");
    JsonText.appendQuoted(json, "models/" + model.name());
    json.append(",\"displayName\":");
    JsonText.appendQuoted(json, model.displayName());
    if (model.inputTokenLimit() >= 0) {
      json.append(",\"inputTokenLimit\":").append(model.inputTokenLimit());
    }
    if (model.outputTokenLimit() >= 0) {
      json.append(",\"outputTokenLimit\":").append(model.outputTokenLimit());
    }
    json.append(",\"supportedGenerationMethods\":");
    json.append(
        model.embeds()
            ? "[\"embedContent\",\"batchEmbedContents\"]"
            : "[\"generateContent\",\"streamGenerateContent\",\"countTokens\"]");
    json.append('}');
  }
}
