package io.tollgate.gateway.upstream;

/** How long a request waits for a place at owned capacity. */
final class Queueing {

  private Queueing() {}

  /**
   * The expected wait in milliseconds of one more request, by Sakasegawa's approximation of the
   * M/M/c queue: {@code S · ρ^(√(2(c+1)) − 1) / (c · (1 − ρ))}, with the places that are taken for
   * utilisation. It is next to nothing while there are places enough, and a whole service time
   * where the last place would be taken.
   *
   * @param inFlight places that are taken, at least 0
   * @param places places there are (c), at least 1
   * @param serviceMs how long a request holds its place (S), at least 0
   * @see <a href="https://doi.org/10.1007/BF02480186">Sakasegawa: An approximation formula for the
   *     queue GI/G/s, 1977</a>
   */
  static long waitMs(int inFlight, int places, long serviceMs) {
    // A request that finds no place is not sent at all, so that the queue stays finite.
    int taken = Math.clamp(inFlight, 0, places - 1);
    double utilisation = (double) taken / places;
    double power = StrictMath.pow(utilisation, StrictMath.sqrt(2.0 * (places + 1)) - 1);
    return Math.round(serviceMs * power / (places - taken));
  }
}
