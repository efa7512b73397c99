package io.tollgate.gateway.reconcile;

import io.tollgate.policies.usage.Meter;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What is compared from day to day: a meter of a model in a tier.
 *
 * @param model empty where the invoice does not part by model
 * @param tier empty where the invoice does not part by tier
 * @param meter {@code null} where the invoice does not part by meter
 */
record Series(String provider, String model, String tier, @Nullable Meter meter)
    implements Comparable<Series> {

  private static final Comparator<Series> ORDER =
      Comparator.comparing(Series::provider)
          .thenComparing(Series::model)
          .thenComparing(Series::tier)
          .thenComparing(Series::meter, Comparator.nullsFirst(Comparator.naturalOrder()));

  @Override
  public int compareTo(Series other) {
    return ORDER.compare(this, other);
  }

  /** What it is, in words. */
  String words() {
    String what = model.isEmpty() ? "all models" : model;
    if (!tier.isEmpty() && !tier.equals(Levels.STANDARD)) {
      what += " (" + tier + ")";
    }
    return meter == null ? what : what + " " + Levels.words(meter);
  }
}
