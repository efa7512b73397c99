package io.tollgate.gateway.focus;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an imported invoice comes to: the sum of its rows, to the last digit.
 *
 * @param issuer who sent it
 * @param invoiceId its number
 * @param rows its lines
 * @param amount in its currency; the ledger takes dollars only
 */
public record InvoiceTotal(String issuer, String invoiceId, long rows, BigDecimal amount) {

  private record Key(String issuer, String invoiceId) {}

  private record Line(Key invoice, String detailId) {}

  /**
   * The totals of invoices, in the order in which they first come.
   *
   * @throws IllegalArgumentException where two lines of an invoice cannot be told apart
   */
  static List<InvoiceTotal> of(Collection<InvoiceDetail> lines) {
    Map<Key, InvoiceTotal> totals = new LinkedHashMap<>();
    Set<Line> seen = new HashSet<>();
    for (InvoiceDetail line : lines) {
      Key key = new Key(line.issuer(), line.invoiceId());
      if (!seen.add(new Line(key, line.detailId()))) {
        throw new IllegalArgumentException(
            "The invoice %s of %s has the line %s twice. Name each of its files once, and give"
                    .formatted(line.invoiceId(), line.issuer(), line.detailId())
                + " files of one name different names.");
      }
      totals.merge(
          key,
          new InvoiceTotal(line.issuer(), line.invoiceId(), 1, line.amount()),
          (sum, one) ->
              new InvoiceTotal(
                  sum.issuer, sum.invoiceId, sum.rows + 1, sum.amount.add(one.amount)));
    }
    return List.copyOf(totals.values());
  }
}
