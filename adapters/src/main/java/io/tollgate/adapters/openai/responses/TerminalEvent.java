package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.json.JsonCursor;
import io.tollgate.adapters.json.Segments;
import io.tollgate.adapters.json.Splice;
import io.tollgate.adapters.sse.SseEvent;
import io.tollgate.policies.money.Picodollars;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

/**
 * The event that ends a streamed response, to be held until the ledger has settled. It refers to
 * the bytes it was read from.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TerminalEvent(byte[] array, int offset, int length, ResponseFields fields) {

  /**
   * The event; {@code null} where it has no response.
   *
   * @param responseAt where in the data the response begins, or -1
   * @param whole whether its blank line came
   */
  static @Nullable TerminalEvent of(SseEvent event, String type, int responseAt, boolean whole) {
    if (responseAt < 0) {
      return null;
    }
    if (event.isDataInPlace() && whole) {
      ResponseFields fields =
          read(event.array(), responseAt, event.dataOffset() + event.dataLength());
      return fields == null
          ? null
          : new TerminalEvent(event.array(), event.offset(), event.length(), fields);
    }
    byte[] head = ("event: " + type + "\ndata: ").getBytes(StandardCharsets.US_ASCII);
    byte[] array = oneLine(head, event);
    int at = responseAt - event.dataOffset() + head.length;
    ResponseFields fields = read(array, at, array.length);
    return fields == null ? null : new TerminalEvent(array, 0, array.length, fields);
  }

  /** The response object that begins at an index; {@code null} where it is none. */
  static @Nullable ResponseFields read(byte[] array, int at, int end) {
    ResponseFields fields = new ResponseFields();
    JsonCursor json = JsonCursor.lenient(array, at, end - at);
    try {
      if (json.next() != JsonToken.START_OBJECT) {
        return null;
      }
      fields.read(json);
      return fields;
    } catch (JacksonException e) {
      return null;
    }
  }

  /**
   * Data of several lines lies in a copy. A line feed in it is white space between tokens, so one
   * line of data says the same.
   */
  private static byte[] oneLine(byte[] head, SseEvent event) {
    byte[] line = Arrays.copyOf(head, head.length + event.dataLength() + 2);
    for (int i = 0; i < event.dataLength(); i++) {
      byte b = event.dataArray()[event.dataOffset() + i];
      line[head.length + i] = b == '\n' ? (byte) ' ' : b;
    }
    line[line.length - 2] = '\n';
    line[line.length - 1] = '\n';
    return line;
  }

  /** The event with {@code "cost"} in its usage; as it came where there is no price. */
  Segments withCost(@Nullable Picodollars cost) {
    Splice splice = new Splice(array, offset, length);
    fields.usage.spliceCost(splice, cost);
    return splice.done();
  }
}
