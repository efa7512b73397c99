package io.tollgate.gateway.focus;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.databind.node.ObjectNode;

/**
 * A file of an export that is whole but still has its temporary name.
 *
 * @param partial where it is
 * @param target where it belongs
 * @param dataset what is in it
 * @param rows how many
 * @param schema metadata of its columns
 */
record WrittenFile(Path partial, Path target, String dataset, long rows, ObjectNode schema) {

  /** The name that a file has until it is whole: beside its place, hidden. */
  static Path partial(Path target) {
    return target.resolveSibling("." + target.getFileName() + ".partial");
  }

  /** Its SHA-256 in lowercase hex. */
  String sha256() throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(partial), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Gives it its name. */
  void move() throws IOException {
    Files.move(
        partial, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
