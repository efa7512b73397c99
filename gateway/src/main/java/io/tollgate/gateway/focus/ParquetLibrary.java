package io.tollgate.gateway.focus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DuckDB, which writes Parquet files, and its native library.
 *
 * <p>Its driver unpacks 70 MB into {@code java.io.tmpdir} at the first connection of a process and
 * deletes them when the process ends in order. No property sends them elsewhere. A process that is
 * killed would leave them there, so the file is taken away as soon as the library is loaded, where
 * the system says which one it is and lets a loaded file go (Linux).
 */
final class ParquetLibrary {

  /** The file of the database. */
  static final String DATABASE = "rows.duckdb";

  private static final Path MAPS = Path.of("/proc/self/maps");

  /** A line of the map: of a file that was taken away already it does not end with the name. */
  private static final Pattern UNPACKED =
      Pattern.compile(
          "("
              + Pattern.quote(Path.of(System.getProperty("java.io.tmpdir")).toString())
              + "/libduckdb_java\\d+\\.so)$");

  private static final Logger LOG = LoggerFactory.getLogger(ParquetLibrary.class);

  private ParquetLibrary() {}

  /**
   * Opens a new database for the use of one writer: one thread, no more than 256 MB of memory,
   * nothing fetched from the network.
   *
   * @param temporary an empty folder for it, as {@link #DATABASE}
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
      Connection connection =
          new DuckDBDriver()
              .connect("jdbc:duckdb:" + temporary.toAbsolutePath().resolve(DATABASE), settings);
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

  private static void takeAway() {
    if (!Files.isReadable(MAPS)) {
      return;
    }
    try (Stream<String> lines = Files.lines(MAPS)) {
      for (Path unpacked :
          lines.map(ParquetLibrary::unpacked).flatMap(Optional::stream).distinct().toList()) {
        Files.deleteIfExists(unpacked);
      }
    } catch (IOException e) {
      LOG.debug("what the driver unpacked is left there until the end", e);
    }
  }

  /**
   * The file that a line names, where it is one that the driver unpacked and not anybody else's.
   */
  private static Optional<Path> unpacked(String line) {
    Matcher path = UNPACKED.matcher(line);
    return path.find() ? Optional.of(Path.of(path.group(1))) : Optional.empty();
  }
}
