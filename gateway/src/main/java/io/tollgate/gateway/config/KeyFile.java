package io.tollgate.gateway.config;

import io.tollgate.gateway.keys.Directory;
import io.tollgate.gateway.keys.VirtualKey;
import io.tollgate.gateway.store.Document;
import io.tollgate.policies.yaml.Parsed;
import io.tollgate.policies.yaml.YamlBounds;
import io.tollgate.policies.yaml.YamlReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Reads and writes the file of virtual keys, whose they are and what they may spend. Of keys it has
 * digests only.
 */
public final class KeyFile {

  /**
   * Enough for a hundred thousand keys with their usual fields, which are 300 bytes and a dozen
   * values each; as much as a document of the store holds.
   */
  static final YamlBounds BOUNDS = new YamlBounds(Document.BYTES_MAX, 2_000_000);

  private KeyFile() {}

  /** Reads a file's text. */
  public static Parsed<Directory> parse(String file, String text) {
    return YamlReader.readLong(file, text, BOUNDS, "keys", DirectoryYaml::key, DirectoryYaml::read);
  }

  /** What the file of a directory has in it. */
  public static String text(Directory directory) {
    return DirectoryYaml.write(directory);
  }

  /** Reads what a gateway is to go by, and notes the file. */
  static Parsed<Directory> read(Path file, FileStates files) {
    try {
      return parse(file.toString(), files.read(file));
    } catch (IOException e) {
      return ParsedFile.unreadable(
          file,
          "the file of virtual keys cannot be read",
          "make a first key with `tollgate keys create --name NAME`");
    }
  }

  /** Reads a file; nobody is in it where there is no file. */
  public static Directory read(Path file) throws IOException, InvalidFilesException {
    if (!Files.exists(file)) {
      return Directory.of(List.of());
    }
    return switch (parse(file.toString(), Files.readString(file))) {
      case Parsed.Ok<Directory>(Directory directory) -> directory;
      case Parsed.Failed<Directory> failed -> throw new InvalidFilesException(failed.problems());
    };
  }

  /**
   * Changes a file, which is made if it does not exist. One at a time: of two edits at once the
   * second fails, so that none is lost.
   *
   * @param change makes what is to be in the file of what is in it
   * @return what is in the file now
   * @throws IllegalArgumentException from the change, and then the file is as it was
   * @throws IOException if the file cannot be replaced, or is being changed by another process
   */
  public static Directory edit(Path file, UnaryOperator<Directory> change)
      throws IOException, InvalidFilesException {
    Path target = target(file);
    Path fresh = fresh(target);
    try (FileChannel channel =
        FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      try {
        Directory next = change.apply(read(target));
        replace(target, fresh, channel, next);
        return next;
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (FileAlreadyExistsException e) {
      throw new IOException(
          "Another command is changing " + file + ". If none is, delete " + fresh + ".", e);
    }
  }

  /** Writes a file of keys whatever was in it. */
  public static void write(Path file, List<VirtualKey> keys) throws IOException {
    write(file, Directory.of(keys));
  }

  /** Writes a file whatever was in it. */
  public static void write(Path file, Directory directory) throws IOException {
    Path target = target(file);
    Path fresh = fresh(target);
    OpenOption[] anew = {
      StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE
    };
    try (FileChannel channel = FileChannel.open(fresh, anew)) {
      replace(target, fresh, channel, directory);
    }
  }

  /** Where a link leads: it is the file that is replaced. */
  private static Path target(Path file) throws IOException {
    if (Files.exists(file)) {
      return file.toRealPath();
    }
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    return target;
  }

  private static Path fresh(Path target) {
    return target.resolveSibling(target.getFileName() + ".new");
  }

  /** Replaces the file as a whole, so that no reader and no crash sees a half of it. */
  private static void replace(Path target, Path fresh, FileChannel channel, Directory directory)
      throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text(directory));
    if (bytes.remaining() > BOUNDS.characters()) {
      throw new IOException(
          target + " would have more than the " + BOUNDS.characters() + " bytes that are read");
    }
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(true);
    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
