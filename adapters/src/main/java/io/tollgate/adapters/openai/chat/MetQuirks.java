package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.dialect.Quirk;
import io.tollgate.adapters.json.JsonCursor;
import java.util.EnumSet;
import java.util.Set;
import tools.jackson.core.JsonToken;

/** The quirks of providers that a request meets, gathered on its one pass. */
final class MetQuirks {

  private final JsonCursor json;
  private final Set<Quirk> quirks = EnumSet.noneOf(Quirk.class);

  MetQuirks(JsonCursor json) {
    this.json = json;
  }

  Set<Quirk> quirks() {
    return quirks;
  }

  void add(Quirk quirk) {
    quirks.add(quirk);
  }

  /** Notes what the member meets whose value the cursor is at; it is not moved. */
  void note(String name) {
    if (json.at(JsonToken.VALUE_NULL)) {
      return;
    }
    switch (name) {
      case "max_completion_tokens" -> add(Quirk.MAX_TOKENS);
      case "stream_options" -> add(Quirk.NO_STREAM_OPTIONS);
      case "parallel_tool_calls" -> add(Quirk.NO_PARALLEL_TOOL_CALLS);
      case "temperature", "top_p", "top_k" -> add(Quirk.NO_SAMPLING);
      case "store", "metadata", "prompt_cache_key" -> add(Quirk.NO_SERVING_HINTS);
      case "n" -> {
        if (!json.at(JsonToken.VALUE_NUMBER_INT) || !json.text().equals("1")) {
          add(Quirk.ONE_CHOICE);
        }
      }
      case "tool_choice", "function_call" -> {
        if (!isText("auto") && !isText("none")) {
          add(Quirk.NO_FORCED_TOOL);
        }
      }
      default -> {}
    }
  }

  /** Notes whose words a message is. */
  void noteRole() {
    if (isText("developer")) {
      add(Quirk.NO_DEVELOPER_ROLE);
    }
  }

  /** Notes which call a message answers. */
  void noteCallId() {
    if (json.at(JsonToken.VALUE_STRING) && !ToolCallIds.isNineChars(json.text())) {
      add(Quirk.NINE_CHAR_CALL_IDS);
    }
  }

  private boolean isText(String text) {
    return json.at(JsonToken.VALUE_STRING) && json.text().equals(text);
  }
}
