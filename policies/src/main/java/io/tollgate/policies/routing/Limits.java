package io.tollgate.policies.routing;

import io.tollgate.policies.money.Picodollars;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment must not fall short of for a request, however good the rest of it is.
 *
 * @param maxCost the most that the expected cost may be, or {@code null} for no limit
 * @param maxTtftMs the longest expected time to the first token; {@link #NO_LIMIT} for none
 * @param maxTotalMs the longest expected time to the last token; {@link #NO_LIMIT} for none
 * @param minQualityPpm the least expected quality in millionths; 0 for no floor
 */
public record Limits(
    @Nullable Picodollars maxCost, long maxTtftMs, long maxTotalMs, int minQualityPpm) {

  /** A time limit that nothing exceeds. */
  public static final long NO_LIMIT = Long.MAX_VALUE;

  /** No limits at all. */
  public static final Limits NONE = new Limits(null, NO_LIMIT, NO_LIMIT, 0);
}
