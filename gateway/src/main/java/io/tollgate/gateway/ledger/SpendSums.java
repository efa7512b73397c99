package io.tollgate.gateway.ledger;

import io.tollgate.policies.usage.UsageQuality;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the rows of one name in a report; the query keeps qualities and what has no price apart.
 *
 * <p>Not safe for use by several threads.
 */
final class SpendSums {
  private long requests;
  private long attempts;
  private long voided;
  private long tokensIn;
  private long tokensOut;
  private long tokensCached;
  private long tokensReasoning;
  private long billedAttempts;
  private long unpricedAttempts;
  private long unpricedTokens;
  private final QualitySums quality = new QualitySums();
  private BigDecimal amount = BigDecimal.ZERO;
  private BigDecimal estimated = BigDecimal.ZERO;

  void add(ResultSet row) throws SQLException {
    requests += row.getLong(4);
    attempts += row.getLong(5);
    voided += row.getLong(6);
    tokensIn += row.getLong(7);
    tokensOut += row.getLong(8);
    tokensCached += row.getLong(9);
    tokensReasoning += row.getLong(10);
    if (row.getBoolean(3)) {
      BigDecimal cost = new SplitAmount(row.getLong(11), row.getLong(12)).exact();
      billedAttempts += row.getLong(5) - row.getLong(6);
      amount = amount.add(cost);
      estimated = isEstimated(row.getString(2)) ? estimated.add(cost) : estimated;
    } else {
      unpricedAttempts += row.getLong(5);
      unpricedTokens += row.getLong(7) + row.getLong(8);
    }
  }

  /** The memos and judgements of the same name. */
  QualitySums quality() {
    return quality;
  }

  private static boolean isEstimated(String key) {
    for (UsageQuality quality : UsageQuality.values()) {
      if (quality.key().equals(key)) {
        return !quality.isReported();
      }
    }
    return false;
  }

  SpendRow row(String name) {
    // Where all that was billed has no price the amount is unknown, which is not the same as 0.
    boolean nothingKnown = unpricedAttempts > 0 && billedAttempts == 0 && amount.signum() == 0;
    @Nullable BigDecimal known = nothingKnown ? null : amount;
    return new SpendRow(
        name,
        requests,
        attempts,
        voided,
        tokensIn,
        tokensCached,
        tokensOut,
        tokensReasoning,
        known,
        estimated,
        unpricedAttempts,
        unpricedTokens,
        quality.row());
  }
}
