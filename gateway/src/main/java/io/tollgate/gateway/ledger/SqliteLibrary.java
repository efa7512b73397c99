package io.tollgate.gateway.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where SQLite's native library is unpacked: {@code <dir>/native}. In the common temporary folder
 * every killed gateway would leave a copy behind; here the next start takes it away.
 */
final class SqliteLibrary {

  private static final Logger LOG = LoggerFactory.getLogger(SqliteLibrary.class);
  private static final String PROPERTY = "org.sqlite.tmpdir";
  private static final String PREFIX = "sqlite-";

  private SqliteLibrary() {}

  /**
   * Has it unpacked there, unless an operator says where by the same property. Only for the one who
   * has the directory's lock, before a store is opened.
   */
  static void unpackInto(Path directory) throws IOException {
    Path folder = directory.resolve("native");
    Files.createDirectories(folder);
    for (Path left : leftOvers(folder)) {
      try {
        Files.deleteIfExists(left);
      } catch (IOException e) {
        LOG.debug("{} is left there", left, e);
      }
    }
    if (System.getProperty(PROPERTY) == null) {
      System.setProperty(PROPERTY, folder.toAbsolutePath().toString());
    }
  }

  private static List<Path> leftOvers(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith(PREFIX)).toList();
    }
  }
}
