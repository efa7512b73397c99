package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.conversation.AnswerEvent.BlockKind;
import io.tollgate.adapters.json.JsonText;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What has been written of one choice: tool calls are numbered by themselves, not with the text.
 */
final class ChatChoiceEncoder {

  private record Call(int index, boolean custom) {}

  private final boolean functions;
  private final Map<Integer, Call> calls = new HashMap<>();
  private final Set<Integer> ownThoughts = new HashSet<>();

  /** Where the current text begins in the whole content, and where it ends so far. */
  long textFrom;

  long contentChars;
  boolean refused;

  ChatChoiceEncoder(boolean functions) {
    this.functions = functions;
  }

  void open(int block) {
    textFrom = contentChars;
    ownThoughts.remove(block);
  }

  void open(int block, BlockKind.Reasoning reasoning) {
    if (ChatClient.NAME.equals(reasoning.origin())) {
      ownThoughts.add(block);
    }
  }

  boolean isOwnThought(int block) {
    return ownThoughts.contains(block);
  }

  /** The delta that begins a call; empty where the client can take no further one. */
  String open(int block, BlockKind.ToolCall call) {
    Call known = new Call(calls.size(), call.custom());
    calls.put(block, known);
    StringBuilder delta = new StringBuilder(128);
    if (functions) {
      if (known.index() == 0) {
        delta.append("\"function_call\":{\"name\":");
        JsonText.appendQuoted(delta, call.name());
        delta.append(",\"arguments\":\"\"}");
      }
      return delta.toString();
    }
    delta.append("\"tool_calls\":[{\"index\":").append(known.index()).append(",\"id\":");
    JsonText.appendQuoted(delta, call.id());
    delta
        .append(",\"type\":")
        .append(call.custom() ? "\"custom\",\"custom\"" : "\"function\",\"function\"");
    delta.append(":{\"name\":");
    JsonText.appendQuoted(delta, call.name());
    delta.append(call.custom() ? ",\"input\":\"\"}}]" : ",\"arguments\":\"\"}}]");
    return delta.toString();
  }

  /** The delta that goes on with the arguments of a call; empty where there is nothing to say. */
  String arguments(int block, String json) {
    Call call = calls.get(block);
    if (call == null || json.isEmpty() || (functions && call.index() > 0)) {
      return "";
    }
    StringBuilder delta = new StringBuilder(64 + json.length());
    if (functions) {
      delta.append("\"function_call\":{\"arguments\":");
      JsonText.appendQuoted(delta, json);
      return delta.append('}').toString();
    }
    delta.append("\"tool_calls\":[{\"index\":").append(call.index());
    delta.append(call.custom() ? ",\"custom\":{\"input\":" : ",\"function\":{\"arguments\":");
    JsonText.appendQuoted(delta, json);
    return delta.append("}}]").toString();
  }
}
