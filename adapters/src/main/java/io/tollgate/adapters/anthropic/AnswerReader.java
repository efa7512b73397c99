package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.CompletionReading;
import io.tollgate.adapters.conversation.MalformedAnswer;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.dialect.ProviderErrorReader;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Nodes;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads whole answers. */
final class AnswerReader {

  private AnswerReader() {}

  static CompletionReading read(byte[] body, int offset, int length) {
    JsonNode answer;
    try {
      answer = JsonDocument.read(body, offset, length);
    } catch (JacksonException e) {
      return new MalformedAnswer("the answer is not complete, valid JSON");
    }
    if (!answer.isObject()) {
      return new MalformedAnswer("the answer is not a JSON object");
    }
    if (Nodes.get(answer, "error") != null || "error".equals(Nodes.text(answer, "type"))) {
      return ProviderErrorReader.read(body, offset, length);
    }
    JsonNode content = Nodes.get(answer, "content");
    if (content == null || !content.isArray()) {
      return new MalformedAnswer("the answer has no content");
    }
    List<Part> parts = new ArrayList<>();
    for (JsonNode block : content.values()) {
      if (block.isObject()) {
        parts.add(AnswerBlocks.read(block));
      }
    }
    UsageCounters usage = new UsageCounters();
    JsonNode reported = Nodes.object(answer, "usage");
    if (reported != null) {
      usage.read(reported);
    }
    Completion.Choice choice =
        new Completion.Choice(
            0,
            parts,
            StopReasons.read(Nodes.text(answer, "stop_reason")),
            Nodes.text(answer, "stop_sequence"),
            null,
            Nodes.object(answer, "stop_details"));
    return new Completion(
        Nodes.text(answer, "id"),
        Nodes.text(answer, "model"),
        -1,
        List.of(choice),
        reported == null ? null : UsagePartition.of(usage),
        usage.serviceTier);
  }
}
