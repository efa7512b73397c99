package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.json.JsonCursor;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** What accounting needs of a response object; filled while it is read. */
final class ResponseFields {

  /** Longer ids and names are not kept: they are for ledgers and headers, not for passing texts. */
  private static final int MAX_NAME_CHARS = 256;

  final UsageCounters usage = new UsageCounters();
  boolean hasUsage;
  boolean hasOutput;
  boolean error;
  @Nullable String id;
  @Nullable String model;
  @Nullable String status;
  @Nullable String serviceTier;

  /** Reads the object the cursor is at the start of; its output is measured. */
  void read(JsonCursor json) {
    while (json.next() == JsonToken.PROPERTY_NAME) {
      String name = json.name();
      JsonToken value = json.next();
      switch (name) {
        case "id" -> id = shortText(json);
        case "model" -> model = shortText(json);
        case "status" -> status = shortText(json);
        case "service_tier" -> serviceTier = shortText(json);
        case "error" -> {
          error |= value != JsonToken.VALUE_NULL;
          json.skip();
        }
        case "output" -> {
          hasOutput |= value == JsonToken.START_ARRAY;
          json.measureAll();
        }
        case "usage" -> {
          if (value == JsonToken.START_OBJECT) {
            hasUsage = true;
            usage.read(json);
          } else {
            json.skip();
          }
        }
        default -> json.skip();
      }
    }
  }

  /** What was consumed; {@code null} where it is not said. */
  @Nullable ReportedUsage reportedUsage() {
    return hasUsage ? UsageReading.of(usage) : null;
  }

  private static @Nullable String shortText(JsonCursor json) {
    if (!json.at(JsonToken.VALUE_STRING)) {
      json.skip();
      return null;
    }
    String text = json.text();
    return text.length() <= MAX_NAME_CHARS ? text : null;
  }
}
