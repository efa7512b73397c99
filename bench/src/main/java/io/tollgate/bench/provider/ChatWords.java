package io.tollgate.bench.provider;

import io.tollgate.bench.provider.Answer.Call;
import io.tollgate.bench.provider.Answer.Choice;
import io.tollgate.bench.provider.Answer.Citation;
import io.tollgate.bench.provider.Answer.Finish;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The parts that plain and streamed chat completions share. */
final class ChatWords {

  private ChatWords() {}

  static String finish(Finish finish) {
    return switch (finish) {
      case STOP, STOP_SEQUENCE, REFUSED -> "stop";
      case LENGTH -> "length";
      case TOOL_CALLS -> "tool_calls";
      case FILTERED -> "content_filter";
    };
  }

  static String id(Call call) {
    return "call_" + call.number();
  }

  static ArrayNode calls(Choice choice) {
    ArrayNode calls = Trees.array();
    for (Call call : choice.calls()) {
      ObjectNode node = calls.addObject().put("id", id(call)).put("type", "function");
      node.putObject("function").put("name", call.name()).put("arguments", call.arguments());
    }
    return calls;
  }

  static ArrayNode annotations(Choice choice) {
    ArrayNode annotations = Trees.array();
    for (Citation citation : choice.citations()) {
      annotations
          .addObject()
          .put("type", "url_citation")
          .putObject("url_citation")
          .put("start_index", citation.start())
          .put("end_index", citation.end())
          .put("title", citation.title())
          .put("url", "https://example.com/" + citation.title());
    }
    return annotations;
  }

  /** The log probability of each token, all alike: half, and the same token as the only rival. */
  static ObjectNode logprobs(List<String> tokens, int top) {
    ObjectNode logprobs = Trees.object();
    ArrayNode content = logprobs.putArray("content");
    for (String token : tokens) {
      ObjectNode entry = content.addObject();
      probability(entry, token);
      ArrayNode rivals = entry.putArray("top_logprobs");
      if (top > 0) {
        probability(rivals.addObject(), token);
      }
    }
    logprobs.putNull("refusal");
    return logprobs;
  }

  private static void probability(ObjectNode entry, String token) {
    entry.put("token", token).put("logprob", -0.5);
    ArrayNode bytes = entry.putArray("bytes");
    for (byte b : token.getBytes(StandardCharsets.UTF_8)) {
      bytes.add(b & 0xff);
    }
  }
}
