package io.tollgate.gateway.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * The file system until a number of bytes is written or a number of syncs is done; then it fails.
 *
 * <p>It knows what was synced, so that it can lose what was not.
 */
final class FaultyDisk implements Disk {

  private long bytesLeft = Long.MAX_VALUE;
  private long forcesLeft = Long.MAX_VALUE;
  private int forcesFailed;
  private int writesAfterFault;
  private boolean faulty;
  private final Map<Path, Long> forcedBytes = new HashMap<>();

  synchronized void failAfterBytes(long bytes) {
    bytesLeft = bytes;
  }

  synchronized void failAfterForces(long forces) {
    forcesLeft = forces;
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

  @Override
  public Segment open(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return new Segment() {
      @Override
      public void write(ByteBuffer bytes) throws IOException {
        synchronized (FaultyDisk.this) {
          if (faulty) {
            writesAfterFault++;
          }
          int allowed = (int) Math.min(bytes.remaining(), bytesLeft);
          boolean cut = allowed < bytes.remaining();
          channel.write(bytes.slice(bytes.position(), allowed));
          bytesLeft -= allowed;
          if (cut) {
            faulty = true;
            throw new IOException("No space left on device");
          }
          bytes.position(bytes.limit());
        }
      }

      @Override
      public void force() throws IOException {
        synchronized (FaultyDisk.this) {
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

  @Override
  public void forceDirectory(Path directory) {}
}
