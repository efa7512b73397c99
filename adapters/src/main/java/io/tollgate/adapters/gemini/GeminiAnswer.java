package io.tollgate.adapters.gemini;

import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.AnswerReading;
import io.tollgate.adapters.dialect.ProviderErrorReader;
import io.tollgate.adapters.json.JsonCursor;
import io.tollgate.adapters.json.Segments;
import io.tollgate.adapters.json.Splice;
import io.tollgate.policies.money.Picodollars;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

/** A plain answer that passes through: its bytes, and what accounting has to know of it. */
final class GeminiAnswer implements AnswerReading.Whole {

  private static final int MAX_NAME_CHARS = 256;

  private final byte[] body;
  private final int offset;
  private final int length;
  private boolean error;
  private boolean refused;
  private int candidates;
  private long contentBytes;
  private @Nullable String model;
  private @Nullable UsageSpan usage;

  private GeminiAnswer(byte[] body, int offset, int length) {
    this.body = body;
    this.offset = offset;
    this.length = length;
  }

  /** What the bytes are. */
  static AnswerReading read(byte[] body, int offset, int length) {
    GeminiAnswer answer = new GeminiAnswer(body, offset, length);
    JsonCursor json = JsonCursor.lenient(body, offset, length);
    try {
      JsonToken first = json.next();
      if (first == JsonToken.START_ARRAY) {
        // Errors come in a list where a stream was asked for; nothing else does.
        first = json.next();
        answer.error = true;
      }
      if (first == null) {
        return new AnswerReading.Malformed("the answer is empty");
      }
      if (first != JsonToken.START_OBJECT) {
        return new AnswerReading.Malformed("the answer is not a JSON object");
      }
      boolean list = answer.error;
      answer.error = false;
      answer.readDocument(json);
      if (list && !answer.error) {
        return new AnswerReading.Malformed("the answer is not a JSON object");
      }
      if (!list && json.next() != null) {
        return new AnswerReading.Malformed("the answer goes on after its JSON object");
      }
      answer.contentBytes = json.measuredBytes();
    } catch (JacksonException e) {
      return new AnswerReading.Malformed("the answer is not complete, valid JSON");
    }
    if (answer.error) {
      return new AnswerReading.Failed(ProviderErrorReader.read(body, offset, length));
    }
    if (answer.candidates == 0 && !answer.refused) {
      return new AnswerReading.Malformed("the answer has no candidates");
    }
    return answer;
  }

  private void readDocument(JsonCursor json) {
    while (json.next() == JsonToken.PROPERTY_NAME) {
      String name = json.name();
      JsonToken value = json.next();
      switch (name) {
        case "candidates" -> readCandidates(json);
        case "promptFeedback" -> readFeedback(json);
        case "modelVersion" -> model = shortText(json);
        case "usageMetadata" -> {
          if (value == JsonToken.START_OBJECT) {
            usage = UsageSpan.read(json);
          } else {
            json.skip();
          }
        }
        case "error" -> {
          error |= value != JsonToken.VALUE_NULL;
          json.skip();
        }
        default -> json.skip();
      }
    }
  }

  private void readCandidates(JsonCursor json) {
    if (!json.at(JsonToken.START_ARRAY)) {
      json.skip();
      return;
    }
    while (json.next() != JsonToken.END_ARRAY) {
      if (json.at(JsonToken.START_OBJECT)) {
        candidates++;
        readCandidate(json);
      } else {
        json.skip();
      }
    }
  }

  private static void readCandidate(JsonCursor json) {
    while (json.next() == JsonToken.PROPERTY_NAME) {
      boolean content = json.name().equals("content");
      JsonToken value = json.next();
      if (content && value == JsonToken.START_OBJECT) {
        while (json.next() == JsonToken.PROPERTY_NAME) {
          boolean parts = json.name().equals("parts");
          value = json.next();
          if (parts && value == JsonToken.START_ARRAY) {
            readParts(json);
          } else {
            json.skip();
          }
        }
      } else {
        json.skip();
      }
    }
  }

  private static void readParts(JsonCursor json) {
    while (json.next() != JsonToken.END_ARRAY) {
      if (!json.at(JsonToken.START_OBJECT)) {
        json.skip();
        continue;
      }
      while (json.next() == JsonToken.PROPERTY_NAME) {
        String name = json.name();
        json.next();
        if (name.equals("thoughtSignature") || name.equals("inlineData")) {
          json.skip();
        } else {
          json.measureAll();
        }
      }
    }
  }

  private void readFeedback(JsonCursor json) {
    if (!json.at(JsonToken.START_OBJECT)) {
      json.skip();
      return;
    }
    while (json.next() == JsonToken.PROPERTY_NAME) {
      boolean reason = json.name().equals("blockReason");
      refused |= json.next() == JsonToken.VALUE_STRING && reason;
      json.skip();
    }
  }

  private static @Nullable String shortText(JsonCursor json) {
    if (!json.at(JsonToken.VALUE_STRING)) {
      json.skip();
      return null;
    }
    String text = json.text();
    return text.length() <= MAX_NAME_CHARS ? text : null;
  }

  @Override
  public @Nullable String model() {
    return model;
  }

  @Override
  public @Nullable String servedTier() {
    return usage == null ? null : GeminiUsage.servedTier(usage.tree(body));
  }

  @Override
  public long contentBytes() {
    return contentBytes;
  }

  @Override
  public @Nullable ReportedUsage reportedUsage() {
    return usage == null ? null : usage.usage(body);
  }

  /**
   * The body with {@code "cost"} in its {@code usageMetadata}. Where Google reported no usage none
   * is made up, and where there is no price nothing is written: the body stays as it came.
   */
  @Override
  public Segments withCost(@Nullable Picodollars cost) {
    Splice splice = new Splice(body, offset, length);
    if (usage != null) {
      usage.putCost(splice, cost);
    }
    return splice.done();
  }
}
