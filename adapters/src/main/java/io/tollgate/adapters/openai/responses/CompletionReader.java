package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.CompletionReading;
import io.tollgate.adapters.conversation.MalformedAnswer;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.dialect.AnswerReading;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Nodes;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads a provider's plain answer, leniently. */
final class CompletionReader {

  private CompletionReader() {}

  /** The answer, the error in its place, or why it is neither. */
  static CompletionReading read(byte[] body, int offset, int length) {
    return switch (ResponsesAnswer.read(body, offset, length)) {
      case AnswerReading.Failed failed -> failed.error();
      case AnswerReading.Malformed malformed -> new MalformedAnswer(malformed.reason());
      case AnswerReading.Whole whole -> read(whole, body, offset, length);
    };
  }

  private static CompletionReading read(
      AnswerReading.Whole whole, byte[] body, int offset, int length) {
    JsonNode response;
    try {
      response = JsonDocument.read(body, offset, length);
    } catch (JacksonException e) {
      return new MalformedAnswer("the answer is not complete, valid JSON");
    }
    List<Part> parts = new ArrayList<>();
    List<JsonNode> logprobs = new ArrayList<>();
    for (JsonNode item : Nodes.array(response, "output")) {
      parts.addAll(OutputReader.parts(item));
      Nodes.array(item, "content")
          .forEach(content -> logprobs.addAll(Nodes.array(content, "logprobs")));
    }
    Completion.Choice choice =
        new Completion.Choice(
            0, parts, OutputReader.finish(response), null, OutputReader.logprobs(logprobs), null);
    return new Completion(
        Nodes.text(response, "id"),
        whole.model(),
        Nodes.integer(response, "created_at", -1),
        List.of(choice),
        whole.reportedUsage(),
        whole.servedTier());
  }
}
