package io.tollgate.gateway.config;

import io.tollgate.gateway.keys.VirtualKey;
import io.tollgate.gateway.keys.VirtualKeys;
import io.tollgate.policies.yaml.Parsed;
import io.tollgate.policies.yaml.YamlReader;
import io.tollgate.policies.yaml.YamlType;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads and writes the file of virtual keys: digests only, never a key itself. */
public final class KeyFile {

  private static final YamlType<String> ID =
      YamlType.text("12 hexadecimal digits", text -> text.matches("[0-9a-f]{12}"));
  private static final YamlType<String> DIGEST =
      YamlType.text("64 hexadecimal digits", text -> text.matches("[0-9a-f]{64}"));

  private KeyFile() {}

  /** Reads the keys of a file's text. */
  public static Parsed<VirtualKeys> parse(String file, String text) {
    return YamlReader.read(
        file,
        text,
        root ->
            VirtualKeys.of(
                root.listOrEmpty("keys")
                    .eachMap(key ->
                        new VirtualKey(
                            key.required("id", ID),
                            key.required("name", YamlType.text()),
                            key.required("sha256", DIGEST),
                            text(key.optional("revoked_at", YamlType.instant()))))));
  }

  /** Reads the keys that a gateway is to accept, and notes the file. */
  static Parsed<VirtualKeys> read(Path file, FileStates files) {
    try {
      return parse(file.toString(), files.read(file));
    } catch (IOException e) {
      return ParsedFile.unreadable(
          file,
          "the file of virtual keys cannot be read",
          "make a first key with `tollgate keys create --name NAME`");
    }
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  /** Reads the keys of a file; none where there is no file. */
  public static List<VirtualKey> read(Path file) throws IOException, InvalidFilesException {
    if (!Files.exists(file)) {
      return List.of();
    }
    return switch (parse(file.toString(), Files.readString(file))) {
      case Parsed.Ok<VirtualKeys>(VirtualKeys keys) -> keys.all();
      case Parsed.Failed<VirtualKeys> failed -> throw new InvalidFilesException(failed.problems());
    };
  }

  /**
   * Changes the keys of a file, which is made if it does not exist. One at a time: of two edits at
   * once the second fails, so that none is lost.
   *
   * @param change is handed the keys of the file, to be changed in place
   * @throws IOException if the file cannot be replaced, or is being changed by another process
   */
  public static void edit(Path file, Consumer<List<VirtualKey>> change)
      throws IOException, InvalidFilesException {
    Path target = target(file);
    Path fresh = fresh(target);
    try (FileChannel channel =
        FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      try {
        List<VirtualKey> keys = new ArrayList<>(read(target));
        change.accept(keys);
        replace(target, fresh, channel, keys);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (FileAlreadyExistsException e) {
      throw new IOException(
          "Another command is changing " + file + ". If none is, delete " + fresh + ".", e);
    }
  }

  /** Writes the keys of a file whatever was in it. */
  public static void write(Path file, List<VirtualKey> keys) throws IOException {
    Path target = target(file);
    Path fresh = fresh(target);
    OpenOption[] anew = {
      StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE
    };
    try (FileChannel channel = FileChannel.open(fresh, anew)) {
      replace(target, fresh, channel, keys);
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
  private static void replace(Path target, Path fresh, FileChannel channel, List<VirtualKey> keys)
      throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(yaml(keys));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(true);
    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String yaml(List<VirtualKey> keys) {
    StringBuilder yaml =
        new StringBuilder(
                "# Virtual keys. Only digests are kept: a lost key is replaced, not found.\n")
            .append("keys:");
    if (keys.isEmpty()) {
      yaml.append(" []");
    }
    yaml.append('\n');
    for (VirtualKey key : keys) {
      yaml.append("  - id: \"").append(key.id()).append("\"\n");
      yaml.append("    name: ").append(quoted(key.name())).append('\n');
      yaml.append("    sha256: \"").append(key.secretSha256()).append("\"\n");
      if (key.revokedAt() != null) {
        yaml.append("    revoked_at: ").append(key.revokedAt()).append('\n');
      }
    }
    return yaml.toString();
  }

  /** A double-quoted YAML text; what YAML cannot hold as it is, is escaped. */
  private static String quoted(String text) {
    StringBuilder yaml = new StringBuilder(text.length() + 2).append('"');
    text.codePoints()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            yaml.append('\\').appendCodePoint(c);
          } else if (isPlain(c)) {
            yaml.appendCodePoint(c);
          } else {
            yaml.append(String.format("\\U%08X", c));
          }
        });
    return yaml.append('"').toString();
  }

  private static boolean isPlain(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
