package io.tollgate.gateway.ledger;

import java.time.Instant;

/**
 * An account and a time, of which the charges are asked for.
 *
 * @param account the account's name, as in {@link Entry.Reserve#accounts}
 * @param from the beginning, on a quarter hour: charges of requests that were reserved then or
 *     later
 * @param to the end, on a quarter hour, not before the beginning: charges of requests that were
 *     reserved earlier
 */
public record ChargeSpan(String account, Instant from, Instant to) {

  /**
   * A span; {@link IllegalArgumentException} where it does not begin and end with a quarter hour.
   */
  public ChargeSpan {
    requireQuarterHour("from", from);
    requireQuarterHour("to", to);
    if (to.isBefore(from)) {
      throw new IllegalArgumentException("to: " + to + " (expected: not before " + from + ")");
    }
  }

  private static void requireQuarterHour(String name, Instant at) {
    if (!QuarterHour.begins(at)) {
      throw new IllegalArgumentException(
          name + ": " + at + " (expected: the beginning of a quarter hour)");
    }
  }
}
