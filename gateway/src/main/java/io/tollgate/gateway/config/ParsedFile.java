package io.tollgate.gateway.config;

import io.tollgate.policies.yaml.Parsed;
import io.tollgate.policies.yaml.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A file from the disk to what it describes. */
final class ParsedFile {

  private ParsedFile() {}

  /** Turns the text of a named file into what it describes. */
  @FunctionalInterface
  interface Parser<T> {
    Parsed<T> parse(String file, String text);
  }

  /** Reads and parses a file, and notes that it was read. */
  static <T> Parsed<T> read(Path file, FileStates files, Parser<T> parser) {
    try {
      return parser.parse(file.toString(), files.read(file));
    } catch (IOException e) {
      return unreadable(
          file,
          "the file cannot be read (" + e.getClass().getSimpleName() + ")",
          "check that it exists, is UTF-8 and may be read");
    }
  }

  static <T> Parsed<T> unreadable(Path file, String message, String advice) {
    return new Parsed.Failed<>(List.of(new Problem(file.toString(), 1, 1, "", message, advice)));
  }
}
