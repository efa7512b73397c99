package io.tollgate.gateway.focus;

import io.tollgate.gateway.ledger.ChargeLine;
import java.util.List;

/** Charges for tests of other packages. */
public final class ChargeSamples {

  private ChargeSamples() {}

  /** One of 30 dollars on 2026-11-21, of organization acme and team search. */
  public static List<ChargeLine> priced() {
    return List.of(new Charges.Sample().line());
  }

  /** The same without a price. */
  public static List<ChargeLine> unpriced() {
    Charges.Sample sample = new Charges.Sample();
    sample.listUsd = null;
    sample.amountUsd = null;
    return List.of(sample.line());
  }
}
