package io.tollgate.gateway.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices within half a second that a file has changed.
 *
 * <p>It looks at the files' attributes instead of asking the system for events, because it must
 * also work where a file is replaced through links (Kubernetes) or lies on a network. A change
 * counts once two looks in a row have found the same, so that a file is not read while it is being
 * written.
 */
public final class FileWatcher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FileWatcher.class);
  private static final Duration PERIOD = Duration.ofMillis(250);

  private static final class Group {
    private final Supplier<FileStates> taken;
    private final Runnable changed;
    private FileStates seen;
    private FileStates tried;
    private FileStates triedAfter;

    private Group(Supplier<FileStates> taken, Runnable changed) {
      this.taken = taken;
      this.changed = changed;
      this.seen = taken.get();
      this.tried = seen;
      this.triedAfter = seen;
    }

    private void look() {
      FileStates last = taken.get();
      FileStates now = last.now();
      boolean settled = now.sameAs(seen);
      seen = now;
      // Once: a reading that fails before it has noted its files is not tried for ever.
      boolean inVain = last == triedAfter && now.sameAs(tried);
      if (settled && !inVain && !now.sameAs(last)) {
        tried = now;
        triedAfter = last;
        try {
          changed.run();
        } catch (RuntimeException | Error e) {
          LOG.error("a changed file could not be taken in", e);
        }
      }
    }
  }

  private final Duration period;
  private final List<Group> groups = new ArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  FileWatcher() {
    this(PERIOD);
  }

  /** A watcher that looks once in every period. */
  FileWatcher(Duration period) {
    this.period = period;
  }

  /**
   * Calls {@code changed} on the watcher's thread whenever a file is no longer as it was when it
   * was read last.
   *
   * @param taken the files as they were read last; others may be named after each reading
   */
  void watch(Supplier<FileStates> taken, Runnable changed) {
    groups.add(new Group(taken, changed));
  }

  /** Begins to look; nothing may be added after it. */
  void start() {
    Thread.ofVirtual().name("tollgate-file-watcher").start(this::run);
  }

  private void run() {
    try {
      while (!closed.await(period.toMillis(), TimeUnit.MILLISECONDS)) {
        groups.forEach(Group::look);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops watching. */
  @Override
  public void close() {
    closed.countDown();
  }
}
