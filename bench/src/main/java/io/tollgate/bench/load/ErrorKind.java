package io.tollgate.bench.load;

import java.util.Locale;

/** Why a request did not get a whole answer. */
public enum ErrorKind {
  /** No connection could be opened. */
  CONNECT,
  /** The connection broke before the answer was whole. */
  BROKEN,
  /** The answer was not whole in time. */
  TIMEOUT,
  /** A status from 300 to 499. */
  STATUS_4XX,
  /** A status of 500 or more. */
  STATUS_5XX,
  /** A stream told of an error. */
  ERROR_EVENT,
  /** A stream ended in good order, but without {@code [DONE]}. */
  TRUNCATED,
  /** The answer was not HTTP. */
  PROTOCOL;

  /** The name in reports. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
