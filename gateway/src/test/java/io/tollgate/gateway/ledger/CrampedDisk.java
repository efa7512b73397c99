package io.tollgate.gateway.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The file system with little room, or with operations that fail between two of their numbers, and
 * that comes to itself again.
 */
final class CrampedDisk implements Disk {

  /** What goes wrong. */
  enum Fault {
    /** Half of what is to be written is written; no file is made and none cut. */
    SHORT_WRITE,
    /** Nothing is written, and no file is made. */
    NO_SPACE,
    /** All is written, and yet it fails. */
    ERROR_AFTER_WRITE,
    /** A sync fails. */
    SYNC_ERROR
  }

  private Fault fault = Fault.NO_SPACE;
  private long from = Long.MAX_VALUE;
  private long to;
  private long operations;
  private int syncsAfterError;
  private boolean syncFailed;
  private long room = Long.MAX_VALUE / 2;
  private @Nullable RandomGenerator moody;
  private @Nullable CountDownLatch slow;
  private final CountDownLatch hanging = new CountDownLatch(1);

  /** Operations whose numbers are from {@code first} on and below {@code end} fail. */
  synchronized CrampedDisk fail(Fault how, long first, long end) {
    fault = how;
    from = first;
    to = end;
    return this;
  }

  /** One of eight writes is cut short. */
  synchronized CrampedDisk moody(RandomGenerator random) {
    moody = random;
    return this;
  }

  /** So many bytes can be written, and no more. */
  synchronized void room(long bytes) {
    room = bytes;
  }

  synchronized void moreRoom(long bytes) {
    room += bytes;
  }

  /** Nothing fails any more. */
  synchronized void heal() {
    from = Long.MAX_VALUE;
    moody = null;
    room = Long.MAX_VALUE / 2;
  }

  /** Syncs do not return until the latch is open. */
  synchronized void slow(CountDownLatch until) {
    slow = until;
  }

  /** Waits until a sync hangs. */
  void awaitHanging() throws InterruptedException {
    hanging.await();
  }

  synchronized long operations() {
    return operations;
  }

  synchronized int syncsAfterError() {
    return syncsAfterError;
  }

  private boolean fails(Fault... kinds) {
    long number = operations++;
    if (number >= from && number < to) {
      for (Fault kind : kinds) {
        if (kind == fault) {
          return true;
        }
      }
    }
    return false;
  }

  private static IOException noSpace() {
    return new IOException("No space left on device");
  }

  @Override
  public synchronized Segment open(Path path) throws IOException {
    if (fails(Fault.SHORT_WRITE, Fault.NO_SPACE) && !Files.exists(path)) {
      throw noSpace();
    }
    return new CrampedSegment(
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  @Override
  public synchronized @Nullable Staging stage(Path path, int bytes) throws IOException {
    if (room < bytes || fails(Fault.SHORT_WRITE, Fault.NO_SPACE)) {
      throw noSpace();
    }
    room -= bytes;
    return REAL.stage(path, bytes);
  }

  @Override
  public synchronized boolean delete(Path path) throws IOException {
    if (Files.exists(path)) {
      room += Files.size(path);
    }
    return Files.deleteIfExists(path);
  }

  @Override
  public synchronized long usableBytes(Path directory) {
    return room;
  }

  @Override
  public synchronized void forceDirectory(Path directory) throws IOException {
    sync();
  }

  private void sync() throws IOException {
    syncsAfterError += syncFailed ? 1 : 0;
    if (fails(Fault.SYNC_ERROR)) {
      syncFailed = true;
      throw new IOException("Input/output error");
    }
  }

  private void await() throws IOException {
    CountDownLatch latch;
    synchronized (this) {
      latch = slow;
    }
    if (latch != null) {
      hanging.countDown();
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  private final class CrampedSegment implements Segment {

    private final FileChannel channel;

    CrampedSegment(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      synchronized (CrampedDisk.this) {
        int wanted = bytes.remaining();
        boolean cut = fails(Fault.SHORT_WRITE, Fault.NO_SPACE, Fault.ERROR_AFTER_WRITE);
        long allowed = Math.min(wanted, room);
        if (cut && fault != Fault.ERROR_AFTER_WRITE) {
          allowed = fault == Fault.NO_SPACE ? 0 : wanted / 2;
        } else if (moody != null && moody.nextInt(8) == 0) {
          allowed = moody.nextInt(wanted);
        }
        channel.write(bytes.slice(bytes.position(), (int) allowed));
        room -= allowed;
        if (allowed < wanted) {
          throw noSpace();
        }
        if (cut) {
          throw new IOException("Input/output error");
        }
        bytes.position(bytes.limit());
      }
    }

    @Override
    public void truncate(long bytes) throws IOException {
      synchronized (CrampedDisk.this) {
        if (fails(Fault.SHORT_WRITE)) {
          throw noSpace();
        }
        room += Math.max(0, channel.size() - bytes);
        channel.truncate(bytes);
      }
    }

    @Override
    public long bytes() throws IOException {
      return channel.size();
    }

    @Override
    public void force() throws IOException {
      await();
      synchronized (CrampedDisk.this) {
        sync();
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
