package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.Picodollars;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What accounts are charged by the entries of a journal, without any sum but the one asked for. */
final class ChargeModel {

  private record Charge(long seq, String account, Instant reservedAt, long pico) {}

  private final List<Charge> charges = new ArrayList<>();

  ChargeModel(Map<Long, Entry> entries) {
    Map<String, Entry.Reserve> reserves = new HashMap<>();
    entries.forEach((seq, entry) -> {
      if (entry instanceof Entry.Reserve reserve) {
        reserves.put(reserve.request(), reserve);
      }
      if (entry instanceof BookEntry.Correct correct) {
        for (String account : correct.accounts()) {
          charges.add(new Charge(seq, account, correct.at(), correct.amount().pico()));
        }
      }
      Picodollars amount = amount(entry);
      if (amount != null) {
        Entry.Reserve reserve = Objects.requireNonNull(reserves.get(Ledgers.request(entry)));
        for (String account : reserve.accounts()) {
          charges.add(new Charge(seq, account, reserve.at(), amount.pico()));
        }
      }
    });
  }

  private static @Nullable Picodollars amount(Entry entry) {
    return switch (entry) {
      case Entry.Settle settle -> settle.amount();
      case Entry.ExpireEstimate expired -> expired.amount();
      case Entry.Reserve _,
          Entry.Dispatch _,
          Entry.Voided _,
          Entry.Overrun _,
          Entry.Judged _,
          Entry.OutcomeReported _,
          BookEntry _ ->
          null;
    };
  }

  int size() {
    return charges.size();
  }

  /** The charges of a span by the entries up to a record. */
  Picodollars charged(ChargeSpan span, long seq) {
    BigInteger sum = BigInteger.ZERO;
    for (Charge charge : charges) {
      if (charge.seq() <= seq
          && charge.account().equals(span.account())
          && !charge.reservedAt().isBefore(span.from())
          && charge.reservedAt().isBefore(span.to())) {
        sum = sum.add(BigInteger.valueOf(charge.pico()));
      }
    }
    return new Picodollars(
        sum.max(BigInteger.ZERO).min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact());
  }
}
