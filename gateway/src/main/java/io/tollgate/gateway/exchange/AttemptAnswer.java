package io.tollgate.gateway.exchange;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.verify.Verdict;
import io.tollgate.gateway.ledger.Entry;
import io.tollgate.policies.catalog.Deployment;
import org.jspecify.annotations.Nullable;

/** What one attempt answered and what became of it, for who looks at it; mostly nobody does. */
final class AttemptAnswer {

  private final int attempt;
  private final Deployment deployment;
  private @Nullable KeptAnswer kept;
  private Entry.@Nullable Settle bill;
  private @Nullable Verdict verdict;

  /** Nothing yet. */
  AttemptAnswer(int attempt, Deployment deployment) {
    this.attempt = attempt;
    this.deployment = deployment;
  }

  /** It comes, and is to be kept where there is a place for it. */
  @Nullable KeptAnswer begin(@Nullable KeptAnswer place) {
    kept = place;
    return place;
  }

  /** The bill of it is on its way to the ledger. */
  void settled(Entry.Settle settle) {
    bill = settle;
  }

  /** What a look at it found. */
  void verified(Verdict found) {
    verdict = found;
  }

  /** The whole of it; {@code null} where it was not to be kept. */
  @Nullable Completion completion() {
    return kept == null ? null : kept.completion();
  }

  /** It is looked at no longer. */
  void forget() {
    if (kept != null) {
      kept.giveUp();
    }
  }

  /**
   * All that there is to be told; {@code null} where it is not settled, or was not whole or not to
   * be kept.
   */
  @Nullable WitnessedAnswer witnessed(boolean released) {
    Entry.Settle settle = bill;
    Completion completion = completion();
    return completion == null || settle == null
        ? null
        : new WitnessedAnswer(
            settle.request(),
            attempt,
            deployment,
            completion,
            released,
            verdict,
            settle.usage(),
            settle.quality(),
            settle.amount(),
            settle.ttftMs(),
            settle.totalMs());
  }
}
