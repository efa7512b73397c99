package io.tollgate.gateway.focus;

import io.tollgate.gateway.ledger.ChargeLine;
import java.io.IOException;
import java.time.LocalDate;
import java.util.SortedMap;
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

  /** The hashes by node where gateways share a store, see {@link ExportOptions#nodeHashes}. */
  SortedMap<String, String> nodeHashes();

  @Override
  void close();

  /**
   * Opens the charges of a ledger.
   *
   * @param <S> where ledgers are
   */
  @FunctionalInterface
  interface Opener<S> {

    /**
     * The charges of the ledger, or ledgers, in a place.
     *
     * @throws IOException where it cannot be read
     */
    ChargeLines open(S place) throws IOException;
  }
}
