package io.tollgate.bench.ledger;

import io.tollgate.bench.load.ProcessMeter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Looks at this process's memory for as long as it is open, and remembers the most it saw. */
final class MemoryWatch implements AutoCloseable {

  private static final int LOOK_MS = 20;

  private final ProcessMeter process = ProcessMeter.of(ProcessHandle.current().pid());
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread =
      Thread.ofPlatform().daemon().name("memory-watch").unstarted(this::run);
  private volatile long heapBytes;
  private volatile long residentBytes;

  private MemoryWatch() {}

  /** Begins with an empty young generation, so that it sees what is used from now on. */
  static MemoryWatch start() {
    System.gc();
    MemoryWatch watch = new MemoryWatch();
    watch.look();
    watch.thread.start();
    return watch;
  }

  private void run() {
    try {
      while (!closed.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void look() {
    Runtime runtime = Runtime.getRuntime();
    heapBytes = Math.max(heapBytes, runtime.totalMemory() - runtime.freeMemory());
    residentBytes = Math.max(residentBytes, process.residentBytes());
  }

  long heapMib() {
    return heapBytes >> 20;
  }

  long residentMib() {
    return residentBytes >> 20;
  }

  @Override
  public void close() {
    look();
    closed.countDown();
  }
}
