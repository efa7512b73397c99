package io.tollgate.gateway.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Opens text files, unpacking those that are packed. */
final class DataFile {

  private static final int BUFFER_BYTES = 1 << 16;

  private DataFile() {}

  /** A reader of UTF-8; broken bytes are replaced, so that one prompt does not stop a run. */
  static BufferedReader open(Path file) throws IOException {
    InputStream bytes = Files.newInputStream(file);
    try {
      if (file.toString().endsWith(".gz")) {
        bytes = new GZIPInputStream(bytes, BUFFER_BYTES);
      }
    } catch (IOException e) {
      bytes.close();
      throw new RoutingDataException(file.getFileName() + ": not a gzip file");
    }
    return new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8), BUFFER_BYTES);
  }
}
