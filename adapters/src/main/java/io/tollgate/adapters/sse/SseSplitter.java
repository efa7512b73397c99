package io.tollgate.adapters.sse;

import java.util.Arrays;

/**
 * Splits a byte stream into server-sent events.
 *
 * <p>Lines end in LF, CRLF or CR, in any mixture; a byte order mark may begin the stream. The
 * events, and the bytes each is said to consist of, depend on the bytes of the stream only, never
 * on how they were cut into chunks, and together they are the stream. An event that lies inside one
 * chunk is handed on in place; one that spans chunks is put together in an array of its own.
 *
 * <p>An event whose blank line ends in CR is known to be complete only when the next byte, which
 * may be the LF of a CRLF, is seen.
 *
 * <p>Not safe for use by several threads. Source: WHATWG HTML, section 9.2.
 */
public final class SseSplitter {

  private enum State {
    LINE_START,
    IN_LINE,
    /** After the CR of a line that is not blank. */
    AFTER_CR,
    /** After the CR of the blank line that ends the event. */
    AFTER_LAST_CR
  }

  private static final byte[] NOTHING = new byte[0];
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final int SMALLEST_TAIL = 512;

  private final int maxEventBytes;
  private final SseEvent event = new SseEvent();

  private State state = State.LINE_START;
  private byte[] tail = NOTHING;
  private int tailLength;
  private boolean first = true;
  private int markMatched;
  private boolean closed;

  /**
   * A splitter at the start of a stream.
   *
   * @param maxEventBytes the largest event that is accepted, at least 1
   */
  public SseSplitter(int maxEventBytes) {
    if (maxEventBytes < 1) {
      throw new IllegalArgumentException("event bytes: " + maxEventBytes + " (expected: >= 1)");
    }
    this.maxEventBytes = maxEventBytes;
  }

  /** Reads the next chunk and hands on every event that it completes. */
  public void feed(byte[] array, int offset, int length, SseHandler handler) {
    int end = offset + length;
    int from = offset;
    int i = offset;
    while (i < end && !closed) {
      byte b = array[i];
      switch (state) {
        case IN_LINE -> {
          while (b != '\n' && b != '\r' && ++i < end) {
            b = array[i];
          }
          if (i < end) {
            state = b == '\n' ? State.LINE_START : State.AFTER_CR;
            i++;
          }
        }
        case LINE_START -> {
          i++;
          if (b == '\n') {
            complete(array, from, i, handler);
            from = i;
          } else if (b == '\r') {
            state = State.AFTER_LAST_CR;
          } else if (!continuesMark(b)) {
            state = State.IN_LINE;
          }
        }
        case AFTER_CR -> {
          // The LF of a CRLF belongs to the line end; any other byte starts the next line.
          i += b == '\n' ? 1 : 0;
          state = State.LINE_START;
        }
        case AFTER_LAST_CR -> {
          i += b == '\n' ? 1 : 0;
          complete(array, from, i, handler);
          from = i;
        }
      }
    }
    if (!closed) {
      keep(array, from, end, handler);
    }
  }

  /** The stream has ended: hands on what is left of it. */
  public void end(SseHandler handler) {
    if (closed) {
      return;
    }
    if (state == State.AFTER_LAST_CR) {
      complete(NOTHING, 0, 0, handler);
    } else if (tailLength > 0) {
      event.read(tail, 0, tailLength, first);
      handler.unfinished(event);
    }
    closed = true;
  }

  /** Whether the byte is part of a byte order mark at the very start, which makes no line. */
  private boolean continuesMark(byte b) {
    if (!first || markMatched >= MARK.length || b != MARK[markMatched]) {
      markMatched = MARK.length;
      return false;
    }
    markMatched++;
    return true;
  }

  private void complete(byte[] array, int from, int to, SseHandler handler) {
    state = State.LINE_START;
    if (tailLength + (to - from) > maxEventBytes) {
      refuse(handler);
      return;
    }
    if (tailLength == 0) {
      event.read(array, from, to - from, first);
    } else {
      append(array, from, to);
      event.read(tail, 0, tailLength, first);
      // Whoever received a slice of the tail may keep it, so the next tail is another array.
      tail = NOTHING;
      tailLength = 0;
    }
    first = false;
    handler.event(event);
  }

  private void keep(byte[] array, int from, int to, SseHandler handler) {
    if (tailLength + (to - from) > maxEventBytes) {
      refuse(handler);
    } else if (to > from) {
      append(array, from, to);
    }
  }

  private void append(byte[] array, int from, int to) {
    int needed = tailLength + (to - from);
    if (needed > tail.length) {
      tail = Arrays.copyOf(tail, Math.max(SMALLEST_TAIL, Math.max(needed, 2 * tailLength)));
    }
    System.arraycopy(array, from, tail, tailLength, to - from);
    tailLength = needed;
  }

  private void refuse(SseHandler handler) {
    closed = true;
    tail = NOTHING;
    tailLength = 0;
    handler.tooLarge(maxEventBytes);
  }
}
