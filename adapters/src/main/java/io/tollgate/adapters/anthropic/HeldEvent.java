package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.json.Segments;
import io.tollgate.adapters.sse.SseEvent;
import io.tollgate.policies.money.Picodollars;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An event that reports the usage, kept until the ledger has settled, and what came after it only
 * to keep the stream busy.
 */
final class HeldEvent {

  private static final byte[] FIELD =
      "event: message_delta\ndata: ".getBytes(StandardCharsets.US_ASCII);

  private final byte[] array;
  private final int offset;
  private final int length;
  private final UsageCounters counters = new UsageCounters();
  private @Nullable Segments following;

  private HeldEvent(byte[] array, int offset, int length, int usageFrom, int usageTo) {
    this.array = array;
    this.offset = offset;
    this.length = length;
    if (usageTo > 0) {
      counters.read(array, usageFrom, usageTo);
    }
  }

  /**
   * An event.
   *
   * @param usageFrom where in its data the usage object begins
   * @param usageTo the index after it, or 0 where there is none
   */
  static HeldEvent of(SseEvent event, int usageFrom, int usageTo) {
    if (event.isDataInPlace()) {
      return new HeldEvent(event.array(), event.offset(), event.length(), usageFrom, usageTo);
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
    int shift = usageTo > 0 ? FIELD.length - event.dataOffset() : 0;
    return new HeldEvent(line, 0, line.length, usageFrom + shift, usageTo + shift);
  }

  /** Adds what came after it. */
  void follow(byte[] source, int from, int count) {
    Segments more = Segments.of(source, from, count);
    following = following == null ? more : following.then(more);
  }

  /**
   * The event with {@code "cost"} in its usage, and what followed.
   *
   * @param cost the cost in dollars, or {@code null} to leave the event as it came
   */
  Segments withCost(@Nullable Picodollars cost) {
    Segments event = CostSplice.apply(array, offset, length, counters, cost);
    return following == null ? event : event.then(following);
  }
}
