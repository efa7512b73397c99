package io.tollgate.gateway.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * Who a gateway is among others: whoever has its ledger.
 *
 * @param id of the ledger, for as long as it exists
 * @param name as it is configured, for people
 */
public record NodeIdentity(UUID id, String name) {

  private static final String FILE = "node-id";

  /**
   * The identity of a ledger, which gets one where it has none.
   *
   * @throws IOException if it cannot be read or written, or is not one
   */
  public static NodeIdentity of(Path dataDir, String name) throws IOException {
    Path file = dataDir.resolve(FILE);
    if (!Files.exists(file)) {
      Files.createDirectories(dataDir);
      Path fresh = dataDir.resolve(FILE + ".new");
      Files.writeString(fresh, UUID.randomUUID() + "\n", StandardCharsets.US_ASCII);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
    String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
    try {
      return new NodeIdentity(UUID.fromString(text), name);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is not the identity of a node: " + text, e);
    }
  }
}
