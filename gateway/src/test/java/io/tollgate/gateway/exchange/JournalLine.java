package io.tollgate.gateway.exchange;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A line of the journal, for people. */
final class JournalLine {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private JournalLine() {}

  /** Why an attempt was made; empty for what announces none. */
  static String reason(String line) {
    JsonNode entry = JSON.readTree(line.substring(line.indexOf(' ') + 1));
    return entry.path("type").asString("").equals("DISPATCH") ? entry.get("reason").asString() : "";
  }

  /** The entry's type and what matters of it; empty for the journal's records about itself. */
  static String summary(String line) {
    JsonNode entry = JSON.readTree(line.substring(line.indexOf(' ') + 1));
    if (!entry.has("request")) {
      return "";
    }
    StringBuilder text = new StringBuilder(entry.get("type").stringValue());
    for (String key : new String[] {"attempt", "deployment", "outcome", "quality"}) {
      if (entry.has(key)) {
        text.append(' ').append(entry.get(key).asString());
      }
    }
    if (entry.has("amount_pico")) {
      text.append(' ').append(entry.get("amount_pico").asString()).append(" pico");
    }
    if (entry.path("last").booleanValue(false)) {
      text.append(" last");
    }
    return text.toString();
  }
}
