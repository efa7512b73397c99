package io.tollgate.gateway.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the audit log of a gateway: line after line, each on the disk before it counts.
 *
 * <p>The file is opened when there is something to write, and anew after a failure, so that a disk
 * that has room again needs no restart. After a failed sync nobody knows what is on the disk, and
 * nothing is written until the next start.
 */
public final class AuditLog implements AutoCloseable {

  private static final int FIRST_LOOK = 1 << 16;

  private final Path file;
  private final InstantSource clock;
  private @Nullable FileChannel channel;
  private AuditLine last = AuditLine.START;
  private boolean lost;

  /** A log that is opened when there is something to write. */
  public AuditLog(Path file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
  }

  /** Where it is. */
  public Path file() {
    return file;
  }

  /**
   * Writes a line; it is on the disk when this returns.
   *
   * @throws IOException if it cannot be written, and then it does not count
   */
  public synchronized void append(AuditEntry entry) throws IOException {
    if (lost) {
      throw new IOException("the audit log could not be synced; it needs a restart");
    }
    try {
      write(opened(), entry);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private void write(FileChannel open, AuditEntry entry) throws IOException {
    AuditLine line = last.next(clock.instant(), entry);
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(line.text() + "\n");
    while (bytes.hasRemaining()) {
      open.write(bytes);
    }
    sync(open);
    last = line;
  }

  private void sync(FileChannel open) throws IOException {
    try {
      open.force(true);
    } catch (IOException e) {
      lost = true;
      throw e;
    }
  }

  private FileChannel opened() throws IOException {
    FileChannel open = channel;
    if (open != null) {
      return open;
    }
    Path folder = file.toAbsolutePath().getParent();
    boolean fresh = !Files.exists(file);
    if (folder != null) {
      Files.createDirectories(folder);
    }
    open =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    channel = open;
    if (fresh && folder != null) {
      try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
        sync(directory);
      }
    }
    resume(open);
    return open;
  }

  /** Goes on after the last whole line; what a crash left of another one is cut, and noted. */
  private void resume(FileChannel open) throws IOException {
    byte[] tail = tail(open);
    int end = lastLineEnd(tail, tail.length);
    int torn = tail.length - end;
    last = AuditLine.START;
    if (end > 0) {
      int start = lastLineEnd(tail, end - 1);
      String text = AuditFile.text(Arrays.copyOfRange(tail, start, end));
      AuditLine line = text == null ? null : AuditLine.read(text);
      if (line == null) {
        throw new IOException(
            "the last line of " + file + " was changed: see `tollgate admin audit verify`");
      }
      last = line;
    }
    long size = open.size() - torn;
    if (torn > 0) {
      open.truncate(size);
    }
    open.position(size);
    if (torn > 0) {
      write(open, cut(torn));
    }
  }

  private static AuditEntry cut(long bytes) {
    return new AuditEntry(
        "",
        "",
        "",
        "",
        "",
        "audit.cut",
        Map.of(),
        0,
        bytes + " bytes of a line that was not finished are cut");
  }

  /** The end of the file, with its last whole line in it. */
  private static byte[] tail(FileChannel open) throws IOException {
    long size = open.size();
    for (long look = FIRST_LOOK; ; look *= 2) {
      byte[] tail = new byte[(int) Math.min(look, size)];
      ByteBuffer into = ByteBuffer.wrap(tail);
      while (into.hasRemaining() && open.read(into, size - into.remaining()) >= 0) {
        // Until it is full.
      }
      int end = lastLineEnd(tail, tail.length);
      if (tail.length == size || (end > 0 && lastLineEnd(tail, end - 1) > 0)) {
        return tail;
      }
    }
  }

  /** The index after the last line end before another index; 0 where there is none. */
  private static int lastLineEnd(byte[] bytes, int before) {
    int end = before;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  @Override
  public synchronized void close() throws IOException {
    FileChannel open = channel;
    channel = null;
    if (open != null) {
      open.close();
    }
  }
}
