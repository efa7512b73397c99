package io.tollgate.gateway.prices;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * What one feed says that a deployment costs.
 *
 * @param deployment {@code provider/model}, with the provider as Tollgate names it
 * @param dated from when it costs what, the latest first; at least one, and the last from {@link
 *     Instant#MIN} where the feed has no dates
 */
public record FeedPrice(String deployment, List<Dated> dated) {

  /**
   * A price from a day on.
   *
   * @param from the start, {@link Instant#MIN} where none is stated
   * @param terms what it costs
   */
  public record Dated(Instant from, Terms terms) {}

  public FeedPrice {
    dated = dated.stream().sorted(Comparator.comparing(Dated::from).reversed()).toList();
  }

  /** A price without dates. */
  static FeedPrice always(String deployment, Terms terms) {
    return new FeedPrice(deployment, List.of(new Dated(Instant.MIN, terms)));
  }

  /** What it costs at an instant; before every date, what it costs from the first on. */
  Terms at(Instant instant) {
    return dated.stream()
        .filter(price -> !price.from().isAfter(instant))
        .findFirst()
        .orElse(dated.getLast())
        .terms();
  }

  /** The prices that begin after an instant, the latest first. */
  List<Dated> after(Instant instant) {
    return dated.stream().filter(price -> price.from().isAfter(instant)).toList();
  }
}
