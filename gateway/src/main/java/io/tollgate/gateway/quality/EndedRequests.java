package io.tollgate.gateway.quality;

import io.tollgate.policies.catalog.Deployment;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Requests in the order of their ends, to be found by their ids: some 80 bytes each.
 *
 * <p>Arrays of numbers, so that a hundred thousand of them, which come and go all the time, are
 * nothing for a collector to copy or to follow. They are numbered as they come: what points to a
 * number before the eldest's points to nothing any more, so that one is forgotten without a search
 * for what points to it.
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

    boolean areOf(RecentDecision decision) {
      return key.equals(decision.key())
          && policy.equals(decision.policy())
          && deployment.equals(decision.deployment())
          && predictedPpm == decision.predictedPpm()
          && chosenPpm == decision.chosenPpm()
          && Objects.equals(task, decision.task())
          && accounts.equals(decision.accounts());
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

  /** The number of the eldest, and that of the next to come; the last bits of one are its slot. */
  private long eldest;

  private long next;

  // Of the request in each slot.
  private byte[] ids = new byte[capacity * ID_BYTES];
  private long[] endedAt = new long[capacity];
  private long[] inTokens = new long[capacity];
  private long[] outTokens = new long[capacity];
  private int[] said = new int[capacity];
  private @Nullable Circumstances[] circumstances = new Circumstances[capacity];

  /** By the hash of an id, the number of the latest request that has it. */
  private long[] heads = unset(capacity);

  /** By slot, the number of the request before it with the same hash. */
  private long[] before = unset(capacity);

  /** How many there are. */
  int size() {
    return (int) (next - eldest);
  }

  /** When the eldest ended, in milliseconds since 1970; there has to be one. */
  long eldest() {
    return endedAt[slotOf(eldest)];
  }

  /**
   * Remembers one.
   *
   * @throws IllegalArgumentException if its id is longer than any of the gateway's own
   */
  void add(RecentDecision decision) {
    String request = decision.request();
    if (request.length() > ID_BYTES) {
      throw new IllegalArgumentException(
          "request: " + request + " (expected: at most 30 characters)");
    }
    if (size() == capacity) {
      grow();
    }
    int slot = slotOf(next);
    endedAt[slot] = decision.at().toEpochMilli();
    inTokens[slot] = decision.inTokens();
    outTokens[slot] = decision.outTokens();
    said[slot] = UNSAID;
    circumstances[slot] = shared(decision);
    byte[] id = request.getBytes(StandardCharsets.ISO_8859_1);
    int place = slot * ID_BYTES;
    System.arraycopy(id, 0, ids, place, id.length);
    Arrays.fill(ids, place + id.length, place + ID_BYTES, (byte) 0);
    link(next, request.hashCode());
    next++;
  }

  private Circumstances shared(RecentDecision decision) {
    int hash =
        31 * (31 * decision.key().hashCode() + decision.deployment().hashCode())
            + 31 * Objects.hashCode(decision.task())
            + decision.predictedPpm();
    int place = (hash ^ hash >>> 16) & CIRCUMSTANCES - 1;
    Circumstances same = latest[place];
    if (same != null && same.areOf(decision)) {
      return same;
    }
    Circumstances one = Circumstances.of(decision);
    latest[place] = one;
    return one;
  }

  private void link(long number, int hash) {
    int bucket = bucketOf(hash);
    before[slotOf(number)] = heads[bucket];
    heads[bucket] = number;
  }

  /** What a text has for a hash that is the id in a slot. */
  private int hashAt(int slot) {
    int hash = 0;
    for (int i = slot * ID_BYTES; i < (slot + 1) * ID_BYTES && ids[i] != 0; i++) {
      hash = 31 * hash + (ids[i] & 0xFF);
    }
    return hash;
  }

  private int bucketOf(int hash) {
    return (hash ^ hash >>> 16) & capacity - 1;
  }

  private int slotOf(long number) {
    return (int) number & capacity - 1;
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
    long number = heads[bucketOf(request.hashCode())];
    while (number >= eldest) {
      int slot = slotOf(number);
      if (Arrays.equals(padded, 0, ID_BYTES, ids, slot * ID_BYTES, (slot + 1) * ID_BYTES)) {
        return slot;
      }
      number = before[slot];
    }
    return NONE;
  }

  /** Forgets the eldest; there has to be one. */
  void removeEldest() {
    circumstances[slotOf(eldest)] = null;
    eldest++;
  }

  private void grow() {
    int size = size();
    int first = slotOf(eldest);
    byte[] newIds = new byte[2 * capacity * ID_BYTES];
    int toEnd = capacity - first;
    System.arraycopy(ids, first * ID_BYTES, newIds, 0, toEnd * ID_BYTES);
    System.arraycopy(ids, 0, newIds, toEnd * ID_BYTES, first * ID_BYTES);
    ids = newIds;
    endedAt = unrolled(endedAt, first);
    inTokens = unrolled(inTokens, first);
    outTokens = unrolled(outTokens, first);
    int[] newSaid = new int[2 * capacity];
    System.arraycopy(said, first, newSaid, 0, toEnd);
    System.arraycopy(said, 0, newSaid, toEnd, first);
    said = newSaid;
    @Nullable Circumstances[] newCircumstances = new Circumstances[2 * capacity];
    System.arraycopy(circumstances, first, newCircumstances, 0, toEnd);
    System.arraycopy(circumstances, 0, newCircumstances, toEnd, first);
    circumstances = newCircumstances;
    eldest = 0;
    next = size;
    capacity *= 2;
    heads = unset(capacity);
    before = unset(capacity);
    for (int slot = 0; slot < size; slot++) {
      link(slot, hashAt(slot));
    }
  }

  /** The same in twice the room, from the first on. */
  private long[] unrolled(long[] ring, int first) {
    long[] larger = new long[2 * capacity];
    System.arraycopy(ring, first, larger, 0, capacity - first);
    System.arraycopy(ring, 0, larger, capacity - first, first);
    return larger;
  }

  private static long[] unset(int length) {
    long[] numbers = new long[length];
    Arrays.fill(numbers, NONE);
    return numbers;
  }
}
