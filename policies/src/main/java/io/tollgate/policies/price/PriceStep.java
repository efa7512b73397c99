package io.tollgate.policies.price;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.usage.Meter;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * The prices between two thresholds of input, with what is paid of each. Immutable.
 *
 * @param above tokens of input that a request must exceed; 0 for the prices below every tier
 * @param rates list prices
 * @param shares what is paid of the list price of each meter, by its index
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; an array is what rating is fast on
record PriceStep(long above, Rates rates, Ratio[] shares) {

  private static final Ratio NOTHING = new Ratio(0, 1);
  private static final Meter[] METERS = Meter.values();

  /** The kinds of token that a call may read, and those of them that are of text. */
  private static final Meter[] INPUT = those(Meter::isInput);

  private static final Meter[] PLAIN_INPUT = those(meter -> meter.isInput() && meter.isPlain());

  /** The kinds of token that it may write, and those of them that are of text. */
  private static final Meter[] OUTPUT = those(Meter::isOutput);

  private static final Meter[] PLAIN_OUTPUT = those(meter -> meter.isOutput() && meter.isPlain());

  private static Meter[] those(Predicate<Meter> wanted) {
    return Arrays.stream(METERS).filter(wanted).toArray(Meter[]::new);
  }

  static PriceStep of(long above, Rates rates, Contract contract, boolean free) {
    Ratio[] shares = new Ratio[METERS.length];
    for (Meter meter : METERS) {
      shares[meter.index()] = free ? NOTHING : share(above, rates, contract, meter);
    }
    return new PriceStep(above, rates, shares);
  }

  private static Ratio share(long above, Rates rates, Contract contract, Meter meter) {
    return switch (contract) {
      case Contract.Share(Ratio multiplier) -> multiplier;
      case Contract.Negotiated(PriceTable table) -> {
        long list = rates.pico(meter);
        long paid = rates.overlaid(table.ratesFor(above + 1)).pico(meter);
        yield list <= 0 || paid < 0 ? Ratio.ONE : new Ratio(paid, list).reduced();
      }
    };
  }

  /**
   * Whether a meter's price is a fee for something beside the model's work, which neither the time
   * of day, nor the service tier, nor the region moves.
   */
  static boolean isFee(Meter meter) {
    return switch (meter.unit()) {
      case TOKEN, IMAGE, MILLISECOND, CHARACTER, PAGE -> false;
      case CALL, SEARCH, TOKEN_HOUR, CHARGE -> true;
    };
  }

  boolean isPriced(Meter meter) {
    return rates.pico(meter) != Rates.UNPRICED;
  }

  /**
   * The line for a quantity of a meter that is priced.
   *
   * @throws ArithmeticException where it is more than one amount holds
   */
  RatedLine line(Meter meter, long quantity, Ratio listMultiplier) {
    return line(meter, quantity, rates.pico(meter), listMultiplier);
  }

  /** The line for a quantity of a meter at another list price, of which the same share is paid. */
  RatedLine line(Meter meter, long quantity, long pico, Ratio listMultiplier) {
    return RatedLine.of(
        meter, quantity, pico, listMultiplier, listMultiplier.times(shares[meter.index()]));
  }

  /**
   * What {@link #line} costs, in pico-dollars.
   *
   * @throws ArithmeticException where it, or its list price, is more than one amount holds
   */
  long pico(Meter meter, long quantity, Ratio listMultiplier) {
    Ratio multiplier = listMultiplier.times(shares[meter.index()]);
    if (!multiplier.equals(listMultiplier)) {
      // Not asked for, but a line that cannot state it is no line.
      Picodollars.costPico(quantity, rates.pico(meter), listMultiplier);
    }
    return Picodollars.costPico(quantity, rates.pico(meter), multiplier);
  }

  /** What so many tokens of input cost at most, in pico-dollars. */
  long mostInput(long tokens, boolean media, Ratio multiplier) {
    return most(media ? INPUT : PLAIN_INPUT, tokens, multiplier);
  }

  /** What so many tokens of output cost at most, in pico-dollars. */
  long mostOutput(long tokens, boolean media, Ratio multiplier) {
    return most(media ? OUTPUT : PLAIN_OUTPUT, tokens, multiplier);
  }

  private long most(Meter[] kinds, long tokens, Ratio multiplier) {
    long most = 0;
    for (Meter meter : kinds) {
      long pico = rates.pico(meter);
      if (pico != Rates.UNPRICED) {
        Ratio paid = multiplier.times(shares[meter.index()]);
        most = Math.max(most, Picodollars.costPico(tokens, pico, paid));
      }
    }
    return most;
  }
}
