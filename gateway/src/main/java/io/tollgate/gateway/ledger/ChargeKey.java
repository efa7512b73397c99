package io.tollgate.gateway.ledger;

import java.util.List;

/**
 * The dimensions by which charges are summed.
 *
 * @param account the name of one of the accounts that a request is charged to
 * @param quarter the quarter hour in which the money for the request was held, see {@link
 *     QuarterHour#name}: that is the one in whose budget it was found
 */
record ChargeKey(String account, String quarter) implements SumKey {

  @Override
  public List<Object> columns() {
    return List.of(account, quarter);
  }
}
