package io.tollgate.gateway.ledger;

import java.math.BigDecimal;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What was charged to one account. A request is charged to several, so rows do not add up to what
 * was spent.
 *
 * @param account the account's name
 * @param attempts attempts that were billed or booked at their estimate
 * @param unpricedAttempts attempts of these without a price, not in the amount
 * @param amountUsd exact dollars, or {@code null} where nothing here has a price: never 0 for
 *     unknown
 */
public record ChargeRow(
    String account, long attempts, long unpricedAttempts, @Nullable BigDecimal amountUsd) {

  static final Comparator<ChargeRow> DEAREST_FIRST =
      Comparator.comparing(
              (ChargeRow row) -> row.amountUsd() == null ? BigDecimal.ZERO : row.amountUsd())
          .reversed()
          .thenComparing(ChargeRow::account);
}
