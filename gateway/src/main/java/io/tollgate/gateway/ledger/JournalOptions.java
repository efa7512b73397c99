package io.tollgate.gateway.ledger;

/**
 * How a journal writes.
 *
 * @param durability what an acknowledged entry survives
 * @param segmentBytesMax size in bytes at which a segment is closed and the next one begun; the
 *     last group may pass it
 * @param queueEntriesMax entries that may wait for the writer; a new request beyond it fails at
 *     once
 */
public record JournalOptions(Durability durability, long segmentBytesMax, int queueEntriesMax) {

  /** Survives a killed process; segments of 64 MiB; 65536 entries may wait. */
  public static final JournalOptions DEFAULTS =
      new JournalOptions(Durability.PROCESS, 64L << 20, 1 << 16);

  public JournalOptions {
    if (segmentBytesMax < 1024) {
      throw new IllegalArgumentException(
          "segmentBytesMax: " + segmentBytesMax + " (expected: >= 1024)");
    }
    if (queueEntriesMax < 1) {
      throw new IllegalArgumentException(
          "queueEntriesMax: " + queueEntriesMax + " (expected: >= 1)");
    }
  }

  /** These options with another durability. */
  public JournalOptions withDurability(Durability other) {
    return new JournalOptions(other, segmentBytesMax, queueEntriesMax);
  }

  /** These options with another segment size in bytes. */
  public JournalOptions withSegmentBytesMax(long bytes) {
    return new JournalOptions(durability, bytes, queueEntriesMax);
  }

  /** These options with another bound of the queue. */
  public JournalOptions withQueueEntriesMax(int entries) {
    return new JournalOptions(durability, segmentBytesMax, entries);
  }
}
