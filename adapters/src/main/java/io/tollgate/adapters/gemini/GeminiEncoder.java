package io.tollgate.adapters.gemini;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.StreamEncoder;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.JsonText;
import io.tollgate.policies.money.Picodollars;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes an answer as chunks, each an answer of its own with what is new. Calls are whole in one
 * chunk. Reasons of ends and the usage are in the last chunk, and nothing marks the end but that.
 */
final class GeminiEncoder implements StreamEncoder {

  private static final byte[] NOTHING = new byte[0];

  /** As Google ends its lines. */
  private static final String END = "\r\n\r\n";

  private final String answerId;
  private final boolean thoughts;
  private final Map<Integer, EncodedCandidate> candidates = new TreeMap<>();
  private String model;

  /**
   * An encoder for one answer.
   *
   * @param model what the client asked for
   * @param thoughts whether the client wants to see thoughts
   */
  GeminiEncoder(String answerId, String model, boolean thoughts) {
    this.answerId = answerId;
    this.model = model;
    this.thoughts = thoughts;
  }

  @Override
  public byte[] encode(AnswerEvent event) {
    return switch (event) {
      case AnswerEvent.Started started -> {
        model = started.model() == null ? model : started.model();
        yield NOTHING;
      }
      case AnswerEvent.TextDelta delta -> {
        candidate(delta.choice()).countText(delta.block(), delta.text());
        yield text(delta.choice(), delta.text(), "}");
      }
      case AnswerEvent.RefusalDelta delta -> text(delta.choice(), delta.text(), "}");
      case AnswerEvent.ReasoningDelta delta ->
          thoughts ? text(delta.choice(), delta.text(), ",\"thought\":true}") : NOTHING;
      case AnswerEvent.BlockOpened opened ->
          part(opened.choice(), candidate(opened.choice()).open(opened.block(), opened.kind()));
      case AnswerEvent.ArgumentsDelta delta -> {
        candidate(delta.choice()).arguments(delta.block(), delta.json());
        yield NOTHING;
      }
      case AnswerEvent.Signature signature -> {
        candidate(signature.choice()).sign(signature.block(), signature.signature());
        yield NOTHING;
      }
      case AnswerEvent.BlockClosed closed ->
          part(closed.choice(), candidate(closed.choice()).close(closed.block()));
      case AnswerEvent.Cited cited -> {
        candidate(cited.choice()).cite(cited.block(), cited.citation());
        yield NOTHING;
      }
      case AnswerEvent.Logprobs logprobs -> {
        candidate(logprobs.choice()).addLogprobs(logprobs.logprobs());
        yield NOTHING;
      }
      case AnswerEvent.Finished finished -> {
        candidate(finished.choice()).finish(finished.finish(), finished.safety());
        yield NOTHING;
      }
      case AnswerEvent.Metered _,
          AnswerEvent.Ping _,
          AnswerEvent.Ended _,
          AnswerEvent.Failed _,
          AnswerEvent.Malformed _,
          AnswerEvent.Oversized _ ->
          NOTHING;
    };
  }

  private EncodedCandidate candidate(int choice) {
    return candidates.computeIfAbsent(choice, EncodedCandidate::new);
  }

  private byte[] text(int choice, String text, String rest) {
    if (text.isEmpty()) {
      return NOTHING;
    }
    StringBuilder json = new StringBuilder(160 + text.length());
    json.append("{\"text\":");
    JsonText.appendQuoted(json, text);
    return chunk(choice, json.append(rest).toString());
  }

  private byte[] part(int choice, @Nullable JsonNode part) {
    return part == null ? NOTHING : chunk(choice, JsonDocument.text(part));
  }

  private byte[] chunk(int choice, String part) {
    StringBuilder json = new StringBuilder(160 + part.length());
    json.append("data: {\"candidates\":[{\"content\":{\"parts\":[").append(part);
    json.append("],\"role\":\"model\"},\"index\":").append(choice);
    EncodedCandidate candidate = candidate(choice);
    candidate.written();
    JsonNode logprobs = candidate.takeLogprobs();
    if (logprobs != null) {
      json.append(",\"logprobsResult\":").append(JsonDocument.text(logprobs));
    }
    json.append("}],\"modelVersion\":");
    JsonText.appendQuoted(json, model);
    json.append(",\"responseId\":");
    JsonText.appendQuoted(json, answerId);
    return json.append('}').append(END).toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] closing(
      @Nullable ReportedUsage usage, @Nullable String servedTier, @Nullable Picodollars cost) {
    ObjectNode chunk = Trees.object();
    JsonNode blocked = candidates.size() == 1 ? candidate(0).blocked() : null;
    if (blocked != null) {
      chunk.set("promptFeedback", blocked);
    } else {
      ArrayNode last = chunk.putArray("candidates");
      candidates.values().forEach(candidate -> last.add(candidate.last()));
    }
    ObjectNode metadata = UsageWriter.write(usage, servedTier, cost);
    if (metadata != null) {
      chunk.set("usageMetadata", metadata);
    }
    chunk.put("modelVersion", model).put("responseId", answerId);
    String event = "data: " + JsonDocument.text(chunk) + END;
    return event.getBytes(StandardCharsets.UTF_8);
  }
}
