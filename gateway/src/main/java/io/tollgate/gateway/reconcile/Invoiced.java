package io.tollgate.gateway.reconcile;

import io.tollgate.gateway.reconcile.InvoiceLine.Kind;
import java.math.BigDecimal;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The invoice's side of a cell: sums of its lines. */
final class Invoiced {

  private int billedLines;
  private int reportedLines;
  private boolean everyQuantityBilled = true;
  private BigDecimal amount = BigDecimal.ZERO;
  private BigDecimal slack = BigDecimal.ZERO;
  private BigDecimal billed = BigDecimal.ZERO;
  private BigDecimal reported = BigDecimal.ZERO;
  private final SortedSet<String> accounts = new TreeSet<>();

  void add(InvoiceLine line, Decimals decimals) {
    BigDecimal quantity = line.quantity();
    if (!line.account().isEmpty()) {
      accounts.add(line.account());
    }
    if (line.kind() == Kind.QUANTITY) {
      reportedLines++;
      reported = reported.add(quantity == null ? BigDecimal.ZERO : quantity);
      return;
    }
    billedLines++;
    amount = amount.add(line.amount());
    slack = slack.add(decimals.slack(line));
    if (quantity == null) {
      everyQuantityBilled = false;
    } else {
      billed = billed.add(quantity);
    }
  }

  /** Whether it bills anything here, be it nothing at all. */
  boolean isBilled() {
    return billedLines > 0;
  }

  /** Whether it says anything here. */
  boolean isEmpty() {
    return billedLines + reportedLines == 0;
  }

  BigDecimal amount() {
    return amount;
  }

  /** By how much its rounding may be off. */
  BigDecimal slack() {
    return slack;
  }

  /** Tokens; {@code null} where not stated. */
  @Nullable BigDecimal quantity() {
    if (billedLines > 0 && everyQuantityBilled) {
      return billed;
    }
    return reportedLines > 0 ? reported : null;
  }

  SortedSet<String> accounts() {
    return accounts;
  }
}
