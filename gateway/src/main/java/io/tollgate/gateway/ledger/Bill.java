package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.PicodollarSum;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.Conversion;
import io.tollgate.policies.price.Funding;
import io.tollgate.policies.price.RatedLine;
import io.tollgate.policies.price.Rating;
import io.tollgate.policies.tax.Circumstances;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt costs.
 *
 * @param lines the rated lines; empty where nothing was used or where there is no price
 * @param amount the sum of the lines, or {@code null} where there is no price: never 0 for unknown
 * @param priceVersion the price applied, or the reason there is none
 * @param conversion the currency of the unit prices
 * @param funding what it is paid from
 * @param circumstances what has to be known beside it to say where the money went
 */
public record Bill(
    List<RatedLine> lines,
    @Nullable Picodollars amount,
    String priceVersion,
    Conversion conversion,
    Funding funding,
    Circumstances circumstances) {

  public Bill {
    lines = List.copyOf(lines);
    priceVersion = Entry.clip(priceVersion);
  }

  /** A bill in dollars that an invoice will ask for, without circumstances. */
  public static Bill of(List<RatedLine> lines, @Nullable Picodollars amount, String priceVersion) {
    return new Bill(
        lines, amount, priceVersion, Conversion.USD, Funding.INVOICE, Circumstances.NONE);
  }

  /** The bill that a rating comes to. */
  public static Bill of(Rating rating, Circumstances circumstances) {
    return switch (rating) {
      case Rating.Priced priced ->
          new Bill(
              priced.lines(),
              priced.total(),
              priced.priceVersion(),
              priced.conversion(),
              priced.funding(),
              circumstances);
      case Rating.Unpriced unpriced -> of(List.of(), null, unpriced.reason());
    };
  }

  /** What it would cost at list prices; of no meaning where there is no price. */
  PicodollarSum list() {
    PicodollarSum sum = new PicodollarSum();
    for (int i = 0; i < lines.size(); i++) {
      sum.add(lines.get(i).list());
    }
    return sum;
  }
}
