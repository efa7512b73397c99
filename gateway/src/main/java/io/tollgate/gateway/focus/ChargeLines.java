package io.tollgate.gateway.focus;

import io.tollgate.gateway.ledger.ChargeLine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.stream.Stream;

/** The charges of a ledger as an export reads them. */
public interface ChargeLines extends AutoCloseable {

  /**
   * Charges that were recorded in a range of UTC days, ordered by day. They are read as they are
   * asked for; the stream has to be closed.
   *
   * @param from the first day
   * @param to the day after the last
   */
  Stream<ChargeLine> stream(LocalDate from, LocalDate to);

  /** The hash of the last record that these charges take in, in lowercase hex. */
  String rootHash();

  @Override
  void close();

  /** Opens the charges of a ledger. */
  @FunctionalInterface
  interface Opener {

    /**
     * The charges of the ledger in a directory.
     *
     * @throws IOException where it cannot be read
     */
    ChargeLines open(Path ledger) throws IOException;
  }
}
