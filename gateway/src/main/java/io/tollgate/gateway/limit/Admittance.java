package io.tollgate.gateway.limit;

/** What becomes of a request at its limits. */
public sealed interface Admittance {

  /** It fits into all of them, and is counted in all of them. */
  record Granted(Passage passage) implements Admittance {}

  /** It does not, and is counted in none. */
  record Refused(Objection objection) implements Admittance {}

  /**
   * It waits, counted in none.
   *
   * @param objection what it waits for
   * @param longestMs for how long at most
   */
  record Waits(Objection objection, long longestMs) implements Admittance {}
}
