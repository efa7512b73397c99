package io.tollgate.gateway.exchange;

import io.tollgate.adapters.conversation.ConversationTrail;
import io.tollgate.adapters.dialect.ClientCall;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.CallTerms;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.price.Rating;
import io.tollgate.policies.tax.Circumstances;
import io.tollgate.policies.tax.ComputeTax;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.Usage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one request beside its bill: what its conversation had sent before, and where it
 * could have been answered for less. Used on one event loop.
 */
final class TaxFacts {

  private final Conversations conversations;
  private final String key;
  private final ClientCall call;
  private final @Nullable Deployment floor;
  private ConversationTrail trail = ConversationTrail.NONE;
  private Conversations.@Nullable Turn before;
  private boolean recalled;

  /**
   * Of a request that has not been looked at.
   *
   * @param key the virtual key, by its id
   * @param floor the cheapest deployment that is adequate for it; {@code null} where there is none
   */
  TaxFacts(Conversations conversations, String key, ClientCall call, @Nullable Deployment floor) {
    this.conversations = conversations;
    this.key = key;
    this.call = call;
    this.floor = floor;
  }

  /** Looks its conversation up, while a provider is at work on it; later calls do nothing. */
  void recall() {
    if (!recalled) {
      recalled = true;
      trail = call.trail();
      before = conversations.latest(key, trail);
    }
  }

  /**
   * What is known of the whole answer with which the request ends, and of nothing else; it is what
   * the conversation's next request finds. To be asked once, since what was written to a cache is
   * redeemed but once.
   *
   * @param answered where the answer came from
   * @param priced the deployment or model whose price was applied, by its id
   * @param terms the terms that it was applied under
   * @param usage what it consumed
   * @param rating what that costs
   * @param prices the prices it was rated by
   * @param admittedAt the instant of them
   */
  Circumstances of(
      Deployment answered,
      String priced,
      CallTerms terms,
      Usage usage,
      Rating rating,
      PriceBook prices,
      Instant admittedAt) {
    recall();
    Conversations.Turn turn = before;
    WriteSurcharge unread = turn == null ? null : turn.surcharge();
    Circumstances circumstances = Circumstances.NONE;
    WriteSurcharge written = null;
    if (rating instanceof Rating.Priced bill) {
      long writes = usage.inCacheWrite5m() + usage.inCacheWrite1h() + usage.inCacheWriteOther();
      long inputUnitPico =
          writes == 0
              ? Circumstances.UNKNOWN
              : prices.unitPico(
                  priced, terms, Meter.IN_UNCACHED, usage.totalInput(), admittedAt, admittedAt);
      circumstances =
          new Circumstances(
              floorCost(answered, usage, bill, prices, admittedAt),
              turn == null ? 0 : turn.inputTokens(),
              inputUnitPico,
              unread == null || usage.inCacheRead() == 0
                  ? Picodollars.ZERO
                  : unread.redeem(answered.id(), usage.inCacheRead()));
      Picodollars surcharge = ComputeTax.writeSurcharge(bill.lines(), inputUnitPico);
      if (surcharge.pico() > 0) {
        written = new WriteSurcharge(answered.id(), writes, surcharge);
      }
    }
    if (!trail.isEmpty()) {
      // Who writes again has not found what was written before; else it may still be read.
      conversations.remember(
          key,
          trail,
          new Conversations.Turn(usage.totalInput(), written == null ? unread : written));
    }
    return circumstances;
  }

  /** What it would have cost at the floor; {@code null} where that is not less. */
  private @Nullable Picodollars floorCost(
      Deployment answered, Usage usage, Rating.Priced bill, PriceBook prices, Instant admittedAt) {
    Deployment cheapest = floor;
    if (cheapest == null || cheapest.id().equals(answered.id())) {
      return null;
    }
    Picodollars cost = prices.total(cheapest.id(), usage, admittedAt, admittedAt);
    return cost == null || cost.compareTo(bill.total()) >= 0 ? null : cost;
  }
}
