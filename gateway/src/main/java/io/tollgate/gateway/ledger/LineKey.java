package io.tollgate.gateway.ledger;

import java.util.List;

/**
 * The dimensions by which lines of bills are summed.
 *
 * @param day the UTC day in which it is booked
 * @param chargedFor the UTC day that it is for; an earlier one where it is a correction
 * @param payer the number of its {@link Payer}
 * @param sku the number of its {@link Sku}
 */
record LineKey(String day, String chargedFor, LineKind kind, long payer, long sku)
    implements SumKey {

  @Override
  public List<Object> columns() {
    return List.of(day, chargedFor, kind.key(), payer, sku);
  }
}
