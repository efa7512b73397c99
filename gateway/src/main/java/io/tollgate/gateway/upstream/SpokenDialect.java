package io.tollgate.gateway.upstream;

import io.tollgate.adapters.dialect.ProviderDialect;
import java.util.List;

/**
 * A dialect that a provider speaks, and with which of its models.
 *
 * @param models patterns of the models' names at the provider, with {@code *} for any characters;
 *     empty for all of them
 */
public record SpokenDialect(ProviderDialect dialect, List<String> models) {

  public SpokenDialect {
    models = List.copyOf(models);
  }

  /** A dialect that is spoken with every model. */
  public static SpokenDialect of(ProviderDialect dialect) {
    return new SpokenDialect(dialect, List.of());
  }

  /** Whether it is spoken with a model. */
  public boolean isFor(String upstreamModel) {
    if (models.isEmpty()) {
      return true;
    }
    for (String pattern : models) {
      if (matches(pattern, upstreamModel)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(String pattern, String text) {
    int star = pattern.indexOf('*');
    if (star < 0) {
      return pattern.equals(text);
    }
    if (!text.startsWith(pattern.substring(0, star))) {
      return false;
    }
    String rest = pattern.substring(star + 1);
    for (int from = star; from <= text.length(); from++) {
      if (matches(rest, text.substring(from))) {
        return true;
      }
    }
    return false;
  }
}
