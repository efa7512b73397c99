package io.tollgate.gateway.budget;

/**
 * Money that is held for a request until its bill is known.
 *
 * @param pico what it is not likely to exceed, in pico-dollars, at least 0: this is what is held
 * @param worstPico what it cannot exceed, in pico-dollars, at least {@code pico}: how far a budget
 *     may be overrun
 */
public record Hold(long pico, long worstPico) {

  /** Nothing. */
  public static final Hold NONE = new Hold(0, 0);

  public Hold {
    if (pico < 0 || worstPico < pico) {
      throw new IllegalArgumentException(
          "hold: " + pico + ", at worst " + worstPico + " (expected: 0 <= hold <= worst)");
    }
  }

  /** A request whose cost is known beforehand. */
  public static Hold exactly(long pico) {
    return new Hold(pico, pico);
  }

  /** How much more than what is held it may come to. */
  long excess() {
    return worstPico - pico;
  }

  /** What is still to be held when a part was paid. */
  Hold less(long paidPico) {
    return new Hold(Math.max(0, pico - paidPico), Math.max(0, worstPico - paidPico));
  }

  /** Enough for both. */
  public Hold plus(Hold other) {
    return new Hold(Sums.plus(pico, other.pico), Sums.plus(worstPico, other.worstPico));
  }

  /** Enough for either. */
  Hold or(Hold other) {
    return new Hold(Math.max(pico, other.pico), Math.max(worstPico, other.worstPico));
  }
}
