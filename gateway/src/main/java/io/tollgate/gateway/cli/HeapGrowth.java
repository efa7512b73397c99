package io.tollgate.gateway.cli;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import javax.management.NotificationEmitter;

/**
 * Keeps the heap of the serial collector, which is what a process with one CPU has, in proportion
 * to what is alive: its old generation is collected when it has grown by as much again.
 *
 * <p>By itself that collector lets it grow up to the largest heap, a quarter of the machine, before
 * it looks what of it is alive. And it gives the young generation no more room before it has: what
 * outlives a small one, as long prompts do, is copied to the old one at once and dies there.
 */
final class HeapGrowth {

  private static final String SERIAL_OLD_GENERATION = "Tenured Gen";

  /** Where little is alive, it may grow by so much: what it begins with has room for that. */
  private static final long LEAST_BYTES = 32L << 20;

  /**
   * And by so many times that, where collections are frequent: enough for a young generation that
   * prompts of 1 MB die in, a dozen at a time.
   */
  private static final long MOST = 8;

  /** Collections of 40 ms that are so far apart take less than a thousandth of a CPU. */
  private static final long FREQUENT_NANOS = Duration.ofMinutes(1).toNanos();

  private final MemoryPoolMXBean old;
  private final long leastBytes;
  private long allowedBytes;
  private long collectedNanos = System.nanoTime();

  private HeapGrowth(MemoryPoolMXBean old, long leastBytes) {
    this.old = old;
    this.leastBytes = leastBytes;
    this.allowedBytes = leastBytes;
  }

  /** Bounds the growth from now on; without effect under other collectors. */
  static void bound() {
    bound(LEAST_BYTES);
  }

  /**
   * Bounds the growth from now on.
   *
   * @param leastBytes by which it may grow where less is alive and collections are rare
   */
  static void bound(long leastBytes) {
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getName().equals(SERIAL_OLD_GENERATION)) {
        HeapGrowth growth = new HeapGrowth(pool, leastBytes);
        ((NotificationEmitter) ManagementFactory.getMemoryMXBean())
            .addNotificationListener(
                (_, _) -> growth.collect(),
                told -> told.getType().equals(MemoryNotificationInfo.MEMORY_THRESHOLD_EXCEEDED),
                null);
        growth.allow();
      }
    }
  }

  private void collect() {
    long now = System.nanoTime();
    boolean frequent = now - collectedNanos < FREQUENT_NANOS;
    allowedBytes =
        Math.clamp(frequent ? 2 * allowedBytes : allowedBytes / 2, leastBytes, MOST * leastBytes);
    collectedNanos = now;
    System.gc();
    allow();
  }

  private void allow() {
    MemoryUsage usage = old.getUsage();
    long next = usage.getUsed() + Math.max(usage.getUsed(), allowedBytes);
    // What cannot be reached is collected without us; 0 is for no threshold.
    old.setUsageThreshold(next < usage.getMax() ? next : 0);
  }
}
