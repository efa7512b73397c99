package io.tollgate.gateway.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Where SQLite's native library is unpacked: {@code <dir>/native}. In the common temporary folder
 * every killed gateway would leave a copy behind; here the next start puts its own in its place.
 *
 * <p>The driver's loader could do it too. It then reads the copy and the original side by side,
 * byte by byte, which is work for the first second of a start.
 */
final class SqliteLibrary {

  private static final Logger LOG = LoggerFactory.getLogger(SqliteLibrary.class);
  private static final String FOLDER_FOR_LOADER = "org.sqlite.tmpdir";
  private static final String UNPACKED = "org.sqlite.lib.path";
  private static final String LEFT_BY_LOADER = "sqlite-";

  private SqliteLibrary() {}

  /**
   * Unpacks it there and has it taken from there, unless an operator says where by the properties
   * of the driver. Only for the one who has the directory's lock, before a store is opened.
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
    if (System.getProperty(FOLDER_FOR_LOADER) != null || System.getProperty(UNPACKED) != null) {
      return;
    }
    String unpacked = folder.toAbsolutePath().toString();
    // Also for a platform whose library is not where it is looked for.
    System.setProperty(FOLDER_FOR_LOADER, unpacked);
    if (unpack(folder)) {
      System.setProperty(UNPACKED, unpacked);
    }
  }

  /** False where the driver has none for this platform. */
  private static boolean unpack(Path folder) throws IOException {
    String name = LibraryLoaderUtil.getNativeLibName();
    String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
    try (InputStream library = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (library == null) {
        return false;
      }
      // A new file, lest one that another process has mapped changes below it.
      Files.copy(library, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      return true;
    }
  }

  private static List<Path> leftOvers(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(LEFT_BY_LOADER))
          .toList();
    }
  }
}
