package io.tollgate.bench.holds;

/**
 * What came of one rule.
 *
 * @param requests all that came
 * @param refused of them
 * @param falselyRefused refused although they would have fitted beside all that was admitted until
 *     then and the false refusals before them in the same window
 * @param aloneFits refused although each for itself would have fitted beside what was admitted
 *     until then: of a row of these, money for one is counted for all
 * @param overspentWindows windows in which more was spent than the limit
 * @param overspentPpm the furthest that one of them went beyond the limit, in millionths of it
 * @param usedPpm of the limits, in the mean, what was spent in windows that refused something
 */
record HoldOutcome(
    int requests,
    int refused,
    int falselyRefused,
    int aloneFits,
    int overspentWindows,
    long overspentPpm,
    long usedPpm) {

  double falseShare() {
    return refused == 0 ? 0 : (double) falselyRefused / refused;
  }
}
