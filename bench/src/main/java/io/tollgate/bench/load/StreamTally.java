package io.tollgate.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;
import java.nio.charset.StandardCharsets;

/** Counts the events of one answer as its bytes pass by, however they are cut. */
final class StreamTally implements ByteProcessor {

  private static final byte[] DONE = "data: [DONE]".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ERROR = "data: {\"error\"".getBytes(StandardCharsets.US_ASCII);

  private int events;
  private int position;
  private boolean lineEmpty = true;
  private boolean mayBeDone = true;
  private boolean mayBeError = true;
  private boolean done;
  private boolean error;

  void reset() {
    events = 0;
    done = false;
    error = false;
    startEvent();
  }

  void read(ByteBuf bytes) {
    bytes.forEachByte(this);
  }

  @Override
  public boolean process(byte value) {
    if (value == '\n') {
      if (lineEmpty && position > 0) {
        events++;
        startEvent();
        return true;
      }
      lineEmpty = true;
    } else if (value != '\r') {
      lineEmpty = false;
    }
    match(value);
    position++;
    return true;
  }

  private void match(byte value) {
    if (mayBeDone && position < DONE.length) {
      mayBeDone = DONE[position] == value;
      done |= mayBeDone && position == DONE.length - 1;
    }
    if (mayBeError && position < ERROR.length) {
      mayBeError = ERROR[position] == value;
      error |= mayBeError && position == ERROR.length - 1;
    }
  }

  private void startEvent() {
    position = 0;
    lineEmpty = true;
    mayBeDone = true;
    mayBeError = true;
  }

  /** Events so far, {@code [DONE]} included. */
  int events() {
    return events;
  }

  /** Whether {@code [DONE]} was seen. */
  boolean done() {
    return done;
  }

  /** Whether an event told of an error. */
  boolean error() {
    return error;
  }
}
