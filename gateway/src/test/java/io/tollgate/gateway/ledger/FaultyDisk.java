package io.tollgate.gateway.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The file system until a number of bytes is written to segments, when the machine dies: nothing
 * reaches the disk any more; or until a number of syncs is done, when the next one fails.
 *
 * <p>It knows what was synced, so that it can lose what was not.
 */
final class FaultyDisk implements Disk {

  private long bytesLeft = Long.MAX_VALUE;
  private long forcesLeft = Long.MAX_VALUE;
  private int forcesFailed;
  private int writesAfterFault;
  private boolean faulty;
  private volatile int stagedBytes = 1 << 16;
  private boolean dead;
  private final Map<Path, Long> forcedBytes = new HashMap<>();

  synchronized void failAfterBytes(long bytes) {
    bytesLeft = bytes;
  }

  synchronized void failAfterForces(long forces) {
    forcesLeft = forces;
  }

  /** Room for staged records, which may be less than is asked for. */
  void stagedBytes(int bytes) {
    stagedBytes = bytes;
  }

  synchronized int forcesFailed() {
    return forcesFailed;
  }

  synchronized int writesAfterFault() {
    return writesAfterFault;
  }

  /** Bytes of a segment that a power cut cannot take. */
  synchronized long forcedBytes(Path segment) {
    return forcedBytes.getOrDefault(segment, 0L);
  }

  private synchronized void requireAlive() {
    if (dead) {
      throw new UncheckedIOException(new IOException("the machine is dead"));
    }
  }

  @Override
  public Segment open(Path path) throws IOException {
    requireAlive();
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    boolean counts = path.toString().endsWith(".journal");
    return new Segment() {
      @Override
      public void write(ByteBuffer bytes) throws IOException {
        synchronized (FaultyDisk.this) {
          requireAlive();
          if (faulty) {
            writesAfterFault++;
          }
          int allowed = counts ? (int) Math.min(bytes.remaining(), bytesLeft) : bytes.remaining();
          dead = allowed < bytes.remaining();
          channel.write(bytes.slice(bytes.position(), allowed));
          bytesLeft -= counts ? allowed : 0;
          requireAlive();
          bytes.position(bytes.limit());
        }
      }

      @Override
      public void truncate(long bytes) throws IOException {
        requireAlive();
        channel.truncate(bytes);
      }

      @Override
      public long bytes() throws IOException {
        return channel.size();
      }

      @Override
      public void force() throws IOException {
        synchronized (FaultyDisk.this) {
          requireAlive();
          if (forcesLeft <= 0) {
            faulty = true;
            forcesFailed++;
            throw new IOException("Input/output error");
          }
          forcesLeft--;
          forcedBytes.put(path, Files.size(path));
        }
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }

  /** What is staged is in the kernel's hands, whatever becomes of the segments. */
  @Override
  public @Nullable Staging stage(Path path, int bytes) throws IOException {
    requireAlive();
    return REAL.stage(path, stagedBytes);
  }

  @Override
  public boolean delete(Path path) throws IOException {
    requireAlive();
    return Files.deleteIfExists(path);
  }

  @Override
  public long usableBytes(Path directory) {
    return Long.MAX_VALUE;
  }

  @Override
  public void forceDirectory(Path directory) {
    requireAlive();
  }
}
