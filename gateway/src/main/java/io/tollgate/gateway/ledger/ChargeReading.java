package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.Picodollars;
import java.util.List;

/**
 * What was charged in some spans, as of one record of the journal.
 *
 * @param seq the last record that is taken into account, as are all before it and none after; 0
 *     where there is none
 * @param amounts the sums in the order of the spans; where one is more than the largest amount, it
 *     is that. What has no price is in none
 */
public record ChargeReading(long seq, List<Picodollars> amounts) {

  public ChargeReading {
    amounts = List.copyOf(amounts);
  }
}
