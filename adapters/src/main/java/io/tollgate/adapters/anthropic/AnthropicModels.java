package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer to {@code GET /v1/models}, and to {@code GET /v1/models/ID}, for this dialect. */
public final class AnthropicModels {

  /**
   * A model that may be asked for.
   *
   * @param id what to put into {@code model}
   * @param displayName what people call it
   * @param createdEpochSeconds since when it is offered, in seconds of Unix time
   * @param maxInputTokens its context window in tokens, or -1 where unknown
   * @param maxOutputTokens what it writes at most, in tokens, or -1 where unknown
   */
  public record Entry(
      String id,
      String displayName,
      long createdEpochSeconds,
      long maxInputTokens,
      long maxOutputTokens) {}

  private AnthropicModels() {}

  /** The list, in the order given, as its only page. */
  public static byte[] json(List<Entry> models) {
    StringBuilder json = new StringBuilder(96 + 320 * models.size());
    json.append("{\"data\":[");
    String separator = "";
    for (Entry model : models) {
      json.append(separator);
      append(json, model);
      separator = ",";
    }
    json.append("],\"has_more\":false,\"first_id\":");
    appendId(json, models.isEmpty() ? null : models.getFirst());
    json.append(",\"last_id\":");
    appendId(json, models.isEmpty() ? null : models.getLast());
    return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
  }

  /** One model. */
  public static byte[] json(Entry model) {
    StringBuilder json = new StringBuilder(320);
    append(json, model);
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void append(StringBuilder json, Entry model) {
    json.append("{\"type\":\"model\",\"id\":");
    JsonText.appendQuoted(json, model.id());
    json.append(",\"display_name\":");
    JsonText.appendQuoted(json, model.displayName());
    json.append(",\"created_at\":\"")
        .append(
            DateTimeFormatter.ISO_INSTANT.format(
                Instant.ofEpochSecond(model.createdEpochSeconds())))
        .append("\",\"max_input_tokens\":");
    appendCount(json, model.maxInputTokens());
    json.append(",\"max_tokens\":");
    appendCount(json, model.maxOutputTokens());
    json.append(
        ",\"lifecycle\":\"active\",\"line\":null,\"capabilities\":null,\"deprecated_at\":null,"
            + "\"retires_at\":null}");
  }

  private static void appendCount(StringBuilder json, long tokens) {
    if (tokens < 0) {
      json.append("null");
    } else {
      json.append(tokens);
    }
  }

  private static void appendId(StringBuilder json, @Nullable Entry model) {
    if (model == null) {
      json.append("null");
    } else {
      JsonText.appendQuoted(json, model.id());
    }
  }
}
