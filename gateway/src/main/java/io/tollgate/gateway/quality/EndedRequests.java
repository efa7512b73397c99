package io.tollgate.gateway.quality;

import io.tollgate.policies.catalog.Deployment;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Requests in the order of their ends, to be found by their ids: some 70 bytes each.
 *
 * <p>Arrays of numbers, so that a hundred thousand of them, which come and go all the time, are
 * nothing for a collector to copy or to follow.
 *
 * <p>Not safe for use by several threads.
 */
final class EndedRequests {

  /** What many requests have in common: one object for all of them. */
  private record Circumstances(
      String key,
      String policy,
      Deployment deployment,
      int predictedPpm,
      int chosenPpm,
      @Nullable String task,
      List<String> accounts) {

    static Circumstances of(RecentDecision decision) {
      return new Circumstances(
          decision.key(),
          decision.policy(),
          decision.deployment(),
          decision.predictedPpm(),
          decision.chosenPpm(),
          decision.task(),
          decision.accounts());
    }
  }

  /** The gateway's own ids have 30 characters. */
  private static final int ID_BYTES = 30;

  private static final int CAPACITY_AT_FIRST = 1 << 10;
  private static final int CIRCUMSTANCES = 1 << 10;
  private static final int NONE = -1;
  private static final int UNSAID = -1;

  /** The latest of each hash; all others are only shared by luck, and kept by their requests. */
  private final @Nullable Circumstances[] latest = new Circumstances[CIRCUMSTANCES];

  /** A power of two, as many as there are slots in each of the arrays. */
  private int capacity = CAPACITY_AT_FIRST;

  private int eldest;
  private int size;

  // Of the request in each slot.
  private byte[] ids = new byte[capacity * ID_BYTES];
  private long[] endedAt = new long[capacity];
  private long[] inTokens = new long[capacity];
  private long[] outTokens = new long[capacity];
  private int[] said = new int[capacity];
  private @Nullable Circumstances[] circumstances = new Circumstances[capacity];

  /** By the hash of an id, the slot of the latest request that has it. */
  private int[] heads = unset(capacity);

  /** By slot, that of the request before it with the same hash. */
  private int[] before = unset(capacity);

  /** How many there are. */
  int size() {
    return size;
  }

  /** When the eldest ended, in milliseconds since 1970; there has to be one. */
  long eldest() {
    return endedAt[eldest];
  }

  /**
   * Remembers one.
   *
   * @throws IllegalArgumentException if its id is longer than any of the gateway's own
   */
  void add(RecentDecision decision) {
    if (decision.request().length() > ID_BYTES) {
      throw new IllegalArgumentException(
          "request: " + decision.request() + " (expected: at most 30 characters)");
    }
    if (size == capacity) {
      grow();
    }
    int slot = eldest + size & capacity - 1;
    size++;
    endedAt[slot] = decision.at().toEpochMilli();
    inTokens[slot] = decision.inTokens();
    outTokens[slot] = decision.outTokens();
    said[slot] = UNSAID;
    circumstances[slot] = shared(Circumstances.of(decision));
    Arrays.fill(ids, slot * ID_BYTES, (slot + 1) * ID_BYTES, (byte) 0);
    for (int i = 0; i < decision.request().length(); i++) {
      ids[slot * ID_BYTES + i] = (byte) decision.request().charAt(i);
    }
    link(slot);
  }

  private Circumstances shared(Circumstances one) {
    int hash = one.hashCode();
    int place = (hash ^ hash >>> 16) & CIRCUMSTANCES - 1;
    Circumstances same = latest[place];
    if (same != null && same.equals(one)) {
      return same;
    }
    latest[place] = one;
    return one;
  }

  private void link(int slot) {
    int bucket = bucket(slot);
    before[slot] = heads[bucket];
    heads[bucket] = slot;
  }

  private int bucket(int slot) {
    int hash = 0;
    for (int i = slot * ID_BYTES; i < (slot + 1) * ID_BYTES && ids[i] != 0; i++) {
      hash = 31 * hash + ids[i];
    }
    return bucketOf(hash);
  }

