package io.tollgate.bench.provider;

import io.tollgate.bench.provider.Answer.Call;
import io.tollgate.bench.provider.Answer.Choice;
import io.tollgate.bench.provider.Answer.Citation;
import io.tollgate.bench.provider.Answer.Finish;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An answer as Cohere chats. */
record CohereVoice() implements Voice {

  @Override
  public Buffer plain(Saying saying) {
    Choice choice = saying.answer().choice();
    ObjectNode root = Trees.object().put("id", saying.answer().number());
    ObjectNode message = root.putObject("message").put("role", "assistant");
    ArrayNode content = Trees.array();
    if (shows(saying)) {
      content.addObject().put("type", "thinking").put("thinking", choice.thought());
    }
    if (!choice.tokens().isEmpty() || choice.refusal() != null) {
      String text = choice.refusal() == null ? choice.text() : choice.refusal();
      content.addObject().put("type", "text").put("text", text);
    }
    if (!content.isEmpty()) {
      message.set("content", content);
    }
    if (!choice.calls().isEmpty()) {
      ArrayNode calls = message.putArray("tool_calls");
      choice.calls().forEach(call -> calls.add(call(call, call.arguments())));
    }
    if (!choice.citations().isEmpty()) {
      ArrayNode citations = message.putArray("citations");
      choice.citations().forEach(citation -> citations.add(citation(citation)));
    }
    if (!saying.endless()) {
      root.put("finish_reason", finish(choice.finish()));
    }
    usage(root, saying.counts());
    return Trees.bytes(root);
  }

  static boolean shows(Saying saying) {
    return saying.turn().thinking() == Thinking.SHOWN
        && !saying.answer().choice().thoughts().isEmpty();
  }

  static String finish(Finish finish) {
    return switch (finish) {
      case STOP, REFUSED -> "COMPLETE";
      case STOP_SEQUENCE -> "STOP_SEQUENCE";
      case LENGTH -> "MAX_TOKENS";
      case TOOL_CALLS -> "TOOL_CALL";
      case FILTERED -> "ERROR";
    };
  }

  static ObjectNode call(Call call, String arguments) {
    ObjectNode node =
        Trees.object().put("id", call.name() + "_" + call.number()).put("type", "function");
    node.putObject("function").put("name", call.name()).put("arguments", arguments);
    return node;
  }

  static ObjectNode citation(Citation citation) {
    ObjectNode node =
        Trees.object()
            .put("start", citation.start())
            .put("end", citation.end())
            .put("text", citation.text());
    ObjectNode source = node.putArray("sources").addObject().put("type", "document");
    source.put("id", citation.title()).putObject("document").put("title", citation.title());
    return node.put("type", "TEXT_CONTENT");
  }

  static void usage(ObjectNode into, Counts counts) {
    if (counts.isNull()) {
      into.putNull("usage");
    } else if (!counts.missing()) {
      into.set("usage", usage(counts));
    }
  }

  private static JsonNode usage(Counts counts) {
    SimulatedUsage usage = counts.usage();
    ObjectNode node = Trees.object();
    for (String part : new String[] {"billed_units", "tokens"}) {
      ObjectNode tokens = node.putObject(part);
      tokens.set("input_tokens", counts.of(usage.promptTokens()));
      tokens.set("output_tokens", counts.of(usage.completionTokens()));
    }
    node.set("cached_tokens", counts.of(usage.cachedTokens()));
    return node;
  }

  @Override
  public List<Step> stream(Saying saying) {
    return new CohereScript(saying).write();
  }
}
