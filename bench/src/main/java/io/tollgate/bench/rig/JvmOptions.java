package io.tollgate.bench.rig;

import io.tollgate.gateway.Gateway;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The options of the JVM that a gateway is run with, from the file that has them for all. */
final class JvmOptions {

  private static final String FILE = "jvm.options";

  private JvmOptions() {}

  /** As arguments for {@code java}, in the order of the file. */
  static List<String> read() throws IOException {
    try (InputStream in = Objects.requireNonNull(Gateway.class.getResourceAsStream(FILE), FILE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    }
  }
}
