package io.tollgate.gateway.reconcile;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;

/** Prints a reconciliation for people: what is unexplained first. */
public final class ReconciliationText {

  private static final String ROW = "  %-34s %22s%n";

  private ReconciliationText() {}

  /** Prints all of it. */
  public static void print(PrintWriter out, Reconciliation reconciliation, Set<Bucket> accepted) {
    for (Finding finding : reconciliation.findings()) {
      if (finding.bucket() == Bucket.UNEXPLAINED) {
        out.println("UNEXPLAINED: " + finding.sentence());
      }
    }
    for (ProviderSummary provider : reconciliation.providers()) {
      print(out, provider, accepted);
    }
    for (Finding finding : reconciliation.findings()) {
      if (finding.bucket() != Bucket.UNEXPLAINED) {
        out.println(finding.bucket().key() + ": " + finding.sentence());
      }
    }
    if (reconciliation.findings().isEmpty()) {
      out.println("The invoices and the ledger agree.");
    }
  }

  private static void print(PrintWriter out, ProviderSummary provider, Set<Bucket> accepted) {
    out.printf(
        "%s, %s to %s%n", provider.provider(), provider.period().first(), provider.period().last());
    row(out, "invoice", provider.invoiceUsd());
    row(out, "ledger", provider.ledgerUsd());
    row(out, "difference", provider.residualUsd());
    for (Map.Entry<Bucket, BigDecimal> entry : provider.buckets().entrySet()) {
      if (entry.getValue().signum() != 0) {
        String mark = accepted.contains(entry.getKey()) ? " (accepted)" : "";
        row(out, "  " + entry.getKey().key() + mark, entry.getValue());
      }
    }
    if (provider.ledgerUsd().signum() == 0 && provider.invoiceUsd().signum() != 0) {
      out.printf(
          "  The ledger has no spend at %s. If the provider is called otherwise there, name it with"
              + " --provider.%n",
          provider.provider());
    }
    Long gap = provider.gapPpm(accepted);
    out.printf(ROW, "gap", gap == null ? "nothing was billed" : gap + " ppm");
    out.println();
  }

  private static void row(PrintWriter out, String name, BigDecimal amount) {
    out.printf(ROW, name, Amounts.plain(amount));
  }
}
