package io.tollgate.gateway.focus;

import io.tollgate.gateway.focus.Column.Decimal;
import io.tollgate.gateway.focus.Column.Json;
import io.tollgate.gateway.focus.Column.Moment;
import io.tollgate.gateway.focus.Column.Text;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A line of an invoice that was imported: a row of the Invoice Detail data set of FOCUS 1.4.
 *
 * <p>Each line of the invoice is one row, lines of 0 among them. They are the sender's figures and
 * not the ledger's; what lies between the two is in Cost and Usage as a difference to the invoice.
 *
 * @param invoiceId the invoice's number
 * @param detailId what tells the line from the others of the invoice
 * @param referenceInvoiceId the invoice that this one changes; its own number where it changes none
 * @param issuer who sent it
 * @param billingAccount whom it was sent to
 * @param month the UTC month that it bills
 * @param category {@code Usage}, {@code Purchase}, {@code Tax}, {@code Credit} or {@code
 *     Adjustment}
 * @param amount in {@code currency}, negative for credits
 * @param currency ISO 4217
 * @param paymentCurrency in which it is to be paid
 * @param paymentAmount the same in it
 * @param issued when it was sent, or {@code null} while it is open
 * @param due when it has to be paid, or {@code null}
 * @param terms of payment, e.g. {@code Net 30}
 * @param purchaseOrder our number for it, or {@code null}
 * @param grain what the line sums up, e.g. {@code {"ServiceName": ...}}; keys that the
 *     specification does not have begin with {@code x_}
 * @param created when the line was imported
 */
public record InvoiceDetail(
    String invoiceId,
    String detailId,
    String referenceInvoiceId,
    String issuer,
    String billingAccount,
    YearMonth month,
    String category,
    BigDecimal amount,
    String currency,
    String paymentCurrency,
    BigDecimal paymentAmount,
    Status status,
    @Nullable Instant issued,
    @Nullable Instant due,
    String terms,
    @Nullable String purchaseOrder,
    @Nullable String description,
    SortedMap<String, String> grain,
    Instant created) {

  /** How far an invoice is. */
  public enum Status {
    /** It may still change. */
    OPEN("Open"),
    /** It was sent. */
    ISSUED("Issued"),
    /** It was sent and taken back. */
    VOIDED("Voided");

    private final String value;

    Status(String value) {
      this.value = value;
    }
  }

  /** The data set's name in the specification. */
  static final String NAME = "InvoiceDetail";

  /**
   * The decimals that the amounts of these lines need in a file that has as many for all: binary
   * fractions that a provider wrote out have more than {@value Column#COST_SCALE}.
   *
   * @throws IllegalArgumentException where an amount has no room beside them in the format
   */
  static int scale(Collection<InvoiceDetail> lines, FileFormat format) {
    int decimals = Column.COST_SCALE;
    int whole = 0;
    for (InvoiceDetail line : lines) {
      for (BigDecimal amount : List.of(line.amount(), line.paymentAmount())) {
        BigDecimal plain = amount.stripTrailingZeros();
        decimals = Math.max(decimals, plain.scale());
        whole = Math.max(whole, plain.precision() - plain.scale());
      }
    }
    if (format == FileFormat.PARQUET && whole + decimals > Column.PRECISION) {
      throw new IllegalArgumentException(
          ("The amounts of the invoices have up to %d digits before the point and %d after it;"
                  + " Parquet has room for %d together. Write CSV.")
              .formatted(whole, decimals, Column.PRECISION));
    }
    return decimals;
  }

  /**
   * The 22 columns of the data set.
   *
   * @param scale decimals of amounts
   */
  static List<Column<InvoiceDetail>> columns(Instant lastUpdated, int scale) {
    return List.of(
        new Decimal<>("BilledCost", scale, InvoiceDetail::amount),
        new Text<>("BillingAccountId", InvoiceDetail::billingAccount),
        new Text<>("BillingCurrency", InvoiceDetail::currency),
        new Moment<>("BillingPeriodEnd", line -> FocusRow.start(line.month().plusMonths(1))),
        new Moment<>("BillingPeriodStart", line -> FocusRow.start(line.month())),
        new Text<>("ChargeCategory", InvoiceDetail::category),
        new Moment<>("InvoiceDetailCreated", InvoiceDetail::created),
        new Text<>("InvoiceDetailDescription", InvoiceDetail::description),
        new Json<>(
            "InvoiceDetailGrain",
            line -> line.grain().isEmpty() ? null : FlatJson.of(line.grain())),
        new Text<>("InvoiceDetailId", InvoiceDetail::detailId),
        new Moment<>("InvoiceDetailLastUpdated", line -> lastUpdated),
        new Text<>("InvoiceId", InvoiceDetail::invoiceId),
        new Moment<>("InvoiceIssueDate", InvoiceDetail::issued),
        new Text<>("InvoiceIssueStatus", line -> line.status().value),
        new Text<>("InvoiceIssuerName", InvoiceDetail::issuer),
        new Text<>("PaymentCurrency", InvoiceDetail::paymentCurrency),
        new Decimal<>("PaymentCurrencyBilledCost", scale, InvoiceDetail::paymentAmount),
        new Text<>("PaymentCurrencyInvoiceDetailId", InvoiceDetail::detailId),
        new Moment<>("PaymentDueDate", InvoiceDetail::due),
        new Text<>("PaymentTerms", InvoiceDetail::terms),
        new Text<>("PurchaseOrderNumber", InvoiceDetail::purchaseOrder),
        new Text<>("ReferenceInvoiceId", InvoiceDetail::referenceInvoiceId));
  }
}
