package io.tollgate.gateway.ledger;

import java.io.IOException;

/**
 * The disk cannot be relied on: a sync failed, or bytes that were acknowledged are gone. There is
 * no second try, for a sync that is repeated may claim success for data that is lost.
 */
final class SyncFailure extends IOException {

  private static final long serialVersionUID = 1L;

  SyncFailure(IOException cause) {
    super("it cannot be synced: " + cause.getMessage(), cause);
  }

  SyncFailure(String message) {
    super(message);
  }
}
