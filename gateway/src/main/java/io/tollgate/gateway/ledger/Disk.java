package io.tollgate.gateway.ledger;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Where the bytes of segments go; a test puts one that fails in its place. */
interface Disk {

  /** The file system. */
  Disk REAL = new FileDisk();

  /** Opens a file for writing at its end, creating it if need be. */
  Segment open(Path path) throws IOException;

  /** Deletes a file; false where there is none. */
  boolean delete(Path path) throws IOException;

  /** Bytes that can still be written to the file system of a directory; an estimate. */
  long usableBytes(Path directory) throws IOException;

  /** Makes the names in a directory survive a power cut. */
  void forceDirectory(Path directory) throws IOException;

  /**
   * Memory that outlives the process: what a killed one put there is found in the file. {@code
   * null} where there is none.
   *
   * @param path made anew
   */
  @Nullable Staging stage(Path path, int bytes) throws IOException;

  /** Memory that the kernel shares with a file. Used by one thread at a time. */
  interface Staging extends AutoCloseable {

    /** How much fits in. */
    int bytes();

    /**
     * Copies bytes to a place in it. No disk is waited for.
     *
     * @throws InternalError where the file behind it has lost its room
     */
    void put(int at, byte[] from, int start, int count);

    /** Has the kernel hold a part of it ready, so that nothing is waited for in {@link #put}. */
    void touch(int from, int count);

    /** Gives the memory back; the file stays. */
    @Override
    void close();
  }

  /** A file that is appended to. */
  interface Segment extends AutoCloseable {

    /** Writes all of the buffer, or throws; then some of it may have been written. */
    void write(ByteBuffer bytes) throws IOException;

    /** Cuts off what is behind so many bytes. */
    void truncate(long bytes) throws IOException;

    /** Bytes in the file. */
    long bytes() throws IOException;

    /** Makes what was written survive a power cut. */
    void force() throws IOException;

    @Override
    void close() throws IOException;
  }

  /** The file system. */
  final class FileDisk implements Disk {

    @Override
    public Segment open(Path path) throws IOException {
      return new FileSegment(
          path, FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    @Override
    public Staging stage(Path path, int bytes) throws IOException {
      return FileStaging.make(path, bytes);
    }

    @Override
    public boolean delete(Path path) throws IOException {
      return Files.deleteIfExists(path);
    }

    @Override
    public long usableBytes(Path directory) throws IOException {
      return Files.getFileStore(directory).getUsableSpace();
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** A mapped file. */
  final class FileStaging implements Staging {

    private static final int PAGE_BYTES = 4096;

    private final Arena arena;
    private final MemorySegment memory;

    private FileStaging(Arena arena, MemorySegment memory) {
      this.arena = arena;
      this.memory = memory;
    }

    static FileStaging make(Path path, int bytes) throws IOException {
      Arena arena = Arena.ofShared();
      try (FileChannel channel =
          FileChannel.open(
              path,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE)) {
        // Written, and not only made so long: a mapped page without room on the disk is a fault.
        ByteBuffer zeros = ByteBuffer.allocate(bytes);
        while (zeros.hasRemaining()) {
          channel.write(zeros);
        }
        return new FileStaging(arena, channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena));
      } catch (IOException | RuntimeException e) {
        arena.close();
        Files.deleteIfExists(path);
        throw e;
      }
    }

    @Override
    public int bytes() {
      return (int) memory.byteSize();
    }

    @Override
    public void put(int at, byte[] from, int start, int count) {
      MemorySegment.copy(from, start, memory, ValueLayout.JAVA_BYTE, at, count);
    }

    @Override
    public void touch(int from, int count) {
      for (long at = from; at < from + (long) count; at += PAGE_BYTES) {
        memory.set(ValueLayout.JAVA_BYTE, at, memory.get(ValueLayout.JAVA_BYTE, at));
      }
    }

    @Override
    public void close() {
      arena.close();
    }
  }

  /**
   * A file of the file system. Of what is on the disk the kernel keeps in memory what was written
   * last, which somebody may yet read, and not all that was ever written.
   */
  final class FileSegment implements Segment {

    private static final long KEPT_BYTES = 8 << 20;

    /** So much is forgotten at a time. */
    private static final long FORGOTTEN_BYTES_MIN = 1 << 20;

    private final Path path;
    private final FileChannel channel;

    /** So many from the beginning need not be in memory. */
    private long forgotten;

    private FileSegment(Path path, FileChannel channel) {
      this.path = path;
      this.channel = channel;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    @Override
    public void truncate(long bytes) throws IOException {
      channel.truncate(bytes);
    }

    @Override
    public long bytes() throws IOException {
      return channel.size();
    }

    @Override
    public void force() throws IOException {
      long written = channel.size();
      channel.force(false);
      long end = written - KEPT_BYTES;
      if (end - forgotten >= FORGOTTEN_BYTES_MIN) {
        // From the beginning: what the kernel keeps together may have reached beyond the last end.
        PageCache.forget(path, end);
        forgotten = end;
      }
    }

    @Override
    public void close() throws IOException {
      // The next segment takes the place of a long one.
      if (forgotten > 0) {
        PageCache.forget(path, Long.MAX_VALUE);
      }
      channel.close();
    }
  }
}
