package io.tollgate.gateway.reconcile;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The sentences of findings: day, model, meter, figures, and what to do. */
final class FindingText {

  private FindingText() {}

  static String sentence(
      Bucket bucket, Facts facts, boolean wholeDay, DayCut.Begin begin, Set<String> known) {
    return switch (bucket) {
      case CREDITS ->
          "%s %s credits %s: %s. It is no usage; accept it to book it."
              .formatted(facts.when(), provider(facts), facts.dollars(), words(facts));
      case TAX ->
          "%s %s adds tax of %s: %s. It is no usage; accept it to book it."
              .formatted(facts.when(), provider(facts), facts.dollars(), words(facts));
      case DAY_CUT -> dayCut(facts, begin);
      case MISSING_IN_INVOICE -> missing(facts, wholeDay);
      case BYPASS ->
          ("%s %s bills %s of %s that never passed the gateway, %s.%s Find the key that is used"
                  + " around the gateway and withdraw it.")
              .formatted(
                  facts.when(),
                  provider(facts),
                  facts.tokens(),
                  facts.series().words(),
                  facts.dollars(),
                  accounts(facts, known));
      case ESTIMATED_USAGE ->
          ("%s the ledger had to estimate usage of %s, on %d days, in sum %s too %s, %s. Accept it"
                  + " to correct the ledger to what was billed.")
              .formatted(
                  facts.when(),
                  facts.series().words(),
                  facts.days(),
                  facts.tokens(),
                  facts.isLess() ? "many" : "few",
                  facts.dollars());
      case UNPRICED ->
          ("%s the ledger has %s of %s without a price; %s bills %s for them%s. Add the price to"
                  + " a file under `prices`.")
              .formatted(
                  facts.when(),
                  facts.tokens(),
                  facts.series().words(),
                  provider(facts),
                  facts.dollars(),
                  perMillion(facts));
      case PRICE ->
          ("%s %s bills %s at $%s per million tokens, the ledger has $%s; over %s that is %s. If"
                  + " the invoice is right, correct the price from %s on.")
              .formatted(
                  facts.when(),
                  provider(facts),
                  facts.series().words(),
                  price(facts.one().invoicedPrice()),
                  price(facts.one().bookedPrice()),
                  facts.tokens(),
                  facts.dollars(),
                  facts.first());
      case ROUNDING ->
          "%s %s rounds its lines, which comes to %s. Nothing is to be done; accept it to book it."
              .formatted(facts.when(), provider(facts), facts.dollars());
      case UNEXPLAINED -> unexplained(facts);
    };
  }

  private static String dayCut(Facts facts, DayCut.Begin begin) {
    return switch (begin) {
      case AT_MIDNIGHT ->
          ("%s %s counts some %s around midnight UTC on the neighbouring day; it cancels. Nothing"
                  + " is to be done.")
              .formatted(facts.when(), provider(facts), facts.series().words());
      case AN_HOUR_EARLIER -> shifted(facts, "earlier");
      case AN_HOUR_LATER -> shifted(facts, "later");
    };
  }

  private static String shifted(Facts facts, String when) {
    return ("%s the days of %s begin an hour %s than those of the ledger. Between days it cancels;"
            + " at the ends of the period it comes to %s, which the neighbouring periods make"
            + " up for.")
        .formatted(facts.when(), facts.series().provider(), when, facts.dollars());
  }

  private static String missing(Facts facts, boolean wholeDay) {
    return wholeDay
        ? ("%s is missing on the invoice of %s; the ledger has %s for %s. Ask for the day, or"
                + " export it again, before you close the period.")
            .formatted(
                facts.first(), facts.series().provider(), bookedDollars(facts), facts.tokens())
        : ("%s the ledger has %s of %s that %s does not bill, %s. If it stays away, accept it to"
                + " take it back.")
            .formatted(
                facts.when(),
                facts.tokens(),
                facts.series().words(),
                provider(facts),
                bookedDollars(facts));
  }

  private static String bookedDollars(Facts facts) {
    return Amounts.dollars(facts.amount().negate());
  }

  private static String unexplained(Facts facts) {
    return facts.series().model().isEmpty() && !facts.texts().isEmpty()
        ? ("%s %s bills %s for something that the ledger does not know: %s. Find out what it is;"
                + " nothing here explains it.")
            .formatted(facts.when(), provider(facts), facts.dollars(), words(facts))
        : ("%s nothing explains a difference of %s in %s between %s and the ledger. Look at the"
                + " lines of these days on both sides.")
            .formatted(facts.when(), facts.dollars(), facts.series().words(), provider(facts));
  }

  private static String provider(Facts facts) {
    return "the invoice of " + facts.series().provider();
  }

  private static String words(Facts facts) {
    return String.join("; ", facts.texts());
  }

  /** About what a token costs; exact where the invoice is not rounded. */
  private static String perMillion(Facts facts) {
    BigDecimal tokens = facts.quantity();
    return tokens == null || tokens.signum() == 0
        ? ""
        : ", about $" + new UnitPrice(facts.amount(), tokens).perMillion() + " per million";
  }

  private static String price(@Nullable UnitPrice price) {
    return price == null ? "?" : price.perMillion();
  }

  /** The accounts on the invoice that the ledger has never used, if it knows any. */
  private static String accounts(Facts facts, Set<String> known) {
    TreeSet<String> unknown = new TreeSet<>();
    facts.texts().forEach(text -> unknown.addAll(Arrays.asList(text.split(", ", -1))));
    unknown.removeAll(known);
    return known.isEmpty() || unknown.isEmpty()
        ? ""
        : " The ledger does not know the account " + String.join(", ", unknown) + ".";
  }
}
