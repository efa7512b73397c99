package io.tollgate.gateway.quality;

/**
 * What a judge found of two answers that it read twice, each of them first once.
 *
 * @param answerPpm how good the answer is, in millionths
 * @param referencePpm how good that of the reference is
 * @param consistent whether both readings preferred the same; where they did not, or one preferred
 *     none, the answers count as equally good
 */
record PairVerdict(int answerPpm, int referencePpm, boolean consistent) {

  private static final int PPM_PER_POINT = Judgement.PPM / JudgeReply.BEST;

  /**
   * The verdict of two readings.
   *
   * @param answerFirst what was said where the answer was read before that of the reference
   * @param referenceFirst what was said the other way round
   */
  static PairVerdict of(JudgeReply answerFirst, JudgeReply referenceFirst) {
    int answer = answerFirst.first() + referenceFirst.second();
    int reference = answerFirst.second() + referenceFirst.first();
    boolean consistent =
        Integer.signum(answerFirst.first() - answerFirst.second())
            == Integer.signum(referenceFirst.second() - referenceFirst.first());
    if (consistent) {
      return new PairVerdict(ppm(answer, 2), ppm(reference, 2), true);
    }
    int both = ppm(answer + reference, 4);
    return new PairVerdict(both, both, false);
  }

  private static int ppm(int points, int readings) {
    return points * PPM_PER_POINT / readings;
  }
}
