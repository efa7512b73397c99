package io.tollgate.adapters.bedrock;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Splits a byte stream into the messages of AWS's binary event stream ({@code
 * application/vnd.amazon.eventstream}); the messages do not depend on how the stream was cut into
 * chunks. Not safe for use by several threads.
 *
 * <p>A message is: its length and that of its headers, 4 bytes each; the CRC-32 of these 8 bytes;
 * the headers; the payload; the CRC-32 of everything before it. Numbers are big-endian. A header is
 * the length of its name in one byte, the name, its type in one byte, and the value. Source: Smithy
 * specification, "Amazon Event Stream".
 */
final class EventStreamSplitter {

  /** Receives the messages in order. */
  interface Handler {
    /**
     * One message.
     *
     * @param headers those that are texts
     * @param array holds the payload; valid until this method returns
     */
    void message(Map<String, String> headers, byte[] array, int offset, int length);

    /** The bytes are no event stream. Nothing more is read. */
    void malformed(String reason);

    /** A message is larger than the limit. Nothing more is read. */
    void tooLarge();
  }

  private static final int PRELUDE = 12;
  private static final int FRAME = PRELUDE + 4;
  private static final int TEXT = 7;
  private static final int BYTES = 6;

  private final int maxMessageBytes;
  private byte[] buffer = new byte[0];
  private int from;
  private int to;
  private boolean closed;

  /**
   * A splitter at the start of a stream.
   *
   * @param maxMessageBytes the largest message that is accepted, at least 1
   */
  EventStreamSplitter(int maxMessageBytes) {
    if (maxMessageBytes < 1) {
      throw new IllegalArgumentException("event bytes: " + maxMessageBytes + " (expected: >= 1)");
    }
    this.maxMessageBytes = maxMessageBytes;
  }

  /** Reads the next chunk and hands on every message that it completes. */
  void feed(byte[] array, int offset, int length, Handler handler) {
    if (closed) {
      return;
    }
    append(array, offset, length);
    while (!closed && to - from >= PRELUDE) {
      long total = number(from);
      long headers = number(from + 4);
      if (crc(from, 8) != number(from + 8)) {
        refuse("the checksum of a message's length is wrong", handler);
      } else if (total < FRAME || headers > total - FRAME) {
        refuse("the length of a message is wrong", handler);
      } else if (total > maxMessageBytes) {
        closed = true;
        buffer = new byte[0];
        handler.tooLarge();
      } else if (to - from < total) {
        return;
      } else {
        message((int) total, (int) headers, handler);
        from += (int) total;
      }
    }
  }

  /** Whether the stream has ended between two messages. */
  boolean isBetweenMessages() {
    return from == to;
  }

  private void append(byte[] array, int offset, int length) {
    int kept = to - from;
    if (kept + length > buffer.length) {
      byte[] larger = new byte[Math.max(kept + length, 2 * kept)];
      System.arraycopy(buffer, from, larger, 0, kept);
      buffer = larger;
    } else if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, kept);
    }
    System.arraycopy(array, offset, buffer, kept, length);
    from = 0;
    to = kept + length;
  }

  private void message(int total, int headerBytes, Handler handler) {
    if (crc(from, total - 4) != number(from + total - 4)) {
      refuse("the checksum of a message is wrong", handler);
      return;
    }
    Map<String, String> headers = new HashMap<>();
    int payload = from + PRELUDE + headerBytes;
    if (!readHeaders(from + PRELUDE, payload, headers)) {
      refuse("a header of a message cannot be read", handler);
      return;
    }
    handler.message(headers, buffer, payload, total - FRAME - headerBytes);
  }

  private boolean readHeaders(int start, int end, Map<String, String> headers) {
    int at = start;
    while (at < end) {
      int nameLength = buffer[at] & 0xFF;
      int type = at + 1 + nameLength;
      if (nameLength == 0 || type >= end) {
        return false;
      }
      int value = type + 1;
      int valueLength = valueLength(buffer[type], value, end);
      if (valueLength < 0 || valueLength > end - value) {
        return false;
      }
      if (buffer[type] == TEXT) {
        headers.put(
            new String(buffer, at + 1, nameLength, StandardCharsets.UTF_8),
            new String(buffer, value + 2, valueLength - 2, StandardCharsets.UTF_8));
      }
      at = value + valueLength;
    }
    return true;
  }

  /** The bytes a header's value takes, its own length included; -1 for an unknown type. */
  private int valueLength(byte type, int value, int end) {
    return switch (type) {
      case 0, 1 -> 0;
      case 2 -> 1;
      case 3 -> 2;
      case 4 -> 4;
      case 5, 8 -> 8;
      case BYTES, TEXT ->
          end - value < 2 ? -1 : 2 + (((buffer[value] & 0xFF) << 8) | (buffer[value + 1] & 0xFF));
      case 9 -> 16;
      default -> -1;
    };
  }

  private void refuse(String reason, Handler handler) {
    closed = true;
    buffer = new byte[0];
    from = 0;
    to = 0;
    handler.malformed(reason);
  }

  private long number(int at) {
    return ((buffer[at] & 0xFFL) << 24)
        | ((buffer[at + 1] & 0xFFL) << 16)
        | ((buffer[at + 2] & 0xFFL) << 8)
        | (buffer[at + 3] & 0xFFL);
  }

  private long crc(int offset, int length) {
    CRC32 sum = new CRC32();
    sum.update(buffer, offset, length);
    return sum.getValue();
  }
}
