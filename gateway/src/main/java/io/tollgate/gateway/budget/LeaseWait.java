package io.tollgate.gateway.budget;

import java.util.function.Consumer;

/** A request that waits until it is worth trying again to hold money for it. */
public final class LeaseWait {

  private final LeaseShortage shortage;
  private final Consumer<Boolean> told;
  private volatile boolean cancelled;

  LeaseWait(LeaseShortage shortage, Consumer<Boolean> told) {
    this.shortage = shortage;
    this.told = told;
  }

  LeaseShortage shortage() {
    return shortage;
  }

  /** It waits no longer, and need not be told. */
  public void cancel() {
    cancelled = true;
  }

  boolean isCancelled() {
    return cancelled;
  }

  void tell(boolean answered) {
    told.accept(answered);
  }
}
