package io.tollgate.policies.price;

import io.tollgate.policies.yaml.YamlMap;
import io.tollgate.policies.yaml.YamlType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one price of a price file; the mistakes it finds are reported where they stand. */
final class PriceVersionReader {

  private static final YamlType<Confidence> CONFIDENCE =
      YamlType.oneOf(Confidence.values(), Confidence::name);

  /** A mistake reads as the epoch, which is the time of no price. */
  private static final YamlType<Instant> INSTANT = YamlType.instant();

  private PriceVersionReader() {}

  /**
   * A version with its place in the file.
   *
   * @param timed whether its times were read without a mistake, so that they may be compared
   */
  record Placed(YamlMap at, PriceVersion version, boolean timed) {}

  static Placed read(String deployment, YamlMap map) {
    @Nullable Span valid = span(map, "valid_from", "valid_to");
    @Nullable Span known = span(map, "known_from", "known_to");
    PriceTable table = PriceTableReader.table(map);
    PriceVersion version =
        new PriceVersion(
            deployment,
            valid == null ? Span.ALWAYS : valid,
            known == null ? Span.ALWAYS : known,
            table,
            bands(map),
            PriceTermsReader.read(map, table),
            provenance(map));
    return new Placed(map, version, valid != null && known != null);
  }

  /** The time between two keys, or {@code null} where there is a mistake in it. */
  private static @Nullable Span span(YamlMap map, String fromKey, String toKey) {
    Instant from = map.optional(fromKey, INSTANT, Instant.MIN);
    Instant to = map.optional(toKey, INSTANT, Instant.MAX);
    if (from.equals(Instant.EPOCH) || to.equals(Instant.EPOCH)) {
      return null;
    }
    if (!from.isBefore(to)) {
      map.problem(
          toKey, "%s is not after %s, %s".formatted(to, fromKey, from), "expected: a later time");
      return null;
    }
    return new Span(from, to);
  }

  private static List<DailyBand> bands(YamlMap map) {
    List<DailyBand> bands = new ArrayList<>();
    for (YamlMap item : map.listOrEmpty("bands").eachMap(item -> item)) {
      int from = item.required("from", PriceTypes.TIME_OF_DAY);
      int to = item.required("to", PriceTypes.TIME_OF_DAY);
      var multiplier = item.required("multiplier", PriceTypes.MULTIPLIER);
      if (from == PriceTypes.NO_TIME || to == PriceTypes.NO_TIME) {
        continue;
      }
      if (from >= to) {
        item.problem(
            "to",
            "ends before it begins",
            "expected: a later time of the day; a band over midnight is two, one to 24:00 and one"
                + " from 00:00");
        continue;
      }
      DailyBand band = new DailyBand(from, to, multiplier);
      if (bands.stream().anyMatch(band::overlaps)) {
        item.problem("overlaps another band", "expected: each minute in one band at most");
      } else {
        bands.add(band);
      }
    }
    return bands;
  }

  private static Provenance provenance(YamlMap map) {
    String source = map.required("source", YamlType.text());
    return new Provenance(
        source.isBlank() ? "unstated" : source,
        map.required("as_of", PriceTypes.DAY_OR_MONTH),
        map.optional("confidence", CONFIDENCE, Confidence.A));
  }
}
