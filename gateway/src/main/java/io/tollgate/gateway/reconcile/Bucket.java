package io.tollgate.gateway.reconcile;

import java.util.Locale;

/** Why an invoice and the ledger differ. Each part of a difference is in exactly one of these. */
public enum Bucket {
  /** The invoice takes something back. */
  CREDITS,
  /** The invoice adds tax. */
  TAX,
  /** The provider's days begin at another moment than the ledger's. */
  DAY_CUT,
  /** The ledger has it and the invoice has not. */
  MISSING_IN_INVOICE,
  /** The invoice has quantities that the ledger never saw: traffic around the gateway. */
  BYPASS,
  /** The provider had not reported the usage, so the ledger booked an estimate. */
  ESTIMATED_USAGE,
  /** The ledger had no price; the invoice shows what it cost. */
  UNPRICED,
  /** The same quantity at another unit price. */
  PRICE,
  /** The invoice has fewer decimals than the ledger. */
  ROUNDING,
  /** What is left. It has to be looked into. */
  UNEXPLAINED;

  /** The name in files and on the command line. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
