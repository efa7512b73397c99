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
 * nothing for a collector to copy or to follow; in chunks, so that none is copied as they become
 * more. They are numbered as they come: what points to a number before the eldest's points to
 * nothing any more, so that one is forgotten without a search for what points to it.
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

  private static final int CHUNK_BITS = 12;
  private static final int CHUNK_REQUESTS = 1 << CHUNK_BITS;
  private static final int CIRCUMSTANCES = 1 << 10;
  private static final int NONE = -1;
  private static final int UNSAID = -1;

  /** The requests of so many numbers in a row, by the last bits of each. */
  private static final class Chunk {
    final byte[] ids = new byte[CHUNK_REQUESTS * ID_BYTES];
    final int[] hashes = new int[CHUNK_REQUESTS];
    final long[] endedAt = new long[CHUNK_REQUESTS];
    final long[] inTokens = new long[CHUNK_REQUESTS];
    final long[] outTokens = new long[CHUNK_REQUESTS];
    final int[] said = new int[CHUNK_REQUESTS];
    final @Nullable Circumstances[] circumstances = new Circumstances[CHUNK_REQUESTS];

    /** The number of the request before each that is in the same bucket. */
    final long[] before = new long[CHUNK_REQUESTS];
  }

  /** The latest of each hash; all others are only shared by luck, and kept by their requests. */
  private final @Nullable Circumstances[] latest = new Circumstances[CIRCUMSTANCES];

  /** The number of the eldest, and that of the next to come. */
  private long eldest;

  private long next;

  /** By the last bits of their own numbers, those that have requests; a power of two. */
  private @Nullable Chunk[] chunks = new Chunk[2];

  /** One that has had its time, for the next to be begun. */
  private @Nullable Chunk spare;

  /** By the last bits of a hash, the number of the latest request that has them. */
  private long[] heads = unset(CHUNK_REQUESTS);

  /** How many there are. */
  int size() {
    return (int) (next - eldest);
  }

  /** When the eldest ended, in milliseconds since 1970; there has to be one. */
  long eldest() {
    return chunkOf(eldest).endedAt[placeOf(eldest)];
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
    if (size() == heads.length) {
      growHeads();
    }
    int place = placeOf(next);
    if (place == 0) {
      beginChunk();
    }
    Chunk chunk = chunkOf(next);
    chunk.endedAt[place] = decision.at().toEpochMilli();
    chunk.inTokens[place] = decision.inTokens();
    chunk.outTokens[place] = decision.outTokens();
    chunk.said[place] = UNSAID;
    chunk.circumstances[place] = shared(decision);
    byte[] id = request.getBytes(StandardCharsets.ISO_8859_1);
    int at = place * ID_BYTES;
    System.arraycopy(id, 0, chunk.ids, at, id.length);
    Arrays.fill(chunk.ids, at + id.length, at + ID_BYTES, (byte) 0);
    chunk.hashes[place] = request.hashCode();
    link(next);
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

  private void link(long number) {
    Chunk chunk = chunkOf(number);
    int place = placeOf(number);
    int bucket = bucketOf(chunk.hashes[place]);
    chunk.before[place] = heads[bucket];
    heads[bucket] = number;
  }

  private int bucketOf(int hash) {
    return (hash ^ hash >>> 16) & heads.length - 1;
  }

  private static int placeOf(long number) {
    return (int) number & CHUNK_REQUESTS - 1;
  }

  /** The chunk that a number is in which is not before the eldest's. */
  private Chunk chunkOf(long number) {
    return Objects.requireNonNull(chunks[(int) (number >> CHUNK_BITS) & chunks.length - 1]);
  }

  /** The request of this id; {@code null} where it is not remembered. */
  @Nullable RecentDecision find(String request) {
    long number = number(request);
    if (number == NONE) {
      return null;
    }
    Chunk chunk = chunkOf(number);
    int place = placeOf(number);
    Circumstances shared = Objects.requireNonNull(chunk.circumstances[place]);
    return new RecentDecision(
        Instant.ofEpochMilli(chunk.endedAt[place]),
        request,
        shared.key(),
        shared.policy(),
        shared.deployment(),
        shared.predictedPpm(),
        shared.chosenPpm(),
        shared.task(),
        chunk.inTokens[place],
        chunk.outTokens[place],
        shared.accounts());
  }

  /**
   * Notes what is said of a request, if it is remembered and nothing was said of it before.
   *
   * @param scorePpm in millionths
   * @return what was said before; {@code null} where nothing was
   */
  @Nullable Integer note(String request, int scorePpm) {
    long number = number(request);
    if (number == NONE) {
      return null;
    }
    Chunk chunk = chunkOf(number);
    int place = placeOf(number);
    if (chunk.said[place] != UNSAID) {
      return chunk.said[place];
    }
    chunk.said[place] = scorePpm;
    return null;
  }

  private long number(String request) {
    byte[] id = request.getBytes(StandardCharsets.ISO_8859_1);
    if (id.length > ID_BYTES) {
      return NONE;
    }
    byte[] padded = Arrays.copyOf(id, ID_BYTES);
    long number = heads[bucketOf(request.hashCode())];
    while (number >= eldest) {
      Chunk chunk = chunkOf(number);
      int place = placeOf(number);
      int at = place * ID_BYTES;
      if (Arrays.equals(padded, 0, ID_BYTES, chunk.ids, at, at + ID_BYTES)) {
        return number;
      }
      number = chunk.before[place];
    }
    return NONE;
  }

  /** Forgets the eldest; there has to be one. */
  void removeEldest() {
    chunkOf(eldest).circumstances[placeOf(eldest)] = null;
    eldest++;
    if (placeOf(eldest) == 0) {
      int done = (int) ((eldest - 1) >> CHUNK_BITS) & chunks.length - 1;
      spare = chunks[done];
      chunks[done] = null;
    }
  }

  private void beginChunk() {
    long chunk = next >> CHUNK_BITS;
    if (chunk - (eldest >> CHUNK_BITS) == chunks.length) {
      @Nullable Chunk[] more = new Chunk[2 * chunks.length];
      for (long each = eldest >> CHUNK_BITS; each < chunk; each++) {
        more[(int) each & more.length - 1] = chunks[(int) each & chunks.length - 1];
      }
      chunks = more;
    }
    chunks[(int) chunk & chunks.length - 1] = spare == null ? new Chunk() : spare;
    spare = null;
  }

  private void growHeads() {
    heads = unset(2 * heads.length);
    for (long number = eldest; number < next; number++) {
      link(number);
    }
  }

  private static long[] unset(int length) {
    long[] numbers = new long[length];
    Arrays.fill(numbers, NONE);
    return numbers;
  }
}
