package io.tollgate.bench.load;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One of the loads under which targets are compared. */
public enum Measure {
  /** Plain answers, as many as a number of connections can have. */
  PLAIN("plain", Asked.PLAIN, null),
  /** Plain answers at a rate that is the same for all targets. */
  PLAIN_OPEN("plain-open", Asked.PLAIN, PLAIN),
  /** Streamed answers, as many as a number of connections can have. */
  STREAM("stream", Asked.STREAMED, null),
  /** Streamed answers at a rate that is the same for all targets. */
  STREAM_OPEN("stream-open", Asked.STREAMED, STREAM),
  /** Plain answers to prompts of 100 KB. */
  BODY_100K("body-100k", Asked.PLAIN, null),
  /** Plain answers to prompts of 1 MB. */
  BODY_1M("body-1m", Asked.PLAIN, null);

  /** The share of its capacity, in percent, at which the latency of a server is looked at. */
  static final int OPEN_PERCENT = 30;

  private final String key;
  private final Asked asked;
  private final @Nullable Measure capacity;

  Measure(String key, Asked asked, @Nullable Measure capacity) {
    this.key = key;
    this.asked = asked;
    this.capacity = capacity;
  }

  /** The name on command lines and in reports. */
  public String key() {
    return key;
  }

  /** What is asked for. */
  Asked asked() {
    return asked;
  }

  /**
   * The closed loop that finds what a server can do, of which an open one takes a share; {@code
   * null} for a closed loop itself.
   */
  @Nullable Measure capacity() {
    return capacity;
  }

  boolean isOpen() {
    return capacity != null;
  }

  /** Whether prompts are long. */
  boolean hasBody() {
    return this == BODY_100K || this == BODY_1M;
  }

  /** The size of each prompt, which is the usual one unless the measure is about size. */
  int promptBytes(int usual) {
    return switch (this) {
      case PLAIN, PLAIN_OPEN, STREAM, STREAM_OPEN -> usual;
      case BODY_100K -> 100_000;
      case BODY_1M -> 1_000_000;
    };
  }

  /** All of them, in the order in which they are taken. */
  static List<Measure> all() {
    return Arrays.asList(values());
  }

  @Override
  public String toString() {
    return key;
  }
}
