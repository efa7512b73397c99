package io.tollgate.policies.price;

import io.tollgate.policies.money.Ratio;

/**
 * How the prices of a call were turned into dollars.
 *
 * @param currency the currency that the prices are in, by its code of ISO 4217
 * @param usdPerUnit dollars for one unit of it; {@link Ratio#ONE} of dollars
 */
public record Conversion(String currency, Ratio usdPerUnit) {

  /** The code of the dollar. */
  public static final String DOLLARS = "USD";

  /** Prices in dollars, of which nothing is converted. */
  public static final Conversion USD = new Conversion(DOLLARS, Ratio.ONE);

  public Conversion {
    if (!isCode(currency)) {
      throw new IllegalArgumentException(
          "currency: " + currency + " (expected: three capital letters, such as CNY)");
    }
    if (usdPerUnit.numerator() == 0) {
      throw new IllegalArgumentException(currency + ": 0 dollars (expected: more than 0)");
    }
  }

  /** Whether a text has the form of a currency's code. */
  static boolean isCode(String text) {
    return text.length() == 3 && text.chars().allMatch(c -> 'A' <= c && c <= 'Z');
  }
}
