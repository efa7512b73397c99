package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.JsonText;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/**
 * Writes the events of one stream, numbered from 0; or nothing at all, for an answer that is not
 * streamed.
 */
final class EventWriter {

  private static final byte[] NOTHING = new byte[0];

  private final boolean silent;
  private final StringBuilder text = new StringBuilder();
  private long number;

  EventWriter(boolean silent) {
    this.silent = silent;
  }

  /** Begins an event; its members follow, and then {@link #end}. */
  EventWriter begin(String type) {
    if (!silent) {
      text.append("event: ").append(type).append("\ndata: {\"type\":\"").append(type);
      text.append("\",\"sequence_number\":").append(number++);
    }
    return this;
  }

  EventWriter string(String name, String value) {
    if (!silent) {
      name(name);
      JsonText.appendQuoted(text, value);
    }
    return this;
  }

  EventWriter number(String name, long value) {
    if (!silent) {
      name(name);
      text.append(value);
    }
    return this;
  }

  EventWriter json(String name, JsonNode value) {
    if (!silent) {
      name(name);
      text.append(JsonDocument.text(value));
    }
    return this;
  }

  EventWriter emptyArray(String name) {
    if (!silent) {
      name(name);
      text.append("[]");
    }
    return this;
  }

  private void name(String name) {
    text.append(",\"").append(name).append("\":");
  }

  void end() {
    if (!silent) {
      text.append("}\n\n");
    }
  }

  /** A line that only keeps the connection busy. */
  void comment() {
    if (!silent) {
      text.append(": keepalive\n\n");
    }
  }

  /** What was written since the last time. */
  byte[] take() {
    if (text.isEmpty()) {
      return NOTHING;
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    text.setLength(0);
    return bytes;
  }
}
