package io.tollgate.gateway.analysis;

import io.tollgate.gateway.ledger.TaxRow;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one cost centre is charged for one month: lines that add up to what the ledger has, and the
 * same total by the buckets of the compute tax.
 *
 * @param costCentre its name
 * @param month the UTC month
 * @param lines by section, within it from dear to cheap
 * @param tax {@code null} where nothing was booked
 * @param totalUsd exact dollars
 */
public record Statement(
    String costCentre,
    YearMonth month,
    List<StatementLine> lines,
    @Nullable TaxRow tax,
    BigDecimal totalUsd) {

  /**
   * Checks the sums.
   *
   * @throws IllegalArgumentException where lines or buckets do not add up to the total: then the
   *     store does not agree with itself and is to be made anew
   */
  public Statement {
    lines = List.copyOf(lines);
    BigDecimal sum =
        lines.stream().map(StatementLine::amountUsd).reduce(BigDecimal.ZERO, BigDecimal::add);
    requireTotal(costCentre, "lines", sum, totalUsd);
    if (tax != null) {
      requireTotal(costCentre, "buckets of the compute tax", tax.totalUsd(), totalUsd);
    }
  }

  private static void requireTotal(
      String costCentre, String what, BigDecimal sum, BigDecimal total) {
    if (sum.compareTo(total) != 0) {
      throw new IllegalArgumentException(
          "cost centre %s: %s add up to %s (expected: %s); `tollgate ledger rebuild` makes the store anew"
              .formatted(costCentre, what, sum.toPlainString(), total.toPlainString()));
    }
  }

  /** The lines of a section. */
  public List<StatementLine> in(StatementLine.Section section) {
    return lines.stream().filter(line -> line.section() == section).toList();
  }

  /** Exact dollars of a section. */
  public BigDecimal sum(StatementLine.Section section) {
    return in(section).stream()
        .map(StatementLine::amountUsd)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Attempts without a price: they are in no amount. */
  public long unpricedAttempts() {
    return lines.stream().mapToLong(StatementLine::unpricedAttempts).sum();
  }

  /** Tokens of these. */
  public long unpricedTokens() {
    return lines.stream().mapToLong(StatementLine::unpricedTokens).sum();
  }
}
