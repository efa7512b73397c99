package io.tollgate.gateway.store;

import java.io.IOException;

/**
 * A change of a document that cannot be called done, and not undone either: the store fell silent
 * while it was asked, or has it and this node's copy could not be written.
 */
public final class UnsettledChangeException extends IOException {
  private static final long serialVersionUID = 1;

  UnsettledChangeException(String message, Throwable cause) {
    super(message, cause);
  }
}
