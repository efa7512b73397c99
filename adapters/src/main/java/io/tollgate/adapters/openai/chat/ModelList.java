package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The answer to {@code GET /v1/models}, and to {@code GET /v1/models/ID}. */
public final class ModelList {

  /**
   * A model that may be asked for.
   *
   * @param id what to put into {@code model}
   * @param ownedBy who provides it
   * @param createdEpochSeconds since when it is offered, in seconds of Unix time
   */
  public record Entry(String id, String ownedBy, long createdEpochSeconds) {}

  private ModelList() {}

  /** The list, in the order given. */
  public static byte[] json(List<Entry> models) {
    StringBuilder json = new StringBuilder(64 + 96 * models.size());
    json.append("{\"object\":\"list\",\"data\":[");
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
    StringBuilder json = new StringBuilder(96);
    append(json, model);
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void append(StringBuilder json, Entry model) {
    json.append("{\"id\":");
    JsonText.appendQuoted(json, model.id());
    json.append(",\"object\":\"model\",\"created\":").append(model.createdEpochSeconds());
    json.append(",\"owned_by\":");
    JsonText.appendQuoted(json, model.ownedBy());
    json.append('}');
  }
}
