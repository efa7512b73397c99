package io.tollgate.bench.load;

/**
 * How each connection of a {@link Swarm} behaves.
 *
 * @param first bytes sent when connected, one for each character
 * @param eachTick bytes sent at every tick after that, likewise
 * @param reading how it reads what it is sent
 */
public record Manner(String first, String eachTick, Reading reading) {

  /** How a connection reads. */
  public enum Reading {
    /** The first byte, and no other. */
    NOTHING,
    /** One byte at every tick. */
    BYTE_PER_TICK,
    /** All that comes. */
    EVERYTHING
  }

  /** One that sends its bytes and reads only the beginning of what comes back. */
  public static Manner silent(String first) {
    return new Manner(first, "", Reading.NOTHING);
  }

  /** One that sends its bytes and reads a byte a tick. */
  public static Manner sipping(String first) {
    return new Manner(first, "", Reading.BYTE_PER_TICK);
  }

  /** One that goes on sending a little, and reads everything. */
  public static Manner dripping(String first, String eachTick) {
    return new Manner(first, eachTick, Reading.EVERYTHING);
  }
}
