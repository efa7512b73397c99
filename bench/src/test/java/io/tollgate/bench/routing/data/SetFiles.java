package io.tollgate.bench.routing.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes the files of a set. */
public final class SetFiles {

  private SetFiles() {}

  /** Writes text; packed where the name ends in .gz. */
  public static void write(Path file, String text) throws IOException {
    try (OutputStream plain = Files.newOutputStream(file);
        OutputStream out = file.toString().endsWith(".gz") ? new GZIPOutputStream(plain) : plain) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** A line of a prompts file. */
  static String prompt(String id, String category, String text) {
    return "{\"prompt_id\": \"%s\", \"dataset\": \"d\", \"category\": \"%s\", \"prompt\": \"%s\"}\n"
        .formatted(id, category, text.replace("\n", "\\n").replace("\"", "\\\""));
  }
}
