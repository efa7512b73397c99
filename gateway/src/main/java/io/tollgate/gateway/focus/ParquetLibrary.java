package io.tollgate.gateway.focus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

/**
 * DuckDB, which writes Parquet files, and its native library.
 *
 * <p>Its driver unpacks 70 MB into {@code java.io.tmpdir} at the first connection of a process and
 * deletes them when the process ends in order. No property sends them elsewhere. A process that is
 * killed would leave them there, so the file is taken away as soon as the library is loaded, where
 * the system says which one it is and lets a loaded file go (Linux).
 */
final class ParquetLibrary {

  private static final Path MAPS = Path.of("/proc/self/maps");
  private static final String FILE = "libduckdb_java";

  private ParquetLibrary() {}

  /**
   * Opens a database for the use of one writer: one thread, no more than 256 MB of memory, nothing
   * fetched from the network.
   *
   * @param temporary an existing folder for what does not fit into memory
   * @throws IOException where the library cannot be loaded
   */
  static DuckDBConnection open(Path temporary) throws IOException {
    Properties settings = new Properties();
    settings.setProperty("threads", "1");
    settings.setProperty("memory_limit", "256MB");
    settings.setProperty("temp_directory", temporary.toAbsolutePath().toString());
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    try {
      Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", settings);
      if (connection == null) {
        throw new IOException(
            "DuckDB did not take its own URL; is another version on the class path?");
      }
      takeAway();
      return connection.unwrap(DuckDBConnection.class);
    } catch (SQLException e) {
      throw new IOException(
          "cannot begin a Parquet file with the temporary folder " + temporary, e);
    } catch (LinkageError | IllegalStateException e) {
      throw new IOException(
          "cannot load DuckDB, which writes Parquet. It is unpacked into java.io.tmpdir ("
              + System.getProperty("java.io.tmpdir")
              + "), which needs 75 MB of room and has to allow programs; name another with"
              + " TOLLGATE_JAVA_OPTS=-Djava.io.tmpdir=DIR, or export CSV",
          e);
    }
  }

  private static void takeAway() throws IOException {
    if (!Files.isReadable(MAPS)) {
      return;
    }
    try (Stream<String> lines = Files.lines(MAPS)) {
      for (String path :
          lines.filter(line -> line.contains(FILE)).map(ParquetLibrary::path).distinct().toList()) {
        Files.deleteIfExists(Path.of(path));
      }
    }
  }

  /** The sixth field of a line: a path, followed by a note where the file is gone. */
  private static String path(String line) {
    return line.substring(line.indexOf('/')).replace(" (deleted)", "");
  }
}
