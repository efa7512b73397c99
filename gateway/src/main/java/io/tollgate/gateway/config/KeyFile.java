package io.tollgate.gateway.config;

import io.tollgate.gateway.keys.VirtualKey;
import io.tollgate.gateway.keys.VirtualKeys;
import io.tollgate.policies.yaml.Parsed;
import io.tollgate.policies.yaml.YamlReader;
import io.tollgate.policies.yaml.YamlType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;

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

  private static @org.jspecify.annotations.Nullable String text(
      @org.jspecify.annotations.Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  /** Writes the keys, replacing the file as a whole so that no reader sees a half of it. */
  public static void write(Path file, List<VirtualKey> keys) throws IOException {
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
      yaml.append("    name: \"")
          .append(key.name().replace("\\", "\\\\").replace("\"", "\\\""))
          .append("\"\n");
      yaml.append("    sha256: \"").append(key.secretSha256()).append("\"\n");
      if (key.revokedAt() != null) {
        yaml.append("    revoked_at: ").append(key.revokedAt()).append('\n');
      }
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(fresh, yaml);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
