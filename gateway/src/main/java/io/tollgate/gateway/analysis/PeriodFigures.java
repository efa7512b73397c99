package io.tollgate.gateway.analysis;

import io.tollgate.gateway.ledger.AccountSpendRow;
import io.tollgate.gateway.ledger.TaxRow;
import io.tollgate.policies.tax.TaxBucket;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What one thing came to in one period.
 *
 * @param calls attempts that were billed, at least 0; those without a price are not among them
 * @param tokens their tokens, input and output
 * @param meteredUsd what they cost
 * @param correctionsUsd what the books were corrected by
 * @param idleUsd owned capacity that nobody used
 */
public record PeriodFigures(
    long calls, long tokens, BigDecimal meteredUsd, BigDecimal correctionsUsd, BigDecimal idleUsd) {

  /** Nothing. */
  public static final PeriodFigures NONE =
      new PeriodFigures(0, 0, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

  /**
   * The figures of what was spent.
   *
   * @param tax the compute tax of the same, which tells calls from other amounts
   */
  public static PeriodFigures of(AccountSpendRow spend, @Nullable TaxRow tax) {
    BigDecimal corrections = tax == null ? BigDecimal.ZERO : tax.in(TaxBucket.VARIANCE);
    BigDecimal idle = tax == null ? BigDecimal.ZERO : tax.in(TaxBucket.IDLE);
    return new PeriodFigures(
        Math.max(0, spend.attempts() - spend.unpricedAttempts()),
        Math.max(0, spend.tokensIn() + spend.tokensOut() - spend.unpricedTokens()),
        Quotient.orZero(spend.amountUsd()).subtract(corrections).subtract(idle),
        corrections,
        idle);
  }

  /** All of it. */
  public BigDecimal totalUsd() {
    return meteredUsd.add(correctionsUsd).add(idleUsd);
  }
}
