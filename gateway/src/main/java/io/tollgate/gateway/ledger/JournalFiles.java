package io.tollgate.gateway.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a journal's segments lie: {@code <dir>/journal/segment-00000001.journal} and so on.
 *
 * @param directory the ledger's directory
 */
record JournalFiles(Path directory) {

  /** Bytes that no record reaches, for a reader that looks for the end of a line. */
  static final int LINE_BYTES_MAX = 1 << 20;

  private static final Pattern NAME = Pattern.compile("segment-(\\d{8})\\.journal");

  Path journal() {
    return directory.resolve("journal");
  }

  /** See {@link Ballast}; beside the segments, for it must lie on their disk. */
  Path ballast() {
    return journal().resolve("ballast");
  }

  /** See {@link Staged}. */
  Path staged() {
    return journal().resolve("staged");
  }

  static String name(int segment) {
    return "segment-%08d.journal".formatted(segment);
  }

  Path path(int segment) {
    return journal().resolve(name(segment));
  }

  boolean exists(int segment) {
    return Files.exists(path(segment));
  }

  long bytes(int segment) throws IOException {
    return Files.size(path(segment));
  }

  /** The number of the newest segment; 0 where there is none. */
  int newest() throws IOException {
    if (!Files.isDirectory(journal())) {
      return 0;
    }
    try (Stream<Path> files = Files.list(journal())) {
      return files
          .map(file -> NAME.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
          .max()
          .orElse(0);
    }
  }

  /** Bytes of the journal before a place. */
  long bytesBefore(Position position) throws IOException {
    return bytesThrough(position.segment() - 1) + position.offset();
  }

  /** Bytes of all segments up to one. */
  long bytesThrough(int segment) throws IOException {
    long total = 0;
    for (int i = 1; i <= segment; i++) {
      total += exists(i) ? bytes(i) : 0;
    }
    return total;
  }

  /**
   * The line that ends at an offset, without its line feed; {@code null} where none does.
   *
   * @param end bytes of the segment through the line feed
   */
  @Nullable String lineBefore(int segment, long end) throws IOException {
    if (!exists(segment) || end < 1 || bytes(segment) < end) {
      return null;
    }
    byte[] bytes = read(segment, Math.max(0, end - LINE_BYTES_MAX), end);
    if (bytes[bytes.length - 1] != '\n') {
      return null;
    }
    int start = bytes.length - 1;
    while (start > 0 && bytes[start - 1] != '\n') {
      start--;
    }
    return new String(bytes, start, bytes.length - 1 - start, StandardCharsets.UTF_8);
  }

  /** The bytes of a segment in a range. */
  byte[] read(int segment, long from, long to) throws IOException {
    try (FileChannel channel = FileChannel.open(path(segment), StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(to - from));
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, from + buffer.position()) < 0) {
          throw new IOException(name(segment) + " became shorter while it was read");
        }
      }
      return buffer.array();
    }
  }
}
