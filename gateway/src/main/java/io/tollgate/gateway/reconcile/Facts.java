package io.tollgate.gateway.reconcile;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a finding.
 *
 * @param days the number of days with a difference
 * @param quantity the sum of the quantities that are known; {@code null} if none is
 * @param one any of the shares, for what they have in common
 * @param texts what the shares say, without doubles
 */
record Facts(
    Series series,
    LocalDate first,
    LocalDate last,
    int days,
    @Nullable BigDecimal quantity,
    BigDecimal amount,
    Share one,
    List<String> texts) {

  /** Figures of shares, of which there is at least one. */
  static Facts of(Series series, List<Share> shares) {
    LocalDate first = shares.getFirst().key().first();
    LocalDate last = shares.getFirst().key().last();
    BigDecimal amount = BigDecimal.ZERO;
    BigDecimal quantity = null;
    TreeSet<LocalDate> days = new TreeSet<>();
    TreeSet<String> texts = new TreeSet<>();
    for (Share share : shares) {
      first = share.key().first().isBefore(first) ? share.key().first() : first;
      last = share.key().last().isAfter(last) ? share.key().last() : last;
      days.add(share.key().first());
      amount = amount.add(share.amount());
      BigDecimal tokens = share.quantity();
      if (tokens != null) {
        quantity = quantity == null ? tokens : quantity.add(tokens);
      }
      if (!share.text().isEmpty()) {
        texts.add(share.text());
      }
    }
    return new Facts(
        series, first, last, days.size(), quantity, amount, shares.getFirst(), List.copyOf(texts));
  }

  /** "On" one day, or "from" one "to" another. */
  String when() {
    return first.equals(last) ? "On " + first : "From " + first + " to " + last;
  }

  /** The quantity without its sign, in words. */
  String tokens() {
    BigDecimal tokens = quantity;
    if (tokens == null) {
      return "an unstated number of tokens";
    }
    return tokens.abs().compareTo(BigDecimal.ONE) == 0
        ? "1 token"
        : Amounts.grouped(tokens.abs()) + " tokens";
  }

  /** Whether the invoice has less than the ledger. */
  boolean isLess() {
    return quantity == null ? amount.signum() < 0 : quantity.signum() < 0;
  }

  /** The amount with its sign. */
  String dollars() {
    return Amounts.dollars(amount);
  }
}
