package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.json.JsonCursor;
import io.tollgate.adapters.sse.SseEvent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

/** Looking at the data of single events. */
final class StreamData {

  static final byte[] DONE_EVENT = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FIELD = "data: ".getBytes(StandardCharsets.US_ASCII);

  private StreamData() {}

  /** Whether there is nothing but spaces. */
  static boolean isBlank(SseEvent event) {
    return skipSpaces(event) == event.dataOffset() + event.dataLength();
  }

  /** Whether it is the end marker. */
  static boolean isDone(SseEvent event) {
    int from = skipSpaces(event);
    int to = event.dataOffset() + event.dataLength();
    while (to > from && event.dataArray()[to - 1] == ' ') {
      to--;
    }
    return Arrays.equals(event.dataArray(), from, to, DONE, 0, DONE.length);
  }

  private static int skipSpaces(SseEvent event) {
    int at = event.dataOffset();
    int end = at + event.dataLength();
    while (at < end && event.dataArray()[at] == ' ') {
      at++;
    }
    return at;
  }

  /** The string literal in a range; {@code null} where there is none, or none of a usual length. */
  static @Nullable String text(byte[] data, ChatChunk.Range range) {
    int length = range.to() - range.from();
    if (!range.isPresent() || length > ChatAnswerReader.MAX_NAME_CHARS) {
      return null;
    }
    JsonCursor json = JsonCursor.lenient(data, range.from(), length);
    try {
      return json.next() == JsonToken.VALUE_STRING ? json.text() : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  /**
   * The event that reports the usage.
   *
   * @param usage where in the data the usage object is
   */
  static UsageEvent usageEvent(SseEvent event, ChatChunk.Range usage, boolean usageOnly) {
    UsageFields fields = new UsageFields();
    if (event.isDataInPlace()) {
      fields.readUsage(event.array(), usage.from(), usage.to());
      return new UsageEvent(event.array(), event.offset(), event.length(), fields, usageOnly);
    }
    // Data of several lines lies in a copy. A line feed in it is white space between tokens, so one
    // line of data says the same.
    byte[] line = new byte[FIELD.length + event.dataLength() + 2];
    System.arraycopy(FIELD, 0, line, 0, FIELD.length);
    for (int i = 0; i < event.dataLength(); i++) {
      byte b = event.dataArray()[event.dataOffset() + i];
      line[FIELD.length + i] = b == '\n' ? (byte) ' ' : b;
    }
    line[line.length - 2] = '\n';
    line[line.length - 1] = '\n';
    int shift = FIELD.length - event.dataOffset();
    fields.readUsage(line, usage.from() + shift, usage.to() + shift);
    return new UsageEvent(line, 0, line.length, fields, usageOnly);
  }
}
