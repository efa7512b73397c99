package io.tollgate.gateway.reconcile;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A part of a cell's difference and the reason for it.
 *
 * @param quantity tokens that the invoice has beyond the ledger for this reason, or those that the
 *     reason is about; {@code null} where there are none
 * @param amount dollars that the invoice has beyond the ledger for this reason
 * @param bookedPrice the ledger's price, where the reason is about prices
 * @param invoicedPrice the invoice's price, where the reason is about prices
 * @param text the invoice's words, or the accounts that it names; else empty
 */
record Share(
    Bucket bucket,
    CellKey key,
    @Nullable BigDecimal quantity,
    BigDecimal amount,
    @Nullable UnitPrice bookedPrice,
    @Nullable UnitPrice invoicedPrice,
    String text) {

  static Share of(Bucket bucket, CellKey key, @Nullable BigDecimal quantity, BigDecimal amount) {
    return new Share(bucket, key, quantity, amount, null, null, "");
  }
}
