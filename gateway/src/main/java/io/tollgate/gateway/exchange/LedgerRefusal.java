package io.tollgate.gateway.exchange;

import io.tollgate.gateway.ledger.LedgerException;

/** What a client is told where the ledger takes no entry for its request; always with 503. */
public enum LedgerRefusal {
  /** The ledger has too much to do, or its disk is too slow. */
  BUSY("ledger_busy", "The gateway's ledger is too slow for another request just now.", 1_000),
  /** No request can begin until there is room on the ledger's disk. */
  FULL(
      "ledger_full",
      "The gateway's ledger has no room for another request; it goes on by itself once there is.",
      5_000),
  /** No entry can be written until the gateway is started again. */
  UNAVAILABLE(
      "ledger_unavailable",
      "The gateway's ledger has failed; this gateway does nothing more until its restart.",
      30_000);

  private final String code;
  private final String message;
  private final long retryAfterMs;

  LedgerRefusal(String code, String message, long retryAfterMs) {
    this.code = code;
    this.message = message;
    this.retryAfterMs = retryAfterMs;
  }

  /** What a failure of the ledger is to the client. */
  public static LedgerRefusal of(Throwable cause) {
    if (!(cause instanceof LedgerException refusal)) {
      return UNAVAILABLE;
    }
    return switch (refusal.kind()) {
      case BUSY -> BUSY;
      case FULL -> FULL;
      case FAILED, UNUSABLE, REFUSED -> UNAVAILABLE;
    };
  }

  /** The code of the error. */
  public String code() {
    return code;
  }

  /** One sentence. */
  public String message() {
    return message;
  }

  /** Milliseconds after which it may be worth while to try again. */
  public long retryAfterMs() {
    return retryAfterMs;
  }
}
