package io.tollgate.gateway.focus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A file that rows of a data set are written to, one after the other; none of them is kept.
 *
 * <p>Not safe for use by several threads.
 *
 * @param <R> the rows
 */
interface TableFile<R> extends AutoCloseable {

  /**
   * Writes a row.
   *
   * @throws IOException where the disk does not take it
   */
  void write(R row) throws IOException;

  /**
   * Writes what is left, so that the file is whole.
   *
   * @throws IOException where the disk does not take it
   */
  void finish() throws IOException;

  /** Lets go of everything; the file is whole only after {@link #finish()}. */
  @Override
  void close() throws IOException;

  /**
   * Begins a file.
   *
   * @param temporary a directory for what is not the file itself
   */
  static <R> TableFile<R> create(
      FileFormat format, List<Column<R>> columns, Path file, Path temporary) throws IOException {
    return switch (format) {
      case CSV -> new CsvFile<>(columns, file);
      case PARQUET -> new ParquetFile<>(columns, file, temporary);
    };
  }
}
