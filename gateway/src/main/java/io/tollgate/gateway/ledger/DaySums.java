package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.PicodollarSum;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.RatedLine;
import io.tollgate.policies.usage.MeterUnit;
import io.tollgate.policies.usage.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is summed for one {@link DayKey} or {@link MonthKey}.
 *
 * <p>Not safe for use by several threads.
 */
final class DaySums implements Sums {

  private long requests;
  private long attempts;
  private long unpriced;
  private long unpricedTokens;
  private long tokensIn;
  private long tokensCached;
  private long tokensOut;
  private long tokensReasoning;
  private final PicodollarSum amount = new PicodollarSum();
  private final PicodollarSum list = new PicodollarSum();
  private final PicodollarSum estimated = new PicodollarSum();

  /**
   * Adds an attempt that ended.
   *
   * @param last whether its request ended with it
   * @param reported whether its usage is a count by whoever did the work
   * @param cost what it cost, or {@code null} where there is no price
   * @param atList what it would have cost at list prices
   */
  void add(
      boolean last,
      Usage usage,
      boolean reported,
      @Nullable Picodollars cost,
      PicodollarSum atList) {
    requests += last ? 1 : 0;
    attempts++;
    tokensIn += usage.totalInput();
    tokensCached += usage.inCacheRead();
    tokensOut += usage.totalOutput();
    tokensReasoning += usage.outReasoning();
    if (cost == null) {
      unpriced++;
      unpricedTokens += usage.totalInput() + usage.totalOutput();
      return;
    }
    amount.add(cost);
    list.add(atList);
    if (!reported) {
      estimated.add(cost);
    }
  }

  /** Adds what is summed for another key. */
  void add(DaySums other) {
    requests += other.requests;
    attempts += other.attempts;
    unpriced += other.unpriced;
    unpricedTokens += other.unpricedTokens;
    tokensIn += other.tokensIn;
    tokensCached += other.tokensCached;
    tokensOut += other.tokensOut;
    tokensReasoning += other.tokensReasoning;
    amount.add(other.amount);
    list.add(other.list);
    estimated.add(other.estimated);
  }

  /** Adds a request that ended without an attempt under way. */
  void endRequest() {
    requests++;
  }

  /** Adds what the books are corrected by. */
  void correct(BookEntry.Correct correction) {
    amount.add(correction.amount());
    list.add(correction.amount());
    if (correction.pricesUnpriced()) {
      unpriced--;
      unpricedTokens -= tokens(correction.lines());
    }
  }

  private static long tokens(List<RatedLine> lines) {
    long tokens = 0;
    for (RatedLine line : lines) {
      tokens += line.meter().unit() == MeterUnit.TOKEN ? line.quantity() : 0;
    }
    return tokens;
  }

  /** Adds what nobody used. */
  void idle(Picodollars cost) {
    amount.add(cost);
    list.add(cost);
  }

  @Override
  public List<@Nullable Long> columns() {
    List<@Nullable Long> columns =
        Sums.of(
            requests,
            attempts,
            unpriced,
            unpricedTokens,
            tokensIn,
            tokensCached,
            tokensOut,
            tokensReasoning);
    Sums.split(columns, amount);
    Sums.split(columns, list);
    Sums.split(columns, estimated);
    return columns;
  }
}
