package io.tollgate.gateway.ledger;

import java.time.Duration;

/**
 * How a journal writes.
 *
 * @param durability what an acknowledged entry survives
 * @param segmentBytesMax size in bytes at which a segment is closed and the next one begun; the
 *     last group may pass it
 * @param queueEntriesMax entries that may wait for the writer; a new request beyond it fails at
 *     once
 * @param ballastBytes bytes kept on the disk beside the journal, given up when there is no other
 *     room left so that what runs can still be ended; 0 keeps none
 * @param beginWithin how long a group that begins a request may wait for the disk
 * @param endWithin how long whoever appended any other group may wait for the disk; the group
 *     itself waits on
 * @param retryPause how long a journal without room waits before it tries again
 */
public record JournalOptions(
    Durability durability,
    long segmentBytesMax,
    int queueEntriesMax,
    long ballastBytes,
    Duration beginWithin,
    Duration endWithin,
    Duration retryPause) {

  /**
   * Survives a killed process; segments of 64 MiB; 65536 entries may wait; a ballast of 4 MiB; 1 s
   * for a beginning and 30 s for an end; another try each second.
   */
  public static final JournalOptions DEFAULTS =
      new JournalOptions(
          Durability.PROCESS,
          64L << 20,
          1 << 16,
          4L << 20,
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          Duration.ofSeconds(1));

  public JournalOptions {
    require(
        segmentBytesMax >= 1024, "segmentBytesMax: " + segmentBytesMax + " (expected: >= 1024)");
    require(queueEntriesMax >= 1, "queueEntriesMax: " + queueEntriesMax + " (expected: >= 1)");
    require(ballastBytes >= 0, "ballastBytes: " + ballastBytes + " (expected: >= 0)");
    require(beginWithin.isPositive(), "beginWithin: " + beginWithin + " (expected: > 0)");
    require(endWithin.isPositive(), "endWithin: " + endWithin + " (expected: > 0)");
    require(retryPause.isPositive(), "retryPause: " + retryPause + " (expected: > 0)");
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** These options with another durability. */
  public JournalOptions withDurability(Durability other) {
    return new JournalOptions(
        other, segmentBytesMax, queueEntriesMax, ballastBytes, beginWithin, endWithin, retryPause);
  }

  /** These options with another segment size in bytes. */
  public JournalOptions withSegmentBytesMax(long bytes) {
    return new JournalOptions(
        durability, bytes, queueEntriesMax, ballastBytes, beginWithin, endWithin, retryPause);
  }

  /** These options with another bound of the queue. */
  public JournalOptions withQueueEntriesMax(int entries) {
    return new JournalOptions(
        durability, segmentBytesMax, entries, ballastBytes, beginWithin, endWithin, retryPause);
  }

  /** These options with another ballast in bytes. */
  public JournalOptions withBallastBytes(long bytes) {
    return new JournalOptions(
        durability, segmentBytesMax, queueEntriesMax, bytes, beginWithin, endWithin, retryPause);
  }

  /** These options with other times to wait for the disk. */
  public JournalOptions withPatience(Duration toBegin, Duration toEnd, Duration pause) {
    return new JournalOptions(
        durability, segmentBytesMax, queueEntriesMax, ballastBytes, toBegin, toEnd, pause);
  }
}
