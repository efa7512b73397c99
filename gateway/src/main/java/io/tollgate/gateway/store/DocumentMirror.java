package io.tollgate.gateway.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node's copies of documents, each a file that is replaced as a whole: no reader and no crash
 * sees a half of one. They are what a node starts with while the store is away.
 *
 * <p>Not safe for use by several threads.
 */
final class DocumentMirror {

  /** A file as it was left. */
  private record State(FileTime modified, long size, @Nullable Object fileKey) {

    static State of(Path file) throws IOException {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new State(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    }
  }

  private final Path folder;
  private final Map<String, State> left = new HashMap<>();

  DocumentMirror(Path folder) {
    this.folder = folder;
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  boolean has(String name) {
    return Files.exists(file(name));
  }

  /** Whether a copy is as it was left: nobody has edited, replaced or deleted it since. */
  boolean isIntact(String name) {
    try {
      return State.of(file(name)).equals(left.get(name));
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Makes a copy be a text.
   *
   * @return whether it was another one
   */
  boolean put(String name, String text) throws IOException {
    Path file = file(name);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    boolean differs = !Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), bytes);
    if (differs) {
      Files.createDirectories(folder);
      // No document's name begins with a dot. Two processes never write into one file.
      Path fresh = folder.resolve("." + name + "." + ProcessHandle.current().pid() + ".new");
      write(fresh, bytes);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
    left.put(name, State.of(file));
    return differs;
  }

  private static void write(Path fresh, byte[] bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }
}
