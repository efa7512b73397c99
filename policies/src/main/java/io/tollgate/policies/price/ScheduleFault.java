package io.tollgate.policies.price;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A contradiction between the versions of one schedule.
 *
 * @param index the version at fault, in the order given
 * @param message what is wrong
 * @param advice what would be right
 */
record ScheduleFault(int index, String message, String advice) {

  /** Every fault of these versions: prices that contradict each other, and gaps between them. */
  static List<ScheduleFault> in(List<PriceVersion> versions) {
    List<ScheduleFault> faults = new ArrayList<>();
    for (int i = 0; i < versions.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (contradict(versions.get(i), versions.get(j))) {
          faults.add(
              new ScheduleFault(
                  i,
                  ("overlaps price %d of this deployment: both became known together and are valid"
                          + " in %s and %s")
                      .formatted(j + 1, versions.get(j).valid(), versions.get(i).valid()),
                  "end the earlier one with valid_to, or give a correction its known_from"));
        }
      }
    }
    addGaps(versions, faults);
    return faults;
  }

  /** A later-known version corrects an earlier-known one; only equals contradict each other. */
  private static boolean contradict(PriceVersion a, PriceVersion b) {
    return a.known().from().equals(b.known().from()) && a.valid().overlaps(b.valid());
  }

  /** Looks for gaps in what is known in the end: an earlier ignorance is no mistake. */
  private static void addGaps(List<PriceVersion> versions, List<ScheduleFault> faults) {
    Instant end =
        versions.stream()
            .flatMap(version -> Stream.of(version.known().from(), version.known().to()))
            .filter(bound -> !bound.equals(Instant.MAX))
            .max(Comparator.naturalOrder())
            .orElse(Instant.MIN);
    List<Integer> believed =
        IntStream.range(0, versions.size())
            .filter(i -> versions.get(i).known().contains(end))
            .boxed()
            .sorted(Comparator.comparing(i -> versions.get(i).valid().from()))
            .toList();
    if (believed.isEmpty()) {
      return;
    }
    Instant covered = versions.get(believed.getFirst()).valid().to();
    for (int i : believed) {
      Span valid = versions.get(i).valid();
      if (covered.isBefore(valid.from())) {
        faults.add(
            new ScheduleFault(
                i,
                "no price is valid from %s to %s".formatted(covered, valid.from()),
                "let one version begin where the other ends"));
      }
      if (covered.isBefore(valid.to())) {
        covered = valid.to();
      }
    }
  }
}
