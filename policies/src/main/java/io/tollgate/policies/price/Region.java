package io.tollgate.policies.price;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names providers have for the place a call was served in.
 *
 * <p>No place in particular is Anthropic's {@code global} and {@code not_available}, or unsaid.
 */
public final class Region {

  private static final Set<String> ANYWHERE =
      Set.of("global", "not_available", "not_specified", "unspecified", "default", "");

  private Region() {}

  /** Whether the prices of this region are those of no region. */
  public static boolean isAnywhere(@Nullable String region) {
    return region == null || ANYWHERE.contains(name(region));
  }

  /** The name by which prices know it: in lower case. */
  static String name(String region) {
    return region.strip().toLowerCase(Locale.ROOT);
  }
}
