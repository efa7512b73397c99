package io.tollgate.gateway.upstream;

import java.util.concurrent.TimeUnit;

/**
 * Which account a request would rather be sent with: weighted rendezvous hashing.
 *
 * <p>Every account draws a number from the same seed, and the lowest wins; over all seeds the
 * shares are as the weights, and where one account takes nothing, only its own requests move. The
 * seed is of the caller, so that what the caches of one account hold of its prompts is used; and of
 * the time, so that a caller who sends everything alone is spread by the weights as well.
 *
 * @see <a href="https://doi.org/10.1109/90.663936">Thaler, Ravishankar: Using name-based mappings
 *     to increase hit rates, 1998</a>
 */
final class AccountChoice {

  /** How long a caller stays with an account: twice as long as prompt caches usually live. */
  private static final long STAY_NANOS = TimeUnit.MINUTES.toNanos(10);

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final double UNIT = 0x1p-53;

  private AccountChoice() {}

  /**
   * The seed of a caller at a moment.
   *
   * @param affinity what all requests have in common that should stay together
   */
  static long seed(long affinity, long nowNanos) {
    long caller = mix(affinity);
    // Each caller moves at a time of its own.
    long stay = Math.floorDiv(nowNanos + Math.floorMod(caller, STAY_NANOS), STAY_NANOS);
    return mix(caller + stay * GOLDEN);
  }

  /**
   * What an account draws: the lowest wins. Exponentially distributed, at the rate of its weight.
   */
  static double draw(long seed, long account, int weight) {
    double uniform = ((mix(seed ^ account) >>> 11) + 1) * UNIT;
    return -StrictMath.log(uniform) / weight;
  }

  /** A number that tells an account by its name. */
  static long number(String name) {
    long number = 0;
    for (int i = 0; i < name.length(); i++) {
      number = mix(number + name.charAt(i));
    }
    return number;
  }

  /** The finalizer of SplitMix64: every bit depends on every other. */
  private static long mix(long bits) {
    long mixed = bits + GOLDEN;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
