package io.tollgate.gateway.ledger;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One line of a spend report.
 *
 * @param name what the line is about; empty for requests that ended before anything was sent
 * @param requests requests whose last attempt is counted here
 * @param attempts attempts that ended, billed or not
 * @param voided attempts of these that cost nothing because they failed
 * @param tokensIn all input tokens, billed or estimated
 * @param tokensCached input tokens of these that the provider's cache served
 * @param tokensOut all output tokens
 * @param tokensReasoning output tokens of these spent on reasoning
 * @param amountUsd exact dollars, or {@code null} where nothing here has a price: never 0 for
 *     unknown
 * @param estimatedUsd dollars of these that rest on an estimated usage
 * @param unpricedAttempts attempts without a price, not in the amount
 * @param unpricedTokens their tokens, which are in the token counts above
 * @param quality what a quality budget did; empty where the breakdown has no such figures
 */
public record SpendRow(
    String name,
    long requests,
    long attempts,
    long voided,
    long tokensIn,
    long tokensCached,
    long tokensOut,
    long tokensReasoning,
    @Nullable BigDecimal amountUsd,
    BigDecimal estimatedUsd,
    long unpricedAttempts,
    long unpricedTokens,
    QualityRow quality) {

  static final Comparator<SpendRow> DEAREST_FIRST =
      Comparator.comparing(
              (SpendRow row) -> row.amountUsd() == null ? BigDecimal.ZERO : row.amountUsd())
          .reversed()
          .thenComparing(SpendRow::name);

  /** The estimated share of the amount in millionths, rounded down; 0 where the amount is 0. */
  public int estimatedPpm() {
    if (amountUsd == null || amountUsd.signum() == 0) {
      return 0;
    }
    BigInteger part = estimatedUsd.movePointRight(18).toBigIntegerExact();
    BigInteger whole = amountUsd.movePointRight(12).toBigIntegerExact();
    return part.divide(whole).intValueExact();
  }
}
