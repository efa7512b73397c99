package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.json.JsonCursor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Reads one answer, of which only the shape that accounting needs is looked at. */
final class ChatAnswerReader {

  /** Longer ids and names are not kept: they are for ledgers and headers, not for passing texts. */
  static final int MAX_NAME_CHARS = 256;

  final UsageFields usage = new UsageFields();
  final List<String> finishReasons = new ArrayList<>(1);
  boolean hasUsage;
  boolean error;
  boolean toolCalls;
  int choices;
  long contentBytes;
  @Nullable String id;
  @Nullable String model;
  @Nullable String serviceTier;

  /** Reads the object the cursor is at the start of. */
  void read(JsonCursor json) {
    for (String name = json.nextMember(); name != null; name = json.nextMember()) {
      JsonToken value = json.token();
      switch (name) {
        case "id" -> id = shortText(json);
        case "model" -> model = shortText(json);
        case "service_tier" -> serviceTier = shortText(json);
        case "object" -> error |= "error".equals(shortText(json));
        case "error" -> {
          error |= value != JsonToken.VALUE_NULL;
          json.skip();
        }
        case "choices" -> readChoices(json);
        case "usage" -> {
          if (value == JsonToken.START_OBJECT) {
            hasUsage = true;
            usage.readUsage(json);
          } else {
            json.skip();
          }
        }
        case "timings" -> {
          if (value == JsonToken.START_OBJECT) {
            usage.readTimings(json);
            hasUsage |= usage.timingPredictedTokens >= 0;
          } else {
            json.skip();
          }
        }
        default -> json.skip();
      }
    }
  }

  private void readChoices(JsonCursor json) {
    choices = 0;
    if (!json.at(JsonToken.START_ARRAY)) {
      json.skip();
      return;
    }
    while (json.next() != JsonToken.END_ARRAY) {
      if (json.at(JsonToken.START_OBJECT)) {
        choices++;
        readChoice(json);
      } else {
        json.skip();
      }
    }
  }

  private void readChoice(JsonCursor json) {
    for (String name = json.nextMember(); name != null; name = json.nextMember()) {
      JsonToken value = json.token();
      if (name.equals("finish_reason")) {
        String reason = shortText(json);
        if (reason != null) {
          finishReasons.add(reason);
        }
      } else if (name.equals("message") && value == JsonToken.START_OBJECT) {
        readMessage(json);
      } else {
        json.skip();
      }
    }
  }

  private void readMessage(JsonCursor json) {
    for (String name = json.nextMember(); name != null; name = json.nextMember()) {
      JsonToken value = json.token();
      if (name.equals("role")) {
        json.skip();
        continue;
      }
      if (name.equals("tool_calls") && value == JsonToken.START_ARRAY) {
        int from = json.start();
        json.measureAll();
        toolCalls |= json.start() > from + 1;
      } else {
        json.measureAll();
      }
    }
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
