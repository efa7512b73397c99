package io.tollgate.gateway.focus;

import io.tollgate.gateway.focus.Column.Moment;
import io.tollgate.gateway.focus.Column.Text;
import io.tollgate.gateway.focus.Tally.BillingPeriod;
import java.util.List;

/**
 * The columns of the Billing Period data set of FOCUS 1.4: which months of which senders of
 * invoices may still change.
 */
final class BillingPeriods {

  /** Its name in the specification. */
  static final String NAME = "BillingPeriod";

  private BillingPeriods() {}

  /** The columns, all of which are mandatory. */
  static List<Column<BillingPeriod>> columns(ExportOptions options) {
    return List.of(
        new Moment<>("BillingPeriodCreated", period -> FocusRow.start(period.month())),
        new Moment<>("BillingPeriodEnd", period -> FocusRow.start(period.month().plusMonths(1))),
        new Moment<>("BillingPeriodLastUpdated", period -> options.created()),
        new Moment<>("BillingPeriodStart", period -> FocusRow.start(period.month())),
        new Text<>(
            "BillingPeriodStatus",
            period -> options.closedPeriods().contains(period.month()) ? "Closed" : "Open"),
        new Text<>("InvoiceIssuerName", BillingPeriod::invoiceIssuer));
  }
}
