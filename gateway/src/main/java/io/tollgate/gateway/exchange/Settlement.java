package io.tollgate.gateway.exchange;

import io.tollgate.gateway.ledger.Bill;
import io.tollgate.gateway.ledger.Entry;
import io.tollgate.gateway.ledger.Service;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.CallTerms;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.price.Rating;
import io.tollgate.policies.price.ServiceTier;
import io.tollgate.policies.routing.Candidate;
import io.tollgate.policies.routing.Estimate;
import io.tollgate.policies.tax.Circumstances;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The money side of one request: turns how its attempts ended into ledger entries.
 *
 * <p>Prices are those known when the request was admitted, however long the answer takes.
 */
final class Settlement {

  private final PriceBook prices;
  private final Instant admittedAt;
  private final String request;
  private final @Nullable Picodollars hold;
  private final @Nullable TaxFacts facts;
  private @Nullable Picodollars spent = Picodollars.ZERO;
  private Usage lastUsage = Usage.NONE;
  private UsageQuality lastQuality = UsageQuality.PROVIDER_REPORTED;

  /** Of a request that nobody's answer comes of, and that is in one bucket of the compute tax. */
  Settlement(PriceBook prices, Instant admittedAt, String request, @Nullable Picodollars hold) {
    this(prices, admittedAt, request, hold, null);
  }

  /**
   * Of a request of which nothing has ended.
   *
   * @param prices the prices known when it was admitted
   * @param hold what is reserved for it; {@code null} where that is not known
   * @param facts what is known of it beside its bills; {@code null} where nothing is to be
   */
  Settlement(
      PriceBook prices,
      Instant admittedAt,
      String request,
      @Nullable Picodollars hold,
      @Nullable TaxFacts facts) {
    this.prices = prices;
    this.admittedAt = admittedAt;
    this.request = request;
    this.hold = hold;
    this.facts = facts;
  }

  /** What all attempts so far cost, or {@code null} where one of them has no price. */
  @Nullable Picodollars spent() {
    return spent;
  }

  /** The tokens of the attempt that was settled last. */
  Usage lastUsage() {
    return lastUsage;
  }

  /** How those tokens are known. */
  UsageQuality lastQuality() {
    return lastQuality;
  }

  /**
   * The entries that end an attempt.
   *
   * @param at now
   * @param attempt from 1
   * @param candidate where it went
   * @param last whether the request ends with it
   * @param totalMs milliseconds from dispatch to the end
   */
  List<Entry> end(
      Instant at, int attempt, Candidate candidate, AttemptEnd end, boolean last, long totalMs) {
    Entry ended =
        switch (end) {
          case AttemptEnd.Unbilled(int status, String reason) ->
              new Entry.Voided(at, request, attempt, last, status, reason);
          case AttemptEnd.Billed billed -> {
            Entry.Settle settle = settle(at, attempt, candidate, billed, last, totalMs);
            add(settle.amount());
            lastUsage = billed.usage();
            lastQuality = billed.quality();
            yield settle;
          }
        };
    return last && spent != null && hold != null && spent.compareTo(hold) > 0
        ? List.of(new Entry.Overrun(at, request, spent.minus(hold)), ended)
        : List.of(ended);
  }

  /**
   * The entry that ends an attempt of which no bill can be made: it is booked at the estimate that
   * the ledger already knows, as after a crash.
   */
  Entry expire(Instant at, int attempt, Candidate candidate, boolean last, String reason) {
    Estimate estimate = candidate.estimate();
    lastUsage = estimate.usage();
    lastQuality = UsageQuality.TOKENIZER_ESTIMATED;
    add(estimate.cost());
    return new Entry.ExpireEstimate(
        at, request, attempt, last, estimate.usage(), estimate.cost(), reason);
  }

  private Entry.Settle settle(
      Instant at,
      int attempt,
      Candidate candidate,
      AttemptEnd.Billed billed,
      boolean last,
      long totalMs) {
    String priced = prices.pricedAs(candidate.deployment().id(), billed.servedModel());
    CallTerms terms = CallTerms.of(billed.servedTier(), billed.region());
    Rating rating = prices.rate(priced, terms, billed.usage(), admittedAt, admittedAt);
    return new Entry.Settle(
        at,
        request,
        attempt,
        last,
        billed.outcome(),
        new Service(
            billed.status(),
            billed.servedModel(),
            ServiceTier.isStandard(billed.servedTier()) ? null : billed.servedTier(),
            billed.region(),
            billed.providerRequest()),
        billed.usage(),
        billed.quality(),
        Bill.of(
            rating,
            last && billed.isComplete()
                ? circumstances(candidate.deployment(), priced, terms, billed.usage(), rating)
                : Circumstances.NONE),
        billed.ttftMs(),
        totalMs);
  }

  private Circumstances circumstances(
      Deployment answered, String priced, CallTerms terms, Usage usage, Rating rating) {
    return facts == null
        ? Circumstances.NONE
        : facts.of(answered, priced, terms, usage, rating, prices, admittedAt);
  }

  private void add(@Nullable Picodollars amount) {
    spent = spent == null || amount == null ? null : spent.plus(amount);
  }
}
