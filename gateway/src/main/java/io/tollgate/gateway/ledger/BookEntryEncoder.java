package io.tollgate.gateway.ledger;

import io.tollgate.policies.price.Funding;

/** Writes what concerns the books as a whole; what is usual is left out. */
final class BookEntryEncoder {

  private BookEntryEncoder() {}

  static void encode(RecordWriter out, BookEntry entry) {
    switch (entry) {
      case BookEntry.Correct correct -> correct(out, correct);
      case BookEntry.Purchase purchase -> {
        out.text("id", purchase.id());
        out.text("commitment", purchase.commitment());
        out.text("provider", purchase.provider());
        out.money("amount_pico", purchase.amount());
        out.textUnlessEmpty("note", purchase.note());
      }
      case BookEntry.CapacityHour hour -> {
        out.text("pool", hour.pool());
        out.text("hour", hour.hour().toString());
        out.money("cost_pico", hour.cost());
        out.money("absorbed_pico", hour.absorbed());
      }
      case BookEntry.PeriodClosed closed -> {
        out.text("period", closed.period());
        out.text("end", closed.end().toString());
        out.number("last_seq", closed.lastSeq());
        out.text("root_hash", closed.rootHash());
        out.text("spent_pico", closed.spentPico().toString());
        out.text("report_hash", closed.reportHash());
      }
      case BookEntry.PricesPublished prices -> {
        out.text("book", prices.book());
        out.number("deployments", prices.deployments());
        out.textIfAny("source", prices.source());
      }
    }
  }

  private static void correct(RecordWriter out, BookEntry.Correct correct) {
    out.text("id", correct.id());
    out.text("cause", correct.cause().key());
    out.numberUnless(0, "corrects", correct.corrects());
    out.text("charged_for", correct.chargedFor().toString());
    out.text("key", correct.key());
    out.accounts(correct.accounts());
    out.textUnlessEmpty("policy", correct.policy());
    out.text("deployment", correct.deployment());
    out.textUnlessEmpty("class", correct.modelClass());
    if (!correct.funding().equals(Funding.INVOICE)) {
      out.text("paid_from", correct.funding().toString());
    }
    out.money("amount_pico", correct.amount());
    out.numberUnless(0, "released_pico", correct.released().pico());
    if (correct.pricesUnpriced()) {
      out.flag("prices_unpriced", true);
    }
    if (!correct.lines().isEmpty()) {
      out.lines(correct.lines());
    }
    out.textUnlessEmpty("note", correct.note());
  }
}
