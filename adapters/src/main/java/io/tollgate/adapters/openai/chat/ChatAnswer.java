package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.AnswerReading;
import io.tollgate.adapters.json.JsonCursor;
import io.tollgate.adapters.json.Segments;
import io.tollgate.policies.money.Picodollars;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

/**
 * A plain answer as it came: its bytes, and what accounting needs of it.
 *
 * <p>Immutable as long as nobody writes to the body.
 */
public final class ChatAnswer implements AnswerReading.Whole {

  private final byte[] body;
  private final int offset;
  private final int length;
  private final ChatAnswerReader read;
  private final @Nullable ReportedUsage reportedUsage;

  private ChatAnswer(byte[] body, int offset, int length, ChatAnswerReader read, UsageRule rule) {
    this.body = body;
    this.offset = offset;
    this.length = length;
    this.read = read;
    this.reportedUsage = read.hasUsage ? rule.apply(read.usage) : null;
  }

  /**
   * Reads the body of an answer with status 200, in one pass.
   *
   * @return the answer, the error that the provider sent in its place, or why it is neither
   */
  public static AnswerReading read(byte[] body, int offset, int length, UsageRule rule) {
    ChatAnswerReader reader = new ChatAnswerReader();
    JsonCursor json = JsonCursor.lenient(body, offset, length);
    try {
      JsonToken first = json.next();
      if (first == null) {
        return new AnswerReading.Malformed("the answer is empty");
      }
      if (first != JsonToken.START_OBJECT) {
        return new AnswerReading.Malformed("the answer is not a JSON object");
      }
      reader.read(json);
      if (json.next() != null) {
        return new AnswerReading.Malformed("the answer goes on after its JSON object");
      }
      reader.contentBytes = json.measuredBytes();
    } catch (JacksonException e) {
      return new AnswerReading.Malformed("the answer is not complete, valid JSON");
    }
    if (reader.error) {
      return new AnswerReading.Failed(ChatErrors.parse(body, offset, length));
    }
    if (reader.choices == 0) {
      return new AnswerReading.Malformed("the answer has no choices");
    }
    return new ChatAnswer(body, offset, length, reader, rule);
  }

  /** Reads a body that is the whole array. */
  public static AnswerReading read(byte[] body, UsageRule rule) {
    return read(body, 0, body.length, rule);
  }

  static @Nullable ReportedUsage readUsage(
      byte[] document, int offset, int length, UsageRule rule) {
    ChatAnswerReader reader = new ChatAnswerReader();
    JsonCursor json = JsonCursor.lenient(document, offset, length);
    try {
      if (json.next() != JsonToken.START_OBJECT) {
        return null;
      }
      reader.read(json);
    } catch (JacksonException e) {
      return null;
    }
    return reader.hasUsage ? rule.apply(reader.usage) : null;
  }

  /** The provider's id of the call, if it gave one. */
  public @Nullable String id() {
    return read.id;
  }

  @Override
  public @Nullable String model() {
    return read.model;
  }

  /** Why each choice ended, as far as the provider said, in order. */
  public List<String> finishReasons() {
    return List.copyOf(read.finishReasons);
  }

  /** Whether a choice calls a tool. */
  public boolean hasToolCalls() {
    return read.toolCalls;
  }

  @Override
  public @Nullable String servedTier() {
    return read.serviceTier;
  }

  @Override
  public long contentBytes() {
    return read.contentBytes;
  }

  @Override
  public @Nullable ReportedUsage reportedUsage() {
    return reportedUsage;
  }

  /**
   * The body with {@code "cost"} in its {@code usage}. Where the provider reported no usage none is
   * made up, and where there is no price nothing is written: the body stays as it came.
   */
  @Override
  public Segments withCost(@Nullable Picodollars cost) {
    return CostSplice.apply(body, offset, length, read.usage, cost);
  }
}
