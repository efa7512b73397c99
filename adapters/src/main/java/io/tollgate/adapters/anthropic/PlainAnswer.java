package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.AnswerReading;
import io.tollgate.adapters.dialect.ProviderErrorReader;
import io.tollgate.adapters.json.JsonCursor;
import io.tollgate.adapters.json.Segments;
import io.tollgate.policies.money.Picodollars;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

/** A plain answer as it came: its bytes, and what accounting needs of it. */
final class PlainAnswer implements AnswerReading.Whole {

  private static final int MAX_NAME_CHARS = 256;

  private final byte[] body;
  private final int offset;
  private final int length;
  private final UsageCounters usage = new UsageCounters();
  private boolean hasUsage;
  private boolean hasContent;
  private boolean error;
  private long contentBytes;
  private @Nullable String model;

  private PlainAnswer(byte[] body, int offset, int length) {
    this.body = body;
    this.offset = offset;
    this.length = length;
  }

  /**
   * Reads the body of an answer with status 200, in one pass.
   *
   * @return the answer, the error that the provider sent in its place, or why it is neither
   */
  static AnswerReading read(byte[] body, int offset, int length) {
    PlainAnswer answer = new PlainAnswer(body, offset, length);
    JsonCursor json = JsonCursor.lenient(body, offset, length);
    try {
      JsonToken first = json.next();
      if (first == null) {
        return new AnswerReading.Malformed("the answer is empty");
      }
      if (first != JsonToken.START_OBJECT) {
        return new AnswerReading.Malformed("the answer is not a JSON object");
      }
      answer.read(json);
      if (json.next() != null) {
        return new AnswerReading.Malformed("the answer goes on after its JSON object");
      }
      answer.contentBytes = json.measuredBytes();
    } catch (JacksonException e) {
      return new AnswerReading.Malformed("the answer is not complete, valid JSON");
    }
    if (answer.error) {
      return new AnswerReading.Failed(ProviderErrorReader.read(body, offset, length));
    }
    if (!answer.hasContent) {
      return new AnswerReading.Malformed("the answer has no content");
    }
    return answer;
  }

  /** The report in a whole document; {@code null} where it has none. */
  static @Nullable ReportedUsage usage(byte[] document, int offset, int length) {
    PlainAnswer answer = new PlainAnswer(document, offset, length);
    JsonCursor json = JsonCursor.lenient(document, offset, length);
    try {
      if (json.next() != JsonToken.START_OBJECT) {
        return null;
      }
      answer.read(json);
    } catch (JacksonException e) {
      return null;
    }
    return answer.reportedUsage();
  }

  private void read(JsonCursor json) {
    while (json.next() == JsonToken.PROPERTY_NAME) {
      String name = json.name();
      JsonToken value = json.next();
      switch (name) {
        case "model" -> model = shortText(json);
        case "type" -> error |= "error".equals(shortText(json));
        case "error" -> {
          error |= value != JsonToken.VALUE_NULL;
          json.skip();
        }
        case "content" -> {
          hasContent = value == JsonToken.START_ARRAY;
          readContent(json);
        }
        case "usage" -> {
          if (value == JsonToken.START_OBJECT) {
            hasUsage = true;
            usage.read(json);
          } else {
            json.skip();
          }
        }
        default -> json.skip();
      }
    }
  }

  private void readContent(JsonCursor json) {
    if (!hasContent) {
      json.skip();
      return;
    }
    while (json.next() != JsonToken.END_ARRAY) {
      if (!json.at(JsonToken.START_OBJECT)) {
        json.skip();
        continue;
      }
      while (json.next() == JsonToken.PROPERTY_NAME) {
        String name = json.name();
        json.next();
        switch (name) {
          case "type", "id", "tool_use_id", "signature", "caller" -> json.skip();
          default -> json.measureAll();
        }
      }
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
    return usage.serviceTier;
  }

  @Override
  public long contentBytes() {
    return contentBytes;
  }

  @Override
  public @Nullable ReportedUsage reportedUsage() {
    return hasUsage ? UsagePartition.of(usage) : null;
  }

  @Override
  public Segments withCost(@Nullable Picodollars cost) {
    return CostSplice.apply(body, offset, length, usage, cost);
  }
}
