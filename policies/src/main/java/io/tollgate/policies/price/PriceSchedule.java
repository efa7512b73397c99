package io.tollgate.policies.price;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Every price of one deployment over valid time and known time.
 *
 * @param deployment {@code provider/model}
 * @param versions at least one, kept from the latest known to the earliest, so that a correction
 *     comes before what it corrects
 */
public record PriceSchedule(String deployment, List<PriceVersion> versions) {

  /**
   * @throws IllegalArgumentException if there is no version, one is of another deployment, two that
   *     became known together overlap, or the latest knowledge leaves a gap between two versions
   */
  public PriceSchedule {
    if (versions.isEmpty()) {
      throw new IllegalArgumentException(deployment + ": no price (expected: at least one)");
    }
    for (PriceVersion version : versions) {
      if (!version.deployment().equals(deployment)) {
        throw new IllegalArgumentException(
            deployment + ": holds a price of " + version.deployment());
      }
    }
    List<ScheduleFault> faults = ScheduleFault.in(versions);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(
          faults.stream()
              .map(fault -> fault.message() + "; " + fault.advice())
              .collect(Collectors.joining("; ", deployment + ": ", "")));
    }
    versions =
        versions.stream()
            .sorted(
                Comparator.comparing((PriceVersion version) -> version.known().from())
                    .reversed()
                    .thenComparing(version -> version.valid().from()))
            .toList();
  }

  /** The schedule of a deployment that has one price. */
  public static PriceSchedule of(PriceVersion version) {
    return new PriceSchedule(version.deployment(), List.of(version));
  }
}
