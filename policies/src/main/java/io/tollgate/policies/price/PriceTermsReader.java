package io.tollgate.policies.price;

import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.yaml.YamlMap;
import io.tollgate.policies.yaml.YamlType;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the terms of a price: service tiers, regions, contract, funding and currency. */
final class PriceTermsReader {

  private static final YamlType<Funding> FUNDING =
      YamlType.of("invoice, commitment:NAME, owned:POOL or free", Funding.INVOICE, Funding::parse);

  private static final YamlType<String> CURRENCY =
      YamlType.of(
          "a currency's code of three capital letters, such as CNY",
          Conversion.DOLLARS,
          text -> {
            if (!Conversion.isCode(text)) {
              throw new IllegalArgumentException("found \"" + text + "\"");
            }
            return text;
          });

  /** Read as the share of the price that is left. */
  private static final YamlType<Ratio> DISCOUNT =
      YamlType.of(
          "a discount from 0 to less than 1 with at most 6 decimals, such as 0.1",
          Ratio.ONE,
          text -> {
            BigDecimal left = BigDecimal.ONE.subtract(PriceTypes.decimal(text, 6));
            if (left.signum() <= 0) {
              throw new IllegalArgumentException(text + " leaves no price");
            }
            return Ratio.of(left);
          });

  private static final List<String> CONTRACT_KEYS = List.of("discount", "multiplier", "rates");

  private PriceTermsReader() {}

  static PriceTerms read(YamlMap map, PriceTable standard) {
    return new PriceTerms(
        serviceTiers(map, standard),
        regions(map),
        contract(map, standard),
        map.optional("paid_from", FUNDING, Funding.INVOICE),
        map.optional("currency", CURRENCY, Conversion.DOLLARS));
  }

  private static Map<String, TierPrices> serviceTiers(YamlMap map, PriceTable standard) {
    Map<String, TierPrices> tiers = new LinkedHashMap<>();
    YamlMap stated = map.mapOrEmpty("service_tiers");
    for (String tier : stated.keys()) {
      TierPrices prices =
          stated.node(tier) instanceof YamlMap own
              ? new TierPrices.Own(PriceTableReader.ofTier(own, standard.rates()))
              : new TierPrices.Times(stated.required(tier, PriceTypes.MULTIPLIER));
      if (ServiceTier.isStandard(tier)) {
        stated.keyProblem(tier, "is the tier that the prices themselves are of", "leave it out");
      } else if (tiers.put(ServiceTier.name(tier), prices) != null) {
        stated.keyProblem(
            tier, "is another name of " + ServiceTier.name(tier), "state one of them");
      }
    }
    return tiers;
  }

  private static Map<String, Ratio> regions(YamlMap map) {
    Map<String, Ratio> regions = new LinkedHashMap<>();
    YamlMap stated = map.mapOrEmpty("regions");
    stated
        .each(PriceTypes.MULTIPLIER)
        .forEach((region, multiplier) -> {
          if (Region.isAnywhere(region)) {
            stated.keyProblem(
                region, "is the region that the prices themselves are of", "leave it out");
          } else if (regions.put(Region.name(region), multiplier) != null) {
            stated.keyProblem(
                region, "is another name of " + Region.name(region), "state one of them");
          }
        });
    return regions;
  }

  private static Contract contract(YamlMap map, PriceTable standard) {
    if (!map.has("contract")) {
      return Contract.LIST;
    }
    YamlMap stated = map.map("contract");
    Ratio left = stated.optional("discount", DISCOUNT);
    Ratio multiplier = stated.optional("multiplier", PriceTypes.MULTIPLIER);
    PriceTable rates =
        stated.has("rates") ? PriceTableReader.negotiated(stated.map("rates")) : null;
    String fault = rates == null ? null : PriceVersion.contractFault(standard, rates);
    if (fault != null) {
      stated.problem("rates", fault, "expected: prices that are a share of the list price");
      return Contract.LIST;
    }
    if (CONTRACT_KEYS.stream().filter(stated::has).count() != 1) {
      stated.problem(
          "a contract of %d terms".formatted(CONTRACT_KEYS.stream().filter(stated::has).count()),
          "expected: one of " + String.join(", ", CONTRACT_KEYS));
    }
    return rates != null
        ? new Contract.Negotiated(rates)
        : left != null
            ? new Contract.Share(left)
            : multiplier != null ? new Contract.Share(multiplier) : Contract.LIST;
  }
}
