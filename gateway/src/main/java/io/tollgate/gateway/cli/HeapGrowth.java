package io.tollgate.gateway.cli;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
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

  /**
   * Where little is alive, it may grow by so much: enough for a young generation that a dozen
   * prompts of 1 MB die in, and seldom collected.
   */
  private static final long ALLOWED_BYTES = 256L << 20;

  private final MemoryPoolMXBean old;
  private final long allowedBytes;

  private HeapGrowth(MemoryPoolMXBean old, long allowedBytes) {
    this.old = old;
    this.allowedBytes = allowedBytes;
  }

  /** Bounds the growth from now on; without effect under other collectors. */
  static void bound() {
    bound(ALLOWED_BYTES);
  }

  /**
   * Bounds the growth from now on.
   *
   * @param allowedBytes by which it may grow where less is alive
   */
  static void bound(long allowedBytes) {
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getName().equals(SERIAL_OLD_GENERATION)) {
        HeapGrowth growth = new HeapGrowth(pool, allowedBytes);
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