  private int bucketOf(int hash) {
    return (hash ^ hash >>> 16) & capacity - 1;
  }

  /** The request of this id; {@code null} where it is not remembered. */
  @Nullable RecentDecision find(String request) {
    int slot = slot(request);
    Circumstances shared = slot == NONE ? null : circumstances[slot];
    return shared == null
        ? null
        : new RecentDecision(
            Instant.ofEpochMilli(endedAt[slot]),
            request,
            shared.key(),
            shared.policy(),
            shared.deployment(),
            shared.predictedPpm(),
            shared.chosenPpm(),
            shared.task(),
            inTokens[slot],
            outTokens[slot],
            shared.accounts());
  }

  /**
   * Notes what is said of a request, if it is remembered and nothing was said of it before.
   *
   * @param scorePpm in millionths
   * @return what was said before; {@code null} where nothing was
   */
  @Nullable Integer note(String request, int scorePpm) {
    int slot = slot(request);
    if (slot == NONE) {
      return null;
    }
    if (said[slot] != UNSAID) {
      return said[slot];
    }
    said[slot] = scorePpm;
    return null;
  }

  private int slot(String request) {
    byte[] id = request.getBytes(StandardCharsets.ISO_8859_1);
    if (id.length > ID_BYTES) {
      return NONE;
    }
    byte[] padded = Arrays.copyOf(id, ID_BYTES);
    int hash = 0;
    for (byte character : id) {
      hash = 31 * hash + character;
    }
    int slot = heads[bucketOf(hash)];
    while (slot != NONE
        && !Arrays.equals(padded, 0, ID_BYTES, ids, slot * ID_BYTES, (slot + 1) * ID_BYTES)) {
      slot = before[slot];
    }
    return slot;
  }

  /** Forgets the eldest; there has to be one. */
  void removeEldest() {
    int bucket = bucket(eldest);
    int slot = heads[bucket];
    if (slot == eldest) {
      heads[bucket] = before[eldest];
    } else {
      while (before[slot] != eldest) {
        slot = before[slot];
      }
      before[slot] = before[eldest];
    }
    circumstances[eldest] = null;
    eldest = eldest + 1 & capacity - 1;
    size--;
  }

  private void grow() {
    byte[] newIds = new byte[2 * capacity * ID_BYTES];
    int toEnd = capacity - eldest;
    System.arraycopy(ids, eldest * ID_BYTES, newIds, 0, toEnd * ID_BYTES);
    System.arraycopy(ids, 0, newIds, toEnd * ID_BYTES, eldest * ID_BYTES);
    ids = newIds;
    endedAt = unrolled(endedAt);
    inTokens = unrolled(inTokens);
    outTokens = unrolled(outTokens);
    int[] newSaid = new int[2 * capacity];
    System.arraycopy(said, eldest, newSaid, 0, toEnd);
    System.arraycopy(said, 0, newSaid, toEnd, eldest);
    said = newSaid;
    @Nullable Circumstances[] newCircumstances = new Circumstances[2 * capacity];
    System.arraycopy(circumstances, eldest, newCircumstances, 0, toEnd);
    System.arraycopy(circumstances, 0, newCircumstances, toEnd, eldest);
    circumstances = newCircumstances;
    eldest = 0;
    capacity *= 2;
    heads = unset(capacity);
    before = unset(capacity);
    for (int slot = 0; slot < size; slot++) {
      link(slot);
    }
  }

  /** The same in twice the room, the eldest first. */
  private long[] unrolled(long[] ring) {
    long[] larger = new long[2 * capacity];
    System.arraycopy(ring, eldest, larger, 0, capacity - eldest);
    System.arraycopy(ring, 0, larger, capacity - eldest, eldest);
    return larger;
  }

  private static int[] unset(int length) {
    int[] slots = new int[length];
    Arrays.fill(slots, NONE);
    return slots;
  }
}
