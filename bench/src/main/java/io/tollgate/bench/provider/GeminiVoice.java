package io.tollgate.bench.provider;

import io.tollgate.bench.provider.Answer.Call;
import io.tollgate.bench.provider.Answer.Choice;
import io.tollgate.bench.provider.Answer.Citation;
import io.tollgate.bench.provider.Answer.Finish;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An answer as generated content. */
record GeminiVoice(Signatures signatures, Framing framing, boolean probabilities) implements Voice {

  @Override
  public Buffer plain(Saying saying) {
    ObjectNode response = Trees.object();
    if (blocked(saying)) {
      response.putObject("promptFeedback").put("blockReason", "SAFETY");
    } else {
      ArrayNode candidates = response.putArray("candidates");
      for (int i = 0; i < saying.answer().choices().size(); i++) {
        candidates.add(candidate(saying, saying.answer().choices().get(i), i));
      }
    }
    return Trees.bytes(closed(response, saying, saying.answer().usage()));
  }

  /** Whether the prompt is what a filter stopped. */
  static boolean blocked(Saying saying) {
    Choice choice = saying.answer().choice();
    return choice.finish() == Finish.FILTERED && choice.tokens().isEmpty();
  }

  private ObjectNode candidate(Saying saying, Choice choice, int index) {
    ObjectNode candidate = Trees.object();
    ObjectNode content = candidate.putObject("content").put("role", "model");
    ArrayNode parts = content.putArray("parts");
    if (saying.turn().thinking() == Thinking.SHOWN && !choice.thoughts().isEmpty()) {
      parts.addObject().put("text", choice.thought()).put("thought", true);
    }
    if (!choice.tokens().isEmpty()) {
      ObjectNode text = parts.addObject().put("text", choice.text());
      if (!choice.thoughts().isEmpty()) {
        text.put("thoughtSignature", signatures.sign(GeminiContents.SIGNED, ""));
      }
    }
    for (int i = 0; i < choice.calls().size(); i++) {
      parts.add(call(saying, choice, i));
    }
    if (!saying.endless()) {
      ending(candidate, choice);
    }
    if (probabilities) {
      ArrayNode chosen = candidate.putObject("logprobsResult").putArray("chosenCandidates");
      choice
          .tokens()
          .forEach(token -> chosen.addObject().put("token", token).put("logProbability", -0.5));
    }
    return candidate.put("index", index);
  }

  /** A call; the first of each turn is signed. */
  ObjectNode call(Saying saying, Choice choice, int index) {
    Call call = choice.calls().get(index);
    ObjectNode part = Trees.object();
    ObjectNode function = part.putObject("functionCall").put("name", call.name());
    String arguments = call.arguments();
    function.set(
        "args",
        arguments.startsWith("{")
            ? Trees.read(arguments)
            : Trees.object().put("spoiled", arguments));
    boolean signing = saying.model().name().startsWith("gemini-3") || !choice.thoughts().isEmpty();
    if (index == 0 && signing) {
      part.put("thoughtSignature", signatures.sign(GeminiContents.SIGNED, call.name()));
    }
    return part;
  }

  static void ending(ObjectNode candidate, Choice choice) {
    candidate.put(
        "finishReason",
        switch (choice.finish()) {
          case STOP, STOP_SEQUENCE, TOOL_CALLS -> "STOP";
          case LENGTH -> "MAX_TOKENS";
          case REFUSED -> "PROHIBITED_CONTENT";
          case FILTERED -> "SAFETY";
        });
    if (choice.refusal() != null) {
      candidate.put("finishMessage", choice.refusal());
    }
    if (choice.citations().isEmpty()) {
      return;
    }
    ObjectNode grounding = candidate.putObject("groundingMetadata");
    ArrayNode chunks = grounding.putArray("groundingChunks");
    ArrayNode supports = grounding.putArray("groundingSupports");
    for (Citation citation : choice.citations()) {
      chunks
          .addObject()
          .putObject("web")
          .put("uri", "https://example.com/" + citation.title())
          .put("title", citation.title());
      ObjectNode support = supports.addObject();
      support
          .putObject("segment")
          .put("startIndex", citation.start())
          .put("endIndex", citation.end())
          .put("text", citation.text());
      support.putArray("groundingChunkIndices").add(supports.size() - 1);
    }
  }

  /** The response with what stands at the end of each. */
  static ObjectNode closed(ObjectNode response, Saying saying, SimulatedUsage usage) {
    Counts counts = new Counts(usage, saying.fault());
    if (counts.isNull()) {
      response.putNull("usageMetadata");
    } else if (!counts.missing()) {
      response.set("usageMetadata", usage(counts));
    }
    return response
        .put("modelVersion", saying.model().name())
        .put("responseId", saying.answer().number());
  }

  private static ObjectNode usage(Counts counts) {
    SimulatedUsage usage = counts.usage();
    ObjectNode node = Trees.object();
    node.set("promptTokenCount", counts.of(usage.promptTokens()));
    node.set("candidatesTokenCount", counts.of(usage.visibleTokens()));
    node.set("totalTokenCount", counts.of(usage.totalTokens()));
    if (usage.cachedTokens() > 0) {
      node.set("cachedContentTokenCount", counts.of(usage.cachedTokens()));
    }
    ObjectNode text = node.putArray("promptTokensDetails").addObject().put("modality", "TEXT");
    text.set("tokenCount", counts.of(usage.promptTokens()));
    if (usage.reasoningTokens() > 0) {
      node.set("thoughtsTokenCount", counts.of(usage.reasoningTokens()));
    }
    return node;
  }

  @Override
  public List<Step> stream(Saying saying) {
    return new GeminiScript(this, saying).write();
  }

  @Override
  public Buffer keepAlive() {
    return Buffer.buffer(framing == Framing.EVENTS ? ": keep-alive\r\n\r\n" : "\n");
  }
}
