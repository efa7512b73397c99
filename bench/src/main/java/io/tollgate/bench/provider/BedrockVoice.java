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
 * An answer as Bedrock converses.
 *
 * @param tier the service tier that was asked for
 */
record BedrockVoice(Signatures signatures, String tier) implements Voice {

  /** The role in which Bedrock signs. */
  static final String SIGNED = "reasoningContent";

  @Override
  public Buffer plain(Saying saying) {
    Choice choice = saying.answer().choice();
    ObjectNode root = Trees.object();
    ObjectNode message = root.putObject("output").putObject("message");
    ArrayNode content = message.put("role", "assistant").putArray("content");
    if (shows(saying)) {
      content
          .addObject()
          .putObject("reasoningContent")
          .putObject("reasoningText")
          .put("text", choice.thought())
          .put("signature", signatures.sign(SIGNED, choice.thought()));
    }
    if (choice.refusal() != null) {
      content.addObject().put("text", choice.refusal());
    } else if (!choice.citations().isEmpty()) {
      ObjectNode cited = content.addObject().putObject("citationsContent");
      cited.putArray("content").addObject().put("text", choice.text());
      ArrayNode citations = cited.putArray("citations");
      choice.citations().forEach(citation -> citations.add(citation(citation)));
    } else if (!choice.tokens().isEmpty()) {
      content.addObject().put("text", choice.text());
    }
    for (Call call : choice.calls()) {
      ObjectNode use = content.addObject().putObject("toolUse");
      use.put("toolUseId", id(call)).put("name", call.name());
      String arguments = call.arguments();
      use.set(
          "input",
          arguments.startsWith("{")
              ? Trees.read(arguments)
              : Trees.object().put("spoiled", arguments));
    }
    if (!saying.endless()) {
      ending(root, choice);
    }
    closed(root, saying);
    return Trees.bytes(root);
  }

  static boolean shows(Saying saying) {
    return saying.turn().thinking() == Thinking.SHOWN
        && !saying.answer().choice().thoughts().isEmpty();
  }

  static String id(Call call) {
    return "tooluse_" + call.number();
  }

  static ObjectNode citation(Citation citation) {
    ObjectNode node = Trees.object().put("title", citation.title());
    node.putArray("sourceContent").addObject().put("text", citation.text());
    node.putObject("location")
        .putObject("documentChar")
        .put("documentIndex", 0)
        .put("start", 0)
        .put("end", citation.text().length());
    return node;
  }

  static void ending(ObjectNode into, Choice choice) {
    into.put("stopReason", stopReason(choice.finish()));
    if (choice.stop() != null) {
      into.putObject("additionalModelResponseFields").put("stop_sequence", choice.stop());
    }
  }

  private static String stopReason(Finish finish) {
    return switch (finish) {
      case STOP -> "end_turn";
      case STOP_SEQUENCE -> "stop_sequence";
      case LENGTH -> "max_tokens";
      case TOOL_CALLS -> "tool_use";
      case REFUSED -> "content_filtered";
      case FILTERED -> "guardrail_intervened";
    };
  }

  /** Adds what was consumed. */
  void closed(ObjectNode into, Saying saying) {
    Counts counts = saying.counts();
    if (counts.isNull()) {
      into.putNull("usage");
    } else if (!counts.missing()) {
      into.set("usage", usage(counts));
    }
    into.putObject("metrics").put("latencyMs", 1);
    into.putObject("serviceTier").put("type", tier);
  }

  private static JsonNode usage(Counts counts) {
    SimulatedUsage usage = counts.usage();
    ObjectNode node = Trees.object();
    long written = usage.writtenTokens() + usage.writtenHourTokens();
    node.set("inputTokens", counts.of(usage.freshTokens()));
    node.set("outputTokens", counts.of(usage.completionTokens()));
    node.set("totalTokens", counts.of(usage.totalTokens()));
    node.set("cacheReadInputTokens", counts.of(usage.cachedTokens()));
    node.set("cacheWriteInputTokens", counts.of(written));
    if (written > 0) {
      ArrayNode details = node.putArray("cacheDetails");
      detail(details, "5m", usage.writtenTokens(), counts);
      detail(details, "1h", usage.writtenHourTokens(), counts);
    }
    return node;
  }

  private static void detail(ArrayNode details, String ttl, long tokens, Counts counts) {
    if (tokens > 0) {
      details.addObject().put("ttl", ttl).set("inputTokens", counts.of(tokens));
    }
  }

  @Override
  public List<Step> stream(Saying saying) {
    return new BedrockScript(this, saying).write();
  }

  @Override
  public Framing framing() {
    return Framing.FRAMES;
  }

  @Override
  public Buffer keepAlive() {
    return Buffer.buffer();
  }
}
