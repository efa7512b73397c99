package io.tollgate.gateway.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

  private record State(@Nullable FileTime modified, long size, @Nullable Object fileKey) {
    private static final State ABSENT = new State(null, -1, null);

    static State of(Path file) {
      try {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new State(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
      } catch (IOException e) {
        return ABSENT;
      }
    }
  }

  private static final class Group {
    private final List<Path> files;
    private final Runnable changed;
    private List<State> taken;
    private List<State> seen;

    private Group(List<Path> files, Runnable changed) {
      this.files = List.copyOf(files);
      this.changed = changed;
      this.taken = states();
      this.seen = taken;
    }

    private List<State> states() {
      return files.stream().map(State::of).toList();
    }

    private void look() {
      List<State> now = states();
      boolean settled = now.equals(seen);
      seen = now;
      if (settled && !now.equals(taken)) {
        // Noted before the files are read: what changes during the reading is found again.
        taken = now;
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
   * Calls {@code changed} on the watcher's thread whenever one of the files has changed since now.
   * To miss nothing, it is called before the files are read for the first time.
   */
  void watch(List<Path> files, Runnable changed) {
    groups.add(new Group(files, changed));
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
