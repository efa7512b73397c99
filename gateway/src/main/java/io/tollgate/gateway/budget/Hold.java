package io.tollgate.gateway.budget;

/**
 * Money that is held for a request until its bill is known.
 *
 * @param expectedPico what it costs in the mean, in pico-dollars, at least 0
 * @param pico what it is not likely to exceed, at least as much: this is what is held
 * @param worstPico how far it may go, at least as much: room is kept for that
 */
public record Hold(long expectedPico, long pico, long worstPico) {

  /** Nothing. */
  public static final Hold NONE = exactly(0);

  public Hold {
    if (expectedPico < 0 || pico < expectedPico || worstPico < pico) {
      throw new IllegalArgumentException(
          "hold: "
              + expectedPico
              + ", "
              + pico
              + ", at worst "
              + worstPico
              + " (expected: 0 <= expected <= hold <= worst)");
    }
  }

  /** A request whose cost is known beforehand. */
  public static Hold exactly(long pico) {
    return new Hold(pico, pico, pico);
  }

  /** How much more than what is held it may come to. */
  long excess() {
    return worstPico - pico;
  }

  /** How much less than what is held it comes to in the mean. */
  long slack() {
    return pico - expectedPico;
  }

  /** What is still to be held when a part was paid. */
  Hold less(long paidPico) {
    return new Hold(
        Math.max(0, expectedPico - paidPico),
        Math.max(0, pico - paidPico),
        Math.max(0, worstPico - paidPico));
  }

  /** Enough for both. */
  public Hold plus(Hold other) {
    return new Hold(
        Sums.plus(expectedPico, other.expectedPico),
        Sums.plus(pico, other.pico),
        Sums.plus(worstPico, other.worstPico));
  }

  /** Enough for either. */
  Hold or(Hold other) {
    return new Hold(
        Math.max(expectedPico, other.expectedPico),
        Math.max(pico, other.pico),
        Math.max(worstPico, other.worstPico));
  }
}
