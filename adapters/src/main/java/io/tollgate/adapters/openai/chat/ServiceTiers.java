package io.tollgate.adapters.openai.chat;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Service tiers of all vendors in OpenAI's words. */
final class ServiceTiers {

  private ServiceTiers() {}

  /** OpenAI's word for a tier; {@code null} where it has none. */
  static @Nullable String word(String tier) {
    return switch (tier.toLowerCase(Locale.ROOT)) {
      case "auto" -> "auto";
      case "default", "standard", "standard_only", "on_demand" -> "default";
      case "flex", "on_demand_flex" -> "flex";
      case "priority", "on_demand_priority", "fast" -> "priority";
      case "scale", "provisioned_throughput", "reserved" -> "scale";
      default -> null;
    };
  }
}
