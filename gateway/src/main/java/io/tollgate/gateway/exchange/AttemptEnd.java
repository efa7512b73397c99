package io.tollgate.gateway.exchange;

import io.tollgate.gateway.ledger.Entry;
import io.tollgate.gateway.upstream.Permit;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import org.jspecify.annotations.Nullable;

/** How an attempt ended, as far as money is concerned. */
sealed interface AttemptEnd {

  /**
   * The provider did work that is paid for.
   *
   * @param outcome how it ended
   * @param status the provider's HTTP status, or 0 where there was none
   * @param servedModel the model it says it served
   * @param servedTier the service tier it says it served in
   * @param region the region it says it served in
   * @param providerRequest its own id of the call
   * @param usage what was consumed
   * @param quality how that is known
   * @param ttftMs milliseconds from dispatch to the first content byte, or -1
   */
  record Billed(
      Entry.Outcome outcome,
      int status,
      @Nullable String servedModel,
      @Nullable String servedTier,
      @Nullable String region,
      @Nullable String providerRequest,
      Usage usage,
      UsageQuality quality,
      long ttftMs)
      implements AttemptEnd {

    /** Whether the provider gave a whole answer. */
    boolean isComplete() {
      return outcome == Entry.Outcome.COMPLETE;
    }

    /** The same bill for an attempt that ended in another way. */
    Billed as(Entry.Outcome other) {
      return new Billed(
          other, status, servedModel, servedTier, region, providerRequest, usage, quality, ttftMs);
    }
  }

  /** Puts right what the account that it was sent with was expected to be asked for. */
  default void correct(Permit permit) {
    switch (this) {
      case Billed billed -> permit.used(billed.usage());
      case Unbilled(int status, String _) -> {
        if (status == 0) {
          permit.unsent();
        } else {
          // It was a request, though it came to no tokens.
          permit.used(Usage.NONE);
        }
      }
    }
  }

  /**
   * Nothing is owed for it.
   *
   * @param status the provider's HTTP status, or 0 where there was none
   * @param reason why nothing is owed
   */
  record Unbilled(int status, String reason) implements AttemptEnd {}
}
