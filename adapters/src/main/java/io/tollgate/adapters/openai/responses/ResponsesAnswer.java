package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.AnswerReading;
import io.tollgate.adapters.json.JsonCursor;
import io.tollgate.adapters.json.Segments;
import io.tollgate.adapters.json.Splice;
import io.tollgate.policies.money.Picodollars;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

/**
 * A plain answer as it came: its bytes, and what accounting needs of it.
 *
 * <p>Immutable as long as nobody writes to the body.
 */
final class ResponsesAnswer implements AnswerReading.Whole {

  private final byte[] body;
  private final int offset;
  private final int length;
  private final ResponseFields fields;
  private final long contentBytes;

  private ResponsesAnswer(
      byte[] body, int offset, int length, ResponseFields fields, long contentBytes) {
    this.body = body;
    this.offset = offset;
    this.length = length;
    this.fields = fields;
    this.contentBytes = contentBytes;
  }

  /**
   * Reads the body of an answer with status 200, in one pass.
   *
   * @return the answer, the error that the provider sent in its place, or why it is neither
   */
  static AnswerReading read(byte[] body, int offset, int length) {
    ResponseFields fields = new ResponseFields();
    long contentBytes;
    JsonCursor json = JsonCursor.lenient(body, offset, length);
    try {
      JsonToken first = json.next();
      if (first == null) {
        return new AnswerReading.Malformed("the answer is empty");
      }
      if (first != JsonToken.START_OBJECT) {
        return new AnswerReading.Malformed("the answer is not a JSON object");
      }
      fields.read(json);
      if (json.next() != null) {
        return new AnswerReading.Malformed("the answer goes on after its JSON object");
      }
      contentBytes = json.measuredBytes();
    } catch (JacksonException e) {
      return new AnswerReading.Malformed("the answer is not complete, valid JSON");
    }
    String reason = whyNot(fields);
    if (fields.error || "failed".equals(fields.status)) {
      return new AnswerReading.Failed(ResponsesErrors.read(body, offset, length));
    }
    return reason == null
        ? new ResponsesAnswer(body, offset, length, fields, contentBytes)
        : new AnswerReading.Malformed(reason);
  }

  private static @Nullable String whyNot(ResponseFields fields) {
    if (!fields.hasOutput) {
      return "the answer has no output";
    }
    String status = fields.status;
    return status == null || status.equals("completed") || status.equals("incomplete")
        ? null
        : "the answer is not finished";
  }

  /** The report in a whole document; {@code null} where it has none. */
  static @Nullable ReportedUsage readUsage(byte[] document, int offset, int length) {
    ResponseFields fields = new ResponseFields();
    JsonCursor json = JsonCursor.lenient(document, offset, length);
    try {
      if (json.next() != JsonToken.START_OBJECT) {
        return null;
      }
      fields.read(json);
    } catch (JacksonException e) {
      return null;
    }
    return fields.reportedUsage();
  }

  @Override
  public @Nullable String model() {
    return fields.model;
  }

  @Override
  public @Nullable String servedTier() {
    return fields.serviceTier;
  }

  @Override
  public long contentBytes() {
    return contentBytes;
  }

  @Override
  public @Nullable ReportedUsage reportedUsage() {
    return fields.reportedUsage();
  }

  /** The body with {@code "cost"} in its {@code usage}; where there is none it stays as it came. */
  @Override
  public Segments withCost(@Nullable Picodollars cost) {
    Splice splice = new Splice(body, offset, length);
    fields.usage.spliceCost(splice, cost);
    return splice.done();
  }
}
