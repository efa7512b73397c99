package io.tollgate.adapters.gemini;

import io.tollgate.adapters.sse.SseEvent;

/** Looking at single blocks of a stream. */
final class StreamData {

  private StreamData() {}

  /** Whether a block's data is nothing but spaces. */
  static boolean isBlank(SseEvent event) {
    int end = event.dataOffset() + event.dataLength();
    return afterSpace(event.dataArray(), event.dataOffset(), end) == end;
  }

  /** Whether a block is JSON where an event should be: so errors come in a stream's place. */
  static boolean isBareJson(SseEvent event) {
    int end = event.offset() + event.length();
    int at = afterSpace(event.array(), event.offset(), end);
    return at < end && (event.array()[at] == '{' || event.array()[at] == '[');
  }

  /** Whether a block is nothing but white space. */
  static boolean isEmpty(SseEvent event) {
    int end = event.offset() + event.length();
    return afterSpace(event.array(), event.offset(), end) == end;
  }

  private static int afterSpace(byte[] array, int from, int end) {
    int at = from;
    while (at < end
        && (array[at] == ' ' || array[at] == '\t' || array[at] == '\r' || array[at] == '\n')) {
      at++;
    }
    return at;
  }
}
