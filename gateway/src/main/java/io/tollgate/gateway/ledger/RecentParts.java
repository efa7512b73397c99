package io.tollgate.gateway.ledger;

import org.jspecify.annotations.Nullable;

/**
 * Remembers parts of records as they were written lately, for most records are about the same few
 * keys, models and prices: to copy them is less work than to write them.
 *
 * <p>Not safe for use by several threads.
 */
final class RecentParts {

  /** How many are remembered: a power of two. */
  private static final int REMEMBERED = 256;

  /** Longer ones, which have texts of somebody outside in them, are not kept. */
  private static final int BYTES_MAX = 512;

  /** Each at the place of its hash, and its bytes at the same place. */
  private final @Nullable RecordPart[] parts = new RecordPart[REMEMBERED];

  private final byte[][] written = new byte[REMEMBERED][];

  /** The bytes of a part, not to be changed; {@code null} where it is not remembered. */
  byte @Nullable [] find(RecordPart part) {
    int place = place(part);
    return part.equals(parts[place]) ? written[place] : null;
  }

  /** Remembers the bytes of a part, which do not change any more. */
  void add(RecordPart part, byte[] bytes) {
    if (bytes.length <= BYTES_MAX) {
      int place = place(part);
      parts[place] = part;
      written[place] = bytes;
    }
  }

  private static int place(RecordPart part) {
    int hash = part.hashCode();
    return (hash ^ hash >>> 16) & REMEMBERED - 1;
  }
}
