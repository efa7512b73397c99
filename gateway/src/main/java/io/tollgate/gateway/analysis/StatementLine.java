package io.tollgate.gateway.analysis;

import java.math.BigDecimal;
import java.time.YearMonth;

/**
 * A line of a chargeback statement.
 *
 * @param section what kind of charge it is
 * @param name the deployment, or what it is for
 * @param chargedFor the month that it is for; an earlier one than that of the statement where
 *     earlier months were corrected
 * @param requests requests that ended there
 * @param attempts attempts that were billed or booked at their estimate
 * @param unpricedAttempts attempts of these without a price, not in the amount
 * @param unpricedTokens their tokens
 * @param amountUsd exact dollars
 */
public record StatementLine(
    Section section,
    String name,
    YearMonth chargedFor,
    long requests,
    long attempts,
    long tokensIn,
    long tokensCached,
    long tokensOut,
    long unpricedAttempts,
    long unpricedTokens,
    BigDecimal amountUsd) {

  /** Kinds of charges, in the order in which a statement has them. */
  public enum Section {
    /** Calls that the cost centre made. */
    USAGE("Usage by deployment"),
    /** Shadow runs and judges that its requests were measured with: a shared cost. */
    MEASUREMENT("Shared: measurement of quality"),
    /** Owned capacity that nobody used: a shared cost. */
    IDLE("Shared: idle capacity"),
    /** Corrections of the month itself. */
    CORRECTION("Corrections of this month"),
    /** Corrections of months before. */
    EARLIER("Corrections of earlier months");

    private final String title;

    Section(String title) {
      this.title = title;
    }

    /** What stands over its lines. */
    public String title() {
      return title;
    }
  }

  /** An amount that no calls are counted for. */
  static StatementLine amount(Section section, String name, YearMonth month, BigDecimal amount) {
    return new StatementLine(section, name, month, 0, 0, 0, 0, 0, 0, 0, amount);
  }
}
