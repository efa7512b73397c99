package io.tollgate.gateway.upstream;

/**
 * What one attempt takes of an account: a request and the tokens it is expected to come to, put
 * right when they are known.
 *
 * <p>Used by one event loop; the account that it is of is shared.
 */
final class Booking {

  private final AccountPlace place;
  private final long input;
  private final long output;
  private final long takenNanos;
  private final boolean probe;
  private boolean corrected;
  private boolean over;

  Booking(AccountPlace place, long input, long output, long takenNanos, boolean probe) {
    this.place = place;
    this.input = input;
    this.output = output;
    this.takenNanos = takenNanos;
    this.probe = probe;
  }

  AccountPlace place() {
    return place;
  }

  /** When it was made. */
  long takenNanos() {
    return takenNanos;
  }

  /** It came to so many tokens. Only the first word counts. */
  void used(long inputTokens, long outputTokens) {
    correct(0, inputTokens, outputTokens);
  }

  /** Nothing was sent. */
  void unused() {
    correct(-1, 0, 0);
  }

  private void correct(long requests, long inputTokens, long outputTokens) {
    if (!corrected) {
      corrected = true;
      place.correct(takenNanos, requests, inputTokens - input, outputTokens - output);
    }
  }

  /**
   * The attempt is over.
   *
   * @param sound whether it was answered in full
   * @return whether the account has proven itself by that
   */
  boolean ended(boolean sound) {
    if (over || !probe) {
      over = true;
      return false;
    }
    over = true;
    // In this order, so that nobody takes it for unproven in between and for the only probe.
    boolean proven = sound && place.account().proven();
    place.account().probeEnded();
    return proven;
  }
}
