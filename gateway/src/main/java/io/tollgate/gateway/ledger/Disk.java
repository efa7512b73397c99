package io.tollgate.gateway.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

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
          FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
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

  /** A file of the file system. */
  record FileSegment(FileChannel channel) implements Segment {

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
      channel.force(false);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
