package io.tollgate.gateway.cli;

import io.tollgate.gateway.config.DirectoryEditor;
import io.tollgate.gateway.config.FileDirectory;
import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.config.NodeDocuments;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Which keys a command is about: those of a file, or of a document that several nodes share. */
final class KeyFileOption {

  @Mixin private ConfigOption config;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "The file of keys (default: the configuration's, which may be a document of its store;"
              + " else keys.yaml).")
  private @Nullable Path file;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  KeyFileOption() {}

  /** Where the keys are kept and changed: a file, or a document of the configuration's store. */
  DirectoryEditor directory() throws IOException, InvalidFilesException {
    if (file != null) {
      return new FileDirectory(file);
    }
    return config.isPresent()
        ? NodeDocuments.directoryOf(config.read())
        : new FileDirectory(Path.of("keys.yaml"));
  }

  /** Who edits, for people. */
  static String editor() {
    return System.getProperty("user.name", "somebody");
  }
}
