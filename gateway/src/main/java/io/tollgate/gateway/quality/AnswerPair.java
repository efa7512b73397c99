package io.tollgate.gateway.quality;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.verify.Agreement;
import io.tollgate.adapters.verify.AnswerComparison;
import io.tollgate.adapters.verify.AnswerVerifier;
import io.tollgate.adapters.verify.Verdict;

/**
 * What can be said of two answers to one question without understanding them.
 *
 * @param ownFails whether the client's answer is none by its form
 * @param otherFails whether the other one is
 * @param agree whether they say the same
 */
record AnswerPair(boolean ownFails, boolean otherFails, boolean agree) {

  /** Looks at a sample and the answer of another model; takes longer where they are long. */
  static AnswerPair of(Sample sample, Completion other) {
    return new AnswerPair(
        fails(sample, sample.completion()),
        fails(sample, other),
        AnswerComparison.compare(sample.completion(), other) == Agreement.AGREED);
  }

  private static boolean fails(Sample sample, Completion answer) {
    return AnswerVerifier.verify(sample.conversation(), answer) instanceof Verdict.Failed;
  }
}
