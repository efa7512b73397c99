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

/**
 * An answer as an Anthropic message.
 *
 * @param omitted whether thinking is signed but not shown
 * @param tier the service tier it was served in
 */
record AnthropicVoice(Signatures signatures, boolean omitted, String tier) implements Voice {

  @Override
  public Buffer plain(Saying saying) {
    Choice choice = saying.answer().choice();
    ObjectNode message = envelope(saying);
    ArrayNode content = (ArrayNode) message.path("content");
    if (saying.turn().thinking() == Thinking.SHOWN && !choice.thoughts().isEmpty()) {
      String shown = omitted ? "" : choice.thought();
      content
          .addObject()
          .put("type", "thinking")
          .put("thinking", shown)
          .put("signature", signatures.sign("thinking", shown));
    }
    if (!choice.tokens().isEmpty()) {
      ObjectNode text = content.addObject().put("type", "text").put("text", choice.text());
      if (!choice.citations().isEmpty()) {
        ArrayNode citations = text.putArray("citations");
        choice.citations().forEach(citation -> citations.add(citation(citation)));
      }
    }
    for (Call call : choice.calls()) {
      content.add(call(call).set("input", arguments(call)));
    }
    if (!saying.endless()) {
      ending(message, choice);
    }
    if (!saying.counts().missing()) {
      message.set("usage", AnthropicUsage.of(saying.counts(), tier));
    }
    return Trees.bytes(message);
  }

  /** Arguments as they are; those that a fault has spoiled as the text they are. */
  private static JsonNode arguments(Call call) {
    String arguments = call.arguments();
    return arguments.startsWith("{")
        ? Trees.read(arguments)
        : Trees.object().put("spoiled", arguments);
  }

  /** A message without content, end and usage. */
  ObjectNode envelope(Saying saying) {
    ObjectNode message =
        Trees.object()
            .put("id", "msg_" + saying.answer().number())
            .put("type", "message")
            .put("role", "assistant")
            .put("model", saying.model().name());
    message.putArray("content");
    return message
        .putNull("container")
        .putNull("diagnostics")
        .putNull("stop_details")
        .putNull("stop_reason")
        .putNull("stop_sequence");
  }

  static void ending(ObjectNode into, Choice choice) {
    into.put("stop_reason", stopReason(choice.finish())).put("stop_sequence", choice.stop());
    if (choice.refusal() != null) {
      into.putObject("stop_details")
          .put("type", "refusal")
          .put("category", "general_harms")
          .put("explanation", choice.refusal());
    }
  }

  private static String stopReason(Finish finish) {
    return switch (finish) {
      case STOP -> "end_turn";
      case STOP_SEQUENCE -> "stop_sequence";
      case LENGTH -> "max_tokens";
      case TOOL_CALLS -> "tool_use";
      case REFUSED, FILTERED -> "refusal";
    };
  }

  static ObjectNode call(Call call) {
    ObjectNode block =
        Trees.object()
            .put("type", "tool_use")
            .put("id", "toolu_" + call.number())
            .put("name", call.name());
    block.putObject("caller").put("type", "direct");
    return block;
  }

  static ObjectNode citation(Citation citation) {
    return Trees.object()
        .put("type", "char_location")
        .put("cited_text", citation.text())
        .put("document_index", 0)
        .put("document_title", citation.title())
        .putNull("file_id")
        .put("start_char_index", 0)
        .put("end_char_index", citation.text().length());
  }

  @Override
  public List<Step> stream(Saying saying) {
    return new AnthropicScript(this, saying).write();
  }

  @Override
  public Buffer keepAlive() {
    return Sse.event("ping", Trees.object().put("type", "ping"));
  }
}
