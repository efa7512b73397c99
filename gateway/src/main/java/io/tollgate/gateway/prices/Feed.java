package io.tollgate.gateway.prices;

import java.time.LocalDate;
import java.util.List;

/**
 * One snapshot of a public price list.
 *
 * @param format whose it is: two snapshots of one are one source
 * @param asOf the day of which it is
 * @param prices what it states of deployments, each once
 * @param refusals what it states and is not believed
 */
public record Feed(
    FeedFormat format, LocalDate asOf, List<FeedPrice> prices, List<Refusal> refusals) {

  public Feed {
    prices = List.copyOf(prices);
    refusals = List.copyOf(refusals);
  }

  /** The name in price files, pins and reports. */
  public String source() {
    return format.source();
  }
}
