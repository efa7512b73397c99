package io.tollgate.bench.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The SDKs for JavaScript, installed once for each lock file below {@code bench/target/js}.
 *
 * @param folder where they are, with the modules that drive them
 */
record NodeProject(Path folder) {

  private static final long INSTALL_MINUTES = 4;

  /** Those of this build; a test that asks for them is skipped where they cannot be had. */
  static synchronized NodeProject ofThisBuild() throws IOException, InterruptedException {
    Path bench = Path.of(System.getProperty("tollgate.root", "..")).resolve("bench");
    Path source = bench.resolve("src/test/js");
    Path folder = bench.resolve("target/js").resolve(fingerprint(source));
    Files.createDirectories(folder);
    copy(source, folder);
    if (!Files.exists(folder.resolve("node_modules/.package-lock.json"))) {
      install(folder);
    }
    return new NodeProject(folder);
  }

  private static String fingerprint(Path source) throws IOException {
    try {
      byte[] lock = Files.readAllBytes(source.resolve("package-lock.json"));
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(lock);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The modules are the project's own, and change more often than what they drive. */
  private static void copy(Path source, Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path relative = source.relativize(file);
        if (relative.startsWith("node_modules")) {
          continue;
        }
        Path target = folder.resolve(relative.toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static void install(Path folder) throws IOException, InterruptedException {
    Path log = folder.resolve("npm.log");
    List<String> command =
        List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
    Process npm;
    try {
      npm = start(folder, log, command);
    } catch (IOException e) {
      abort("Node.js and npm are needed to test the SDKs for JavaScript: " + e.getMessage());
      return;
    }
    boolean ended = npm.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES);
    if (!ended) {
      npm.destroyForcibly().waitFor();
    }
    String said = Files.readString(log);
    if (!ended
        || said.contains("ENOTFOUND")
        || said.contains("EAI_AGAIN")
        || said.contains("ECONNREFUSED")
        || said.contains("ETIMEDOUT")) {
      abort("npm cannot reach its registry: " + said.strip());
    }
    assertThat(npm.exitValue()).as("npm ci: %s", said).isZero();
  }

  private static Process start(Path folder, Path log, List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  /** Starts one of the modules, which reads from its standard input. */
  Process node(String module) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("node", module)
            .directory(folder.toFile())
            .redirectError(folder.resolve(module + ".err").toFile());
    // An SDK that finds a key of somebody's must not use it.
    builder.environment().keySet().removeIf(name -> name.endsWith("_API_KEY"));
    return builder.start();
  }

  /** What a module has complained about. */
  String complaints(String module) throws IOException {
    return Files.readString(folder.resolve(module + ".err"), StandardCharsets.UTF_8);
  }
}
