package io.tollgate.gateway.analysis;

import io.tollgate.gateway.ledger.AccountSpendRow;
import io.tollgate.gateway.ledger.OutcomeRow;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Unit economics of one account: what a request, an outcome and a task that was done cost, and what
 * they were worth. Quotients have twelve decimals; what is not known is {@code null}.
 *
 * <p>The cost is of all requests, also of those of which nobody reported an outcome; outcomes are
 * those that were reported in the time, whenever their requests were made.
 *
 * @param account its name, without what all of its kind begin with
 * @param requests requests that ended
 * @param outcomes outcomes that were reported
 * @param successes tasks of these that were done
 * @param valued outcomes of these with a value
 * @param costUsd what was spent, or {@code null} where nothing has a price
 * @param costPerRequestUsd the cost by requests
 * @param costPerOutcomeUsd the cost by reported outcomes
 * @param costPerSuccessUsd the cost by tasks that were done
 * @param valueUsd what outcomes were worth, or {@code null} where no value was reported
 * @param marginUsd value less cost
 * @param outcomeShare outcomes by requests
 * @param successShare tasks that were done by outcomes
 * @param unpricedAttempts attempts without a price: they are in no cost here
 * @param unpricedTokens their tokens
 */
public record UnitRow(
    String account,
    long requests,
    long outcomes,
    long successes,
    long valued,
    @Nullable BigDecimal costUsd,
    @Nullable BigDecimal costPerRequestUsd,
    @Nullable BigDecimal costPerOutcomeUsd,
    @Nullable BigDecimal costPerSuccessUsd,
    @Nullable BigDecimal valueUsd,
    @Nullable BigDecimal marginUsd,
    @Nullable BigDecimal outcomeShare,
    @Nullable BigDecimal successShare,
    long unpricedAttempts,
    long unpricedTokens) {

  /**
   * The unit economics of an account.
   *
   * @param spend what it spent, {@code null} where it spent nothing in the time
   */
  public static UnitRow of(String account, @Nullable AccountSpendRow spend, OutcomeRow outcomes) {
    long requests = spend == null ? 0 : spend.requests();
    BigDecimal cost = spend == null ? BigDecimal.ZERO : spend.amountUsd();
    BigDecimal value = outcomes.valueUsd();
    return new UnitRow(
        account,
        requests,
        outcomes.outcomes(),
        outcomes.successes(),
        outcomes.valued(),
        cost,
        Quotient.of(cost, requests),
        Quotient.of(cost, outcomes.outcomes()),
        Quotient.of(cost, outcomes.successes()),
        value,
        value == null || cost == null ? null : value.subtract(cost),
        Quotient.of(BigDecimal.valueOf(outcomes.outcomes()), requests),
        Quotient.of(BigDecimal.valueOf(outcomes.successes()), outcomes.outcomes()),
        spend == null ? 0 : spend.unpricedAttempts(),
        spend == null ? 0 : spend.unpricedTokens());
  }
}
