package io.tollgate.gateway.reconcile;

import io.tollgate.gateway.reconcile.InvoiceLine.Kind;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * To how many decimals each file of an invoice is rounded.
 *
 * <p>An amount may have fewer decimals by chance, so it is the largest number that any amount of
 * the file needs. A line is then off by half a unit of the last decimal at most. Amounts with
 * fifteen significant digits or more are taken for binary floating-point numbers, sums of which are
 * off by some units of their last digits.
 */
final class Decimals {

  private static final int BINARY_DIGITS = 15;
  private static final int BINARY_RELATIVE_SCALE = 13;

  private final Map<String, Integer> bySource = new HashMap<>();

  Decimals(List<InvoiceLine> lines) {
    for (InvoiceLine line : lines) {
      if (line.kind() == Kind.USAGE) {
        bySource.merge(line.source(), Amounts.decimals(line.amount()), Math::max);
      }
    }
  }

  /** By how much the amount of a line may be off, at least 0. */
  BigDecimal slack(InvoiceLine line) {
    int decimals = bySource.getOrDefault(line.source(), 0);
    BigDecimal half = BigDecimal.valueOf(5, decimals + 1);
    if (line.amount().stripTrailingZeros().precision() >= BINARY_DIGITS) {
      return half.max(line.amount().abs().movePointLeft(BINARY_RELATIVE_SCALE));
    }
    return half;
  }
}
