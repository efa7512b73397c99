package io.tollgate.policies.price;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names providers have for the tier a call was served in.
 *
 * <p>The standard one is OpenAI's {@code default}, Anthropic's {@code standard}, Google's {@code
 * ON_DEMAND}, or unsaid. {@code auto} is a wish and no tier: a provider that echoes it has served
 * the standard one. OpenAI's {@code fast} is its {@code priority}.
 */
public final class ServiceTier {

  private static final Set<String> STANDARD =
      Set.of("default", "standard", "auto", "on_demand", "standard_only", "unspecified", "");

  private ServiceTier() {}

  /** Whether the prices of this tier are those of no tier. */
  public static boolean isStandard(@Nullable String tier) {
    return tier == null || STANDARD.contains(name(tier));
  }

  /** The name by which prices know it: Google writes {@code ON_DEMAND_PRIORITY}. */
  static String name(String tier) {
    String lower = tier.strip().toLowerCase(Locale.ROOT).replace('-', '_');
    String bare = lower.startsWith("on_demand_") ? lower.substring("on_demand_".length()) : lower;
    return bare.equals("fast") ? "priority" : bare;
  }
}
