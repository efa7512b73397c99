package io.tollgate.adapters.gemini;

import io.tollgate.adapters.conversation.Citation;
import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.CompletionReading;
import io.tollgate.adapters.conversation.Finish;
import io.tollgate.adapters.conversation.MalformedAnswer;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.dialect.ProviderErrorReader;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Nodes;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.adapters.profile.RequestFields;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads whole answers. */
final class AnswerReader {

  private AnswerReader() {}

  /** Whether a document, or an element of a list of them, is an error in an answer's place. */
  static boolean isError(JsonNode document) {
    JsonNode first = document.isArray() && !document.isEmpty() ? document.get(0) : document;
    return Nodes.get(first, "error") != null;
  }

  /** What the bytes are. */
  static CompletionReading read(byte[] body, int offset, int length) {
    JsonNode document;
    try {
      document = JsonDocument.read(body, offset, length);
    } catch (JacksonException e) {
      return new MalformedAnswer(
          length == 0 ? "the answer is empty" : "the answer is not complete, valid JSON");
    }
    if (isError(document)) {
      return ProviderErrorReader.read(body, offset, length);
    }
    if (!document.isObject()) {
      return new MalformedAnswer("the answer is not a JSON object");
    }
    return completion(CamelNames.of(document));
  }

  private static CompletionReading completion(JsonNode document) {
    JsonNode metadata = Nodes.object(document, "usageMetadata");
    String id = Nodes.text(document, "responseId");
    List<Completion.Choice> choices = new ArrayList<>();
    String scope = id == null ? JsonDocument.text(document.path("usageMetadata")) : id;
    CallIds ids = new CallIds(scope);
    for (JsonNode candidate : Nodes.array(document, "candidates")) {
      choices.add(choice(candidate, choices.size(), ids));
    }
    JsonNode blocked = blocked(document);
    if (choices.isEmpty() && blocked != null) {
      choices.add(refused(blocked));
    }
    if (choices.isEmpty()) {
      return new MalformedAnswer("the answer has no candidates");
    }
    return new Completion(
        id,
        Nodes.text(document, "modelVersion"),
        created(Nodes.text(document, "createTime")),
        choices,
        GeminiUsage.read(metadata),
        GeminiUsage.servedTier(metadata));
  }

  /** What is said of a prompt that was refused; {@code null} where it was not. */
  static @Nullable JsonNode blocked(JsonNode document) {
    JsonNode feedback = Nodes.object(document, "promptFeedback");
    return Nodes.text(feedback, "blockReason") == null ? null : feedback;
  }

  private static Completion.Choice refused(JsonNode feedback) {
    return new Completion.Choice(0, List.of(), Finish.CONTENT_FILTER, null, null, feedback);
  }

  private static Completion.Choice choice(JsonNode candidate, int position, CallIds ids) {
    List<Part> parts = new ArrayList<>();
    PartReader reader = new PartReader(ids);
    for (JsonNode part : Nodes.array(Nodes.object(candidate, "content"), "parts")) {
      read(reader, part, parts);
    }
    // Where a signature had no text to stand at; other dialects refuse texts without words.
    parts.removeIf(part -> part instanceof Part.Text text && text.text().isEmpty());
    boolean calls = parts.stream().anyMatch(Part.ToolCall.class::isInstance);
    Finish finish = FinishReasons.read(Nodes.text(candidate, "finishReason"), calls);
    cite(candidate, parts);
    Part.Opaque beside = CandidateRest.read(candidate, finish);
    if (beside != null) {
      parts.add(beside);
    }
    return new Completion.Choice(
        index(candidate, position),
        parts,
        finish,
        null,
        LogprobShapes.read(Nodes.object(candidate, "logprobsResult")),
        Nodes.get(candidate, "safetyRatings"));
  }

  /** The number of a candidate. */
  static int index(JsonNode candidate, int absent) {
    long index = Nodes.integer(candidate, "index", absent);
    return index >= 0 && index <= GenerationScan.MAX_CHOICES ? (int) index : absent;
  }

  /** Reads a part; one that cannot be read is kept as it is. */
  static void read(PartReader reader, JsonNode part, List<Part> parts) {
    int before = parts.size();
    try {
      if (part.isObject()) {
        reader.read(RequestFields.of("part", part), part, parts);
      }
    } catch (MalformedRequest e) {
      while (parts.size() > before) {
        parts.removeLast();
      }
      parts.add(new Part.Opaque(GeminiClient.NAME, PartReader.type(part), part));
    }
  }

  /** Puts citations at the last text: they stand beside all of it. */
  private static void cite(JsonNode candidate, List<Part> parts) {
    int last = -1;
    int texts = 0;
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) instanceof Part.Text) {
        last = i;
        texts++;
      }
    }
    if (last >= 0 && parts.get(last) instanceof Part.Text text) {
      List<Citation> citations =
          Citations.read(candidate, texts == 1 ? Citations.charactersOf(text.text()) : bytes -> -1);
      if (!citations.isEmpty()) {
        parts.set(last, new Part.Text(text.text(), citations, null));
      }
    }
  }

  private static long created(@Nullable String time) {
    try {
      return time == null ? -1 : Instant.parse(time).getEpochSecond();
    } catch (DateTimeParseException e) {
      return -1;
    }
  }
}
