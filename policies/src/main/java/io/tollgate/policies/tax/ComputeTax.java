package io.tollgate.policies.tax;

import io.tollgate.policies.money.PicodollarSum;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.RatedLine;
import io.tollgate.policies.usage.Meter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;

/**
 * The partition of one bill into buckets: exact, and a pure function of the bill and its {@link
 * Circumstances}, so that whoever reads the ledger again comes to the same.
 *
 * <p>Of an answer that was received whole, in this order: lines of reasoning are {@code reasoning};
 * what cache writes cost above plain input is {@code cache-writes-unused}, until a later answer of
 * the conversation reads from that cache and moves it to the floor; plain and written input that
 * the conversation had carried before, beyond what a cache served, is {@code resent-context}. What
 * is left bought the answer: {@code floor} is the share that the cheapest adequate model would have
 * taken, {@code premium} the rest.
 *
 * <p>A bucket may be negative in a single bill, where a cache is first read in a later hour than it
 * was written; the sum of a conversation never is.
 */
public final class ComputeTax {

  private static final TaxBucket[] BUCKETS = TaxBucket.values();

  private final long[] picos;

  private ComputeTax(long[] picos) {
    this.picos = picos;
  }

  /** A bill that is in one bucket as a whole. */
  public static ComputeTax whole(TaxBucket bucket, Picodollars amount) {
    long[] picos = new long[BUCKETS.length];
    picos[bucket.index()] = amount.pico();
    return new ComputeTax(picos);
  }

  /**
   * The partition of the bill of an answer that was received whole.
   *
   * @param lines its lines
   * @param amount their sum
   * @throws IllegalStateException if the buckets do not add up to the bill: a fault of this class
   */
  public static ComputeTax ofAnswer(
      List<RatedLine> lines, Picodollars amount, Circumstances circumstances) {
    long[] picos = new long[BUCKETS.length];
    long resendable = Math.max(0, circumstances.carriedTokens() - cacheRead(lines));
    long reasoning = 0;
    long surcharge = writeSurcharge(lines, circumstances.inputUnitPico()).pico();
    long resent = 0;
    for (RatedLine line : lines) {
      if (line.meter() == Meter.OUT_REASONING) {
        reasoning = Math.addExact(reasoning, line.amount().pico());
      }
      if (mayBeResent(line.meter()) && resendable > 0) {
        long tokens = Math.min(resendable, line.quantity());
        long plain = line.amount().pico() - abovePlainInput(line, circumstances.inputUnitPico());
        resent = Math.addExact(resent, share(plain, tokens, line.quantity()));
        resendable -= tokens;
      }
    }
    long useful = amount.pico() - reasoning - surcharge - resent;
    long floor = floor(useful, amount.pico(), circumstances);
    picos[TaxBucket.REASONING.index()] = reasoning;
    picos[TaxBucket.CACHE_WRITES_UNUSED.index()] =
        Math.subtractExact(surcharge, circumstances.reused().pico());
    picos[TaxBucket.RESENT_CONTEXT.index()] = resent;
    picos[TaxBucket.FLOOR.index()] = Math.addExact(floor, circumstances.reused().pico());
    picos[TaxBucket.PREMIUM.index()] = useful - floor;
    ComputeTax tax = new ComputeTax(picos);
    tax.requireSum(amount);
    return tax;
  }

  private static long cacheRead(List<RatedLine> lines) {
    long tokens = 0;
    for (RatedLine line : lines) {
      tokens += line.meter() == Meter.IN_CACHE_READ ? line.quantity() : 0;
    }
    return tokens;
  }

  private static boolean mayBeResent(Meter meter) {
    return meter == Meter.IN_UNCACHED || isCacheWrite(meter);
  }

  /**
   * What the cache writes of a bill cost above plain input: what is in {@code cache-writes-unused}
   * before anything {@linkplain Circumstances#reused reused} is taken out of it, and what a later
   * answer that reads from the cache may report as reused.
   *
   * @param lines the lines of the bill
   * @param inputUnitPico as in {@link Circumstances#inputUnitPico}
   */
  public static Picodollars writeSurcharge(List<RatedLine> lines, long inputUnitPico) {
    long surcharge = 0;
    for (RatedLine line : lines) {
      surcharge = Math.addExact(surcharge, abovePlainInput(line, inputUnitPico));
    }
    return new Picodollars(surcharge);
  }

  private static boolean isCacheWrite(Meter meter) {
    return switch (meter) {
      case IN_CACHE_WRITE_5M, IN_CACHE_WRITE_1H, IN_CACHE_WRITE_OTHER -> true;
      default -> false;
    };
  }

  /**
   * What a line of cache writes costs above the same tokens as plain input; 0 where it is less, and
   * of every other line.
   */
  private static long abovePlainInput(RatedLine line, long inputUnitPico) {
    if (inputUnitPico == Circumstances.UNKNOWN || !isCacheWrite(line.meter())) {
      return 0;
    }
    Picodollars plain = Picodollars.cost(line.quantity(), inputUnitPico, line.multiplier());
    return Math.max(0, line.amount().pico() - plain.pico());
  }

  /** The part of the useful cost that the floor model would have taken of the whole. */
  private static long floor(long useful, long amount, Circumstances circumstances) {
    Picodollars floorCost = circumstances.floorCost();
    return floorCost == null || floorCost.pico() >= amount
        ? useful
        : share(useful, floorCost.pico(), amount);
  }

  /** {@code amount · part / whole}, rounded half-even; part is at most whole, whole above 0. */
  private static long share(long amount, long part, long whole) {
    if (part == whole) {
      return amount;
    }
    return new BigDecimal(BigInteger.valueOf(amount).multiply(BigInteger.valueOf(part)))
        .divide(BigDecimal.valueOf(whole), 0, RoundingMode.HALF_EVEN)
        .longValueExact();
  }

  private void requireSum(Picodollars amount) {
    PicodollarSum sum = new PicodollarSum();
    for (long pico : picos) {
      sum.add(pico);
    }
    if (!sum.is(amount.pico())) {
      throw new IllegalStateException(
          "compute tax of " + amount.pico() + " pico-dollars: " + this + " (expected: that sum)");
    }
  }

  /** What is in a bucket, in pico-dollars. */
  public long pico(TaxBucket bucket) {
    return picos[bucket.index()];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ComputeTax tax && Arrays.equals(picos, tax.picos);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(picos);
  }

  /** The buckets that hold something, with their pico-dollars. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (TaxBucket bucket : BUCKETS) {
      if (pico(bucket) != 0) {
        text.append(text.isEmpty() ? "" : " ")
            .append(bucket.key())
            .append('=')
            .append(pico(bucket));
      }
    }
    return text.toString();
  }
}
