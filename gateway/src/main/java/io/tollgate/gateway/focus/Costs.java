package io.tollgate.gateway.focus;

import java.math.BigDecimal;

/**
 * The cost columns of a row, in dollars, exact.
 *
 * @param billed what the invoice will say, by the rule of the version
 * @param effective what it costs, prepaid and owned parts included
 * @param list at list prices
 * @param contracted at negotiated prices
 * @param invoiced what somebody will invoice, whoever it is
 */
record Costs(
    BigDecimal billed,
    BigDecimal effective,
    BigDecimal list,
    BigDecimal contracted,
    BigDecimal invoiced) {

  /** Nothing in each. */
  static final Costs NONE =
      new Costs(
          BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

  /** Only what is to be added to the costs that are products of quantity and unit price. */
  static Costs rounding(BigDecimal list, BigDecimal contracted) {
    return new Costs(BigDecimal.ZERO, BigDecimal.ZERO, list, contracted, BigDecimal.ZERO);
  }

  /** Each with the other's. */
  Costs plus(Costs other) {
    return new Costs(
        billed.add(other.billed),
        effective.add(other.effective),
        list.add(other.list),
        contracted.add(other.contracted),
        invoiced.add(other.invoiced));
  }

  /** Whether each is the same amount as the other's, whatever the digits it is written with. */
  boolean isSameAs(Costs other) {
    return billed.compareTo(other.billed) == 0
        && effective.compareTo(other.effective) == 0
        && list.compareTo(other.list) == 0
        && contracted.compareTo(other.contracted) == 0
        && invoiced.compareTo(other.invoiced) == 0;
  }
}
