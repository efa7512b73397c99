package io.tollgate.policies.price;

import io.tollgate.policies.money.Ratio;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The terms under which a price is charged: what moves it, in which currency it is, and who pays.
 *
 * @param serviceTiers what other service tiers cost, by {@link ServiceTier#name}
 * @param regions what prices are multiplied by where a provider says it served in a region, by
 *     {@link Region#name}; empty where the price is the same everywhere
 * @param contract what is paid of the list price
 * @param funding who pays; what is {@link Funding.Kind#FREE} costs nothing and keeps its list price
 * @param currency the code of the currency that prices are in
 */
public record PriceTerms(
    Map<String, TierPrices> serviceTiers,
    Map<String, Ratio> regions,
    Contract contract,
    Funding funding,
    String currency) {

  /** One price everywhere, in dollars, by invoice. */
  public static final PriceTerms USUAL =
      new PriceTerms(Map.of(), Map.of(), Contract.LIST, Funding.INVOICE, Conversion.DOLLARS);

  public PriceTerms {
    serviceTiers = Collections.unmodifiableMap(new TreeMap<>(serviceTiers));
    regions = Collections.unmodifiableMap(new TreeMap<>(regions));
    if (!Conversion.isCode(currency)) {
      throw new IllegalArgumentException(
          "currency: " + currency + " (expected: three capital letters, such as CNY)");
    }
  }
}
