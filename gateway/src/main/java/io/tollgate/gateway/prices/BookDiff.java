package io.tollgate.gateway.prices;

import io.tollgate.gateway.prices.Finding.Change;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.price.PriceVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How two price books differ in what they charge at one time.
 *
 * @param deployment {@code provider/model}
 * @param before its price in the first book, {@code null} where it has none
 * @param after its price in the second, {@code null} where it has none
 * @param changes term by term; empty where the prices are the same and only their origin, their
 *     time or other parts of them differ
 */
public record BookDiff(
    String deployment,
    @Nullable PriceVersion before,
    @Nullable PriceVersion after,
    List<Change> changes) {

  /** Every deployment whose price differs, by name. */
  public static List<BookDiff> between(
      PriceBook first, PriceBook second, Instant when, Instant known) {
    SortedSet<String> deployments = new TreeSet<>(first.deployments());
    deployments.addAll(second.deployments());
    List<BookDiff> differences = new ArrayList<>();
    for (String deployment : deployments) {
      PriceVersion before = first.versionAt(deployment, when, known);
      PriceVersion after = second.versionAt(deployment, when, known);
      if (before == null ? after == null : before.equals(after)) {
        continue;
      }
      List<Change> changes =
          before == null || after == null
              ? List.of()
              : Change.between(Terms.of(before), Terms.of(after));
      differences.add(new BookDiff(deployment, before, after, changes));
    }
    return differences;
  }
}
