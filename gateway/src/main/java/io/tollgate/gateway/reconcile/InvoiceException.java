package io.tollgate.gateway.reconcile;

import java.io.IOException;

/** An invoice that cannot be read or compared; the message says where and what to do. */
public final class InvoiceException extends IOException {

  private static final long serialVersionUID = 1;

  InvoiceException(String message) {
    super(message);
  }

  InvoiceException(String source, long lineNumber, String message) {
    super(source + ":" + lineNumber + ": " + message);
  }
}
