package io.tollgate.gateway.ledger;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The ledger cannot do what was asked; the message is a sentence for people. */
public final class LedgerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What the failure means for the caller. */
  public enum Kind {
    /** Too much is waiting, or the disk is too slow: a later attempt may succeed. */
    BUSY,
    /** The disk takes no more: nothing new is accepted until there is room, without a restart. */
    FULL,
    /** The entries contradict what is on the books: nothing was written; a bug of the caller. */
    REFUSED,
    /** The journal has failed or is closed: nothing is accepted until the process is restarted. */
    FAILED,
    /** The ledger's files cannot be used as they are; the message names what to do. */
    UNUSABLE
  }

  private final Kind kind;

  private LedgerException(
      Kind kind, String message, @Nullable Throwable cause, boolean withStackTrace) {
    super(message, cause, false, withStackTrace);
    this.kind = kind;
  }

  static LedgerException busy(String message) {
    return new LedgerException(Kind.BUSY, message, null, false);
  }

  static LedgerException full(String message, Throwable cause) {
    return new LedgerException(Kind.FULL, message, cause, false);
  }

  static LedgerException refused(String message) {
    return new LedgerException(Kind.REFUSED, message, null, true);
  }

  static LedgerException failed(String message, @Nullable Throwable cause) {
    return new LedgerException(Kind.FAILED, message, cause, true);
  }

  static LedgerException unusable(String message) {
    return new LedgerException(Kind.UNUSABLE, message, null, true);
  }

  static LedgerException unusable(String message, Throwable cause) {
    return new LedgerException(Kind.UNUSABLE, message, cause, true);
  }

  static LedgerException unreadable(SQLException e) {
    return unusable("The store cannot be read: " + e.getMessage(), e);
  }

  /** What the failure means for the caller. */
  public Kind kind() {
    return kind;
  }
}
