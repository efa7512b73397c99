package io.tollgate.bench.provider;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a simulated provider saw and charged: one {@link BillRecord} per request, from the moment it
 * arrived.
 *
 * <p>Safe for use by several threads. A complete answer's outcome is recorded before its last byte
 * is written, so a client that has read the whole answer finds it here; for other endings wait with
 * {@link #awaitAllEnded}.
 */
public final class BillLog implements AutoCloseable {

  /** Records beyond this number are forgotten, the oldest first; a bill file keeps them all. */
  public static final int MAX_RECORDS = 200_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final LinkedHashMap<Long, BillRecord> records = new LinkedHashMap<>();
  private final ArrayDeque<PeerClose> peerCloses = new ArrayDeque<>();
  private final String provider;
  private final InstantSource clock;
  private @Nullable BillFile file;
  private long last;
  private long running;
  private BigInteger totalPico = BigInteger.ZERO;

  private BillLog(String provider, InstantSource clock, @Nullable BillFile file) {
    this.provider = provider;
    this.clock = clock;
    this.file = file;
  }

  static BillLog open(String provider, InstantSource clock, @Nullable Path path)
      throws IOException {
    return new BillLog(provider, clock, path == null ? null : BillFile.create(path));
  }

  /**
   * The records in a bill file, oldest first, each with its last outcome.
   *
   * @throws IOException if the file cannot be read or a line other than a torn last one is not a
   *     record
   */
  public static List<BillRecord> read(Path path) throws IOException {
    return BillFile.read(path);
  }

  /** Notes a request that has arrived, and returns its number. */
  long arrived(Dialect dialect, @Nullable String clientRequestId, String model, boolean stream) {
    lock.lock();
    try {
      BillRecord seen =
          new BillRecord(
              ++last,
              provider,
              dialect,
              clientRequestId,
              model,
              stream,
              clock.instant(),
              System.nanoTime(),
              null);
      records.put(seen.number(), seen);
      if (records.size() > MAX_RECORDS) {
        records.pollFirstEntry();
      }
      running++;
      if (file != null) {
        file.seen(seen);
      }
      changed.signalAll();
      return seen.number();
    } finally {
      lock.unlock();
    }
  }

  /** Notes how a request ended, once for each. */
  void ended(
      long number,
      int status,
      Ending ending,
      SimulatedUsage usage,
      TokenPrices prices,
      boolean usageReported,
      @Nullable String fault) {
    lock.lock();
    try {
      BillOutcome outcome =
          new BillOutcome(
              status,
              ending,
              usage,
              prices.billPico(usage),
              usageReported,
              fault,
              clock.instant(),
              System.nanoTime());
      records.computeIfPresent(number, (key, seen) -> seen.ended(outcome));
      totalPico = totalPico.add(outcome.billPico());
      running--;
      if (file != null) {
        file.ended(number, outcome);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Notes that the last bytes of a complete answer did not get out; its bill stays as it is. */
  void undelivered(long number) {
    lock.lock();
    try {
      BillRecord seen = records.get(number);
      if (seen != null) {
        BillOutcome outcome = seen.endedOutcome().undelivered(clock.instant(), System.nanoTime());
        records.put(number, seen.ended(outcome));
        if (file != null) {
          file.ended(number, outcome);
        }
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  void peerClosed(int requests) {
    lock.lock();
    try {
      peerCloses.add(new PeerClose(clock.instant(), System.nanoTime(), requests));
      if (peerCloses.size() > MAX_RECORDS) {
        peerCloses.removeFirst();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The requests, oldest first; the last {@value #MAX_RECORDS} of them. */
  public List<BillRecord> records() {
    lock.lock();
    try {
      return List.copyOf(records.values());
    } finally {
      lock.unlock();
    }
  }

  /** The requests whose {@code x-client-request-id} is the given one, oldest first. */
  public List<BillRecord> byClientRequestId(String clientRequestId) {
    return records().stream()
        .filter(seen -> clientRequestId.equals(seen.clientRequestId()))
        .toList();
  }

  /** How many requests have been seen, forgotten ones included. */
  public long seen() {
    lock.lock();
    try {
      return last;
    } finally {
      lock.unlock();
    }
  }

  /** The sum of all bills so far, in pico-dollars. */
  public BigInteger totalPico() {
    lock.lock();
    try {
      return totalPico;
    } finally {
      lock.unlock();
    }
  }

  /** The connections that clients closed, oldest first; the last {@value #MAX_RECORDS} of them. */
  public List<PeerClose> peerCloses() {
    lock.lock();
    try {
      return List.copyOf(peerCloses);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until clients have closed at least so many connections.
   *
   * @return whether that happened in time
   * @throws InterruptedException if the waiting thread is interrupted
   */
  public boolean awaitPeerCloses(int connections, Duration atMost) throws InterruptedException {
    return await(() -> peerCloses.size() >= connections, atMost);
  }

  /**
   * Waits until at least so many requests have been seen, ended or not.
   *
   * @return whether that happened in time
   * @throws InterruptedException if the waiting thread is interrupted
   */
  public boolean awaitSeen(int requests, Duration atMost) throws InterruptedException {
    return await(() -> last >= requests, atMost);
  }

  /**
   * Waits until at least so many requests have been seen and all seen ones have ended.
   *
   * @return whether that happened in time
   * @throws InterruptedException if the waiting thread is interrupted
   */
  public boolean awaitAllEnded(int requests, Duration atMost) throws InterruptedException {
    return await(() -> last >= requests && running == 0, atMost);
  }

  private boolean await(BooleanSupplier reached, Duration atMost) throws InterruptedException {
    long nanos = atMost.toNanos();
    lock.lock();
    try {
      while (!reached.getAsBoolean()) {
        if (nanos <= 0) {
          return false;
        }
        nanos = changed.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      if (file != null) {
        file.close();
        file = null;
      }
    } finally {
      lock.unlock();
    }
  }
}
