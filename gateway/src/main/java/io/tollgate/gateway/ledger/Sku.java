package io.tollgate.gateway.ledger;

/**
 * What a line of a bill is of, and at which price: lines that agree in all of it may be summed up
 * and still be multiplied out.
 *
 * @param deployment {@code provider/model}
 * @param servedModel the model that the provider says it served, empty where it did not say or that
 *     is the one of the deployment
 * @param tier the service tier, empty for the standard one
 * @param region where it was served, empty where that is not known
 * @param meter the key of the meter, empty where no single one is meant
 * @param priceVersion the price applied, empty where there is none
 * @param unitPico list price of a unit in pico of the currency
 * @param listTimes numerator of what the list price is multiplied by
 * @param times numerator of what the price paid is multiplied by
 * @param usdTimes numerator of the dollars that a unit of the currency was worth
 * @param usdOver its denominator, 0 where that is not known
 * @param funding what it is paid from, see {@link io.tollgate.policies.price.Funding}
 * @param quality how the usage is known
 */
record Sku(
    String deployment,
    String modelClass,
    String servedModel,
    String tier,
    String region,
    String meter,
    String priceVersion,
    long unitPico,
    long listTimes,
    long listOver,
    long times,
    long over,
    String currency,
    long usdTimes,
    long usdOver,
    String funding,
    String quality) {}
