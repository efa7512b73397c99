package io.tollgate.gateway.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files that something was read from, each as it was just before it was read: what a later look
 * is held against, so that a change during the reading is found again.
 *
 * <p>Not safe for use by several threads.
 */
final class FileStates {

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

  private final Map<Path, State> states = new LinkedHashMap<>();

  /** Reads a text, and remembers how the file was. */
  String read(Path file) throws IOException {
    note(file);
    return Files.readString(file);
  }

  /** Reads bytes, at most so many, and remembers how the file was. */
  byte[] readBytes(Path file, int most) throws IOException {
    note(file);
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(most);
    }
  }

  /** Remembers how a file is now, unless it was noted before. */
  void note(Path file) {
    states.computeIfAbsent(file, State::of);
  }

  /** Goes on watching what was read before and not this time. */
  void noteAll(FileStates earlier) {
    earlier.states.keySet().forEach(this::note);
  }

  /** The same files as they are now. */
  FileStates now() {
    FileStates now = new FileStates();
    now.noteAll(this);
    return now;
  }

  boolean isEmpty() {
    return states.isEmpty();
  }

  boolean sameAs(FileStates other) {
    return states.equals(other.states);
  }
}
