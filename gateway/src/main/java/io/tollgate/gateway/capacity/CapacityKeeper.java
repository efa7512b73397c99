package io.tollgate.gateway.capacity;

import io.tollgate.gateway.ledger.BookEntry;
import io.tollgate.policies.capacity.Pool;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the hours of pools while the gateway runs: has the clerk book them and the meter written
 * down, soon after each hour, on a thread of its own.
 */
public final class CapacityKeeper implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CapacityKeeper.class);

  /** How often it looks at the clock; also how soon a booking that failed is tried again. */
  private static final long LOOK_SECONDS = 10;

  private static final long CLOSE_SECONDS_MAX = 10;

  private final CapacityClerk clerk;
  private final Supplier<List<Pool>> pools;
  private final PoolMeter meter;
  private final WorkLog log;
  private final InstantSource clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("tollgate-capacity").factory());

  private List<Pool> bookedPools = List.of();
  private Instant bookedHour = Instant.MIN;
  private boolean failing;

  private CapacityKeeper(
      CapacityClerk clerk, Supplier<List<Pool>> pools, WorkLog log, InstantSource clock) {
    this.clerk = clerk;
    this.pools = pools;
    this.meter = new PoolMeter(pools);
    this.log = log;
    this.clock = clock;
  }

  /**
   * Begins, with the hours that were missed.
   *
   * @param pools asked each time
   */
  public static CapacityKeeper start(
      CapacityClerk clerk, Supplier<List<Pool>> pools, WorkLog log, InstantSource clock) {
    CapacityKeeper keeper = new CapacityKeeper(clerk, pools, log, clock);
    keeper.thread.scheduleWithFixedDelay(keeper::look, 0, LOOK_SECONDS, TimeUnit.SECONDS);
    return keeper;
  }

  /** What attempts are told to. */
  public WorkMeter meter() {
    return meter;
  }

  private void look() {
    try {
      Instant now = clock.instant();
      Instant hour = now.truncatedTo(ChronoUnit.HOURS);
      List<Pool> present = pools.get();
      if (hour.equals(bookedHour) && present.equals(bookedPools)) {
        return;
      }
      write(hour);
      List<BookEntry.CapacityHour> booked = clerk.book(present, now);
      bookedHour = hour;
      bookedPools = present;
      failing = false;
      if (!booked.isEmpty()) {
        LOG.info("{} hours of owned capacity are booked", booked.size());
      }
    } catch (IOException | RuntimeException e) {
      if (!failing) {
        LOG.error("Owned capacity is not booked yet, trying again: {}", e.getMessage());
      }
      failing = true;
    }
  }

  private void write(Instant before) throws IOException {
    List<PoolHour> taken = meter.takeBefore(before);
    try {
      log.append(taken);
    } catch (IOException e) {
      meter.giveBack(taken);
      throw e;
    }
  }

  /** Ends, and writes down what the running hour has come to. Blocks. */
  @Override
  public void close() throws IOException {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
        LOG.warn("a booking of owned capacity is left to the next start");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    write(Instant.MAX);
  }
}
