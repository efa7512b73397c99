package io.tollgate.bench.load;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a gateway has booked against what a generator saw: each whole answer is one settled
 * request, and all of them together cost their number times the exact price of one.
 */
final class LedgerAudit {

  private static final int PICO_DIGITS = 12;

  private LedgerAudit() {}

  /**
   * What the ledger is to have about one deployment.
   *
   * @param requests settled requests
   * @param picoEach pico-dollars of each; {@code null} where they differ, as those of streams that
   *     were cut do
   */
  record Expected(String deployment, long requests, @Nullable BigInteger picoEach) {}

  /**
   * What the ledger has about one deployment.
   *
   * @param requests settled requests
   * @param attempts attempts at them
   * @param pico pico-dollars of all; {@code null} where none has a price
   */
  record Booked(String deployment, long requests, long attempts, @Nullable BigInteger pico) {}

  /** The same with all that is of one deployment in one row. */
  static List<Booked> together(List<Booked> booked) {
    Map<String, Booked> byDeployment = new TreeMap<>();
    booked.forEach(one -> byDeployment.merge(one.deployment(), one, LedgerAudit::sum));
    return List.copyOf(byDeployment.values());
  }

  private static Booked sum(Booked one, Booked other) {
    BigInteger pico = one.pico();
    BigInteger more = other.pico();
    return new Booked(
        one.deployment(),
        one.requests() + other.requests(),
        one.attempts() + other.attempts(),
        pico == null || more == null ? null : pico.add(more));
  }

  /** Every difference as a sentence with both figures; empty where there is none. */
  static List<String> differences(List<Expected> expected, List<Booked> booked) {
    Map<String, Booked> byDeployment = new TreeMap<>();
    booked.forEach(one -> byDeployment.put(one.deployment(), one));
    List<String> differences = new ArrayList<>();
    for (Expected one : expected) {
      Booked found = byDeployment.remove(one.deployment());
      compare(
          one,
          found == null ? new Booked(one.deployment(), 0, 0, BigInteger.ZERO) : found,
          differences);
    }
    byDeployment
        .values()
        .forEach(one ->
            differences.add(
                "The ledger has %,d requests of %s, which nobody asked for."
                    .formatted(one.requests(), one.deployment())));
    return differences;
  }

  private static void compare(Expected expected, Booked booked, List<String> differences) {
    if (booked.requests() != expected.requests() || booked.attempts() != expected.requests()) {
      differences.add(
          String.format(
              Locale.ROOT,
              "Of %s the generator completed %,d requests and the ledger has %,d settled ones in"
                  + " %,d attempts.",
              expected.deployment(),
              expected.requests(),
              booked.requests(),
              booked.attempts()));
    }
    BigInteger each = expected.picoEach();
    if (each != null) {
      BigInteger owed = each.multiply(BigInteger.valueOf(expected.requests()));
      if (!owed.equals(booked.pico())) {
        differences.add(
            String.format(
                Locale.ROOT,
                "Of %s %,d requests at %s pico-dollars are %s pico-dollars, and the ledger has %s.",
                expected.deployment(),
                expected.requests(),
                each,
                owed,
                booked.pico() == null ? "no price" : booked.pico()));
      }
    }
  }

  /** What was right, as a sentence. */
  static String sentence(String name, List<Expected> expected) {
    List<String> parts = new ArrayList<>();
    for (Expected one : expected) {
      BigInteger each = one.picoEach();
      if (each != null) {
        parts.add(
            String.format(
                Locale.ROOT,
                "%,d of %s at $%s each",
                one.requests(),
                one.deployment(),
                dollars(each)));
      } else {
        parts.add(
            String.format(
                Locale.ROOT, "%,d of %s that were cut", one.requests(), one.deployment()));
      }
    }
    return "The ledger of "
        + name
        + " has a settled entry of the right amount for every request: "
        + String.join(", ", parts)
        + ".";
  }

  private static String dollars(BigInteger pico) {
    return new BigDecimal(pico, PICO_DIGITS).stripTrailingZeros().toPlainString();
  }
}
