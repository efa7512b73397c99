package io.tollgate.bench.provider;

import org.jspecify.annotations.Nullable;

/**
 * All that goes into the words of an answer.
 *
 * @param createdSeconds when it was made, in seconds of Unix time
 * @param fault what is to be wrong with it, or {@code null}
 */
record Saying(
    Answer answer, Turn turn, SimulatedModel model, long createdSeconds, @Nullable Fault fault) {

  /** What the model consumed, as the provider says it. */
  Counts counts() {
    return new Counts(answer.usage(), fault);
  }

  /** Whether the end of the answer is to be left out. */
  boolean endless() {
    return fault == Fault.Oddity.NO_FINISH;
  }
}
