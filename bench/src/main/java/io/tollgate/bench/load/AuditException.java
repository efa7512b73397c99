package io.tollgate.bench.load;

import java.io.Serial;

/** A ledger does not have what a generator saw. */
final class AuditException extends Exception {

  @Serial private static final long serialVersionUID = 1;

  AuditException(String message) {
    super(message);
  }
}
