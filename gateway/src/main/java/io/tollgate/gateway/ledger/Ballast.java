package io.tollgate.gateway.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that keeps room on the journal's disk: deleted when there is no other, so that what runs
 * can still be written down.
 *
 * <p>Used by one thread.
 */
final class Ballast {

  private static final Logger LOG = LoggerFactory.getLogger(Ballast.class);
  private static final int CHUNK_BYTES = 1 << 16;

  /** Part of the ballast that must be free besides it before it is made: no use in see-sawing. */
  private static final int MARGIN_PARTS = 4;

  private final Path directory;
  private final Path file;
  private final long bytes;
  private final Disk disk;

  Ballast(JournalFiles files, long bytes, Disk disk) {
    this.directory = files.journal();
    this.file = files.ballast();
    this.bytes = bytes;
    this.disk = disk;
  }

  /** Makes it where it is not there; false where there is no room for it. */
  boolean make() {
    if (bytes == 0) {
      return true;
    }
    try {
      if (Files.exists(file) && Files.size(file) == bytes) {
        return true;
      }
      disk.delete(file);
      if (disk.usableBytes(directory) < bytes + bytes / MARGIN_PARTS) {
        return false;
      }
      fill();
      return true;
    } catch (IOException e) {
      LOG.debug("no room for the ballast", e);
      release();
      return false;
    }
  }

  /** Fills it with noise: zeros may take no room on a disk that compresses. */
  private void fill() throws IOException {
    SplittableRandom noise = new SplittableRandom(bytes);
    byte[] chunk = new byte[CHUNK_BYTES];
    try (Disk.Segment out = disk.open(file)) {
      for (long left = bytes; left > 0; left -= CHUNK_BYTES) {
        noise.nextBytes(chunk);
        out.write(ByteBuffer.wrap(chunk, 0, (int) Math.min(left, CHUNK_BYTES)));
      }
    }
  }

  /** Gives the room up where fewer bytes than these are free besides: a start needs some. */
  void releaseUnlessFree(long needed) throws IOException {
    if (Files.exists(file) && disk.usableBytes(directory) < needed) {
      release();
    }
  }

  /** Gives the room up; false where there was none to give. */
  boolean release() {
    try {
      return disk.delete(file);
    } catch (IOException e) {
      LOG.warn("The ballast {} cannot be given up", file, e);
      return false;
    }
  }
}
