package io.tollgate.gateway.reconcile;

import io.tollgate.gateway.reconcile.InvoiceLine.Kind;
import io.tollgate.policies.usage.Meter;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * At which level one provider's invoice can be compared.
 *
 * <p>The rule is the same for models, tiers and meters: what the invoice names is compared by name,
 * and where it has lines without a name, they stand for all that it does not name. Days that one
 * line lumps together are one cell.
 *
 * <p>Meters are compared as they are billed: all output together, and what tools add as input.
 */
final class Levels {

  /** The tier that all providers call otherwise: default, auto, on-demand. */
  static final String STANDARD = "standard";

  private final ModelNames names;
  private final DayBlocks blocks;
  private final Set<String> models = new HashSet<>();
  private final Map<String, Set<String>> tiers = new HashMap<>();
  private final Map<List<String>, Set<Meter>> meters = new HashMap<>();
  private final Set<List<String>> withoutMeter = new HashSet<>();

  /**
   * Levels of one provider.
   *
   * @param billed the lines that bill usage; others say nothing about the level
   */
  Levels(ModelNames names, List<InvoiceLine> billed) {
    this.names = names;
    this.blocks = new DayBlocks(billed);
    for (InvoiceLine line : billed) {
      models.add(name(line.model()));
    }
    for (InvoiceLine line : billed) {
      tiers
          .computeIfAbsent(model(line.model()), model -> new HashSet<>())
          .add(invoiceTier(line.serviceTier()));
    }
    for (InvoiceLine line : billed) {
      List<String> where = where(line.model(), invoiceTier(line.serviceTier()));
      Meter meter = line.meter();
      if (meter == null) {
        withoutMeter.add(where);
      } else {
        meters.computeIfAbsent(where, at -> new HashSet<>()).add(asBilled(meter));
      }
    }
  }

  CellKey of(MeteredLine line) {
    return key(line.day(), line.provider(), line.model(), ledgerTier(line.serviceTier()), line);
  }

  private CellKey key(LocalDate day, String provider, String model, String tier, MeteredLine line) {
    List<String> where = where(model, tier);
    return blocks.key(
        new Series(provider, where.get(0), where.get(1), meter(where, line.meter())), day);
  }

  /** The cell of a line that bills usage or states quantities. */
  CellKey of(InvoiceLine line) {
    String tier = invoiceTier(line.serviceTier());
    if (line.kind() == Kind.QUANTITY && tier.isEmpty()) {
      tier = STANDARD;
    }
    List<String> where = where(line.model(), tier);
    return blocks.key(
        new Series(line.provider(), where.get(0), where.get(1), meter(where, line.meter())),
        line.day());
  }

  private List<String> where(String model, String tier) {
    String known = model(model);
    Set<String> stated = tiers.getOrDefault(known, Set.of());
    return List.of(known, stated.contains(tier) || !stated.contains("") ? tier : "");
  }

  private String name(String model) {
    return model.isEmpty() ? "" : names.of(model);
  }

  private String model(String model) {
    String known = name(model);
    return models.contains(known) || !models.contains("") ? known : "";
  }

  private @Nullable Meter meter(List<String> where, @Nullable Meter meter) {
    if (meter == null) {
      return null;
    }
    Meter billed = asBilled(meter);
    Set<Meter> stated = meters.getOrDefault(where, Set.of());
    if (stated.contains(billed)) {
      return billed;
    }
    if (isCacheWrite(billed) && stated.contains(Meter.IN_CACHE_WRITE_OTHER)) {
      return Meter.IN_CACHE_WRITE_OTHER;
    }
    return withoutMeter.contains(where) ? null : billed;
  }

  private static boolean isCacheWrite(Meter meter) {
    return meter == Meter.IN_CACHE_WRITE_5M || meter == Meter.IN_CACHE_WRITE_1H;
  }

  private static Meter asBilled(Meter meter) {
    return switch (meter) {
      case IN_UNCACHED, IN_TOOL -> Meter.IN_UNCACHED;
      case IN_CACHE_READ, IN_CACHE_WRITE_5M, IN_CACHE_WRITE_1H, IN_CACHE_WRITE_OTHER -> meter;
      case OUT_VISIBLE, OUT_REASONING, OUT_OTHER -> Meter.OUT_VISIBLE;
      // Invoices bill pictures that are read as text; everything else has lines of its own.
      case IN_IMAGE, IN_VIDEO -> Meter.IN_UNCACHED;
      case IN_AUDIO,
          IN_AUDIO_CACHE_READ,
          OUT_AUDIO,
          OUT_IMAGE,
          CALLS,
          SEARCHES,
          IMAGES,
          AUDIO_MILLIS,
          VIDEO_MILLIS,
          CHARACTERS,
          PAGES,
          CACHE_TOKEN_HOURS,
          MINIMUM_CHARGE ->
          meter;
    };
  }

  /** What a meter is called in sentences. */
  static String words(Meter meter) {
    return switch (asBilled(meter)) {
      case IN_CACHE_READ -> "cached input";
      case IN_CACHE_WRITE_5M -> "cache writes (5 minutes)";
      case IN_CACHE_WRITE_1H -> "cache writes (1 hour)";
      case IN_CACHE_WRITE_OTHER -> "cache writes";
      case OUT_VISIBLE -> "output";
      case IN_UNCACHED -> "input";
      default -> meter.key().replace('_', ' ');
    };
  }

  private static String ledgerTier(String tier) {
    return tier.isEmpty() ? STANDARD : invoiceTier(tier);
  }

  private static String invoiceTier(String tier) {
    String lower = tier.toLowerCase(Locale.ROOT);
    return switch (lower) {
      case "default", "auto", "on_demand", "on-demand", "standard_only" -> STANDARD;
      default -> lower;
    };
  }
}
