package io.tollgate.gateway.upstream;

import java.util.EnumMap;
import java.util.Map;

/**
 * What a provider has said is left of the limits of one account at one deployment.
 *
 * <p>Not safe for use by several threads.
 */
final class LearntLimits {

  private final Map<Quota.Kind, LearntLimit> byKind = new EnumMap<>(Quota.Kind.class);

  /**
   * Takes in what was said just now. The answer to an earlier request than the one that the present
   * word came with says nothing: it may have been on its way for long.
   *
   * @param sentNanos when the request was sent that this was the answer to
   */
  void heard(Quota quota, long sentNanos, long nowNanos) {
    for (Quota.Window window : quota.windows()) {
      LearntLimit said = new LearntLimit(window, sentNanos, nowNanos);
      LearntLimit before = byKind.get(window.kind());
      if (before == null || !before.isKnown(nowNanos) || !said.isOlderThan(before)) {
        byKind.put(window.kind(), said);
      }
    }
  }

  /** Whether requests in a minute are limited by the provider's own word. */
  boolean limitsRequests(long nowNanos) {
    return knows(Quota.Kind.REQUESTS, nowNanos);
  }

  /** Whether tokens in a minute are limited by the provider's own word. */
  boolean limitsTokens(long nowNanos) {
    return knows(Quota.Kind.TOKENS, nowNanos)
        || knows(Quota.Kind.INPUT_TOKENS, nowNanos)
        || knows(Quota.Kind.OUTPUT_TOKENS, nowNanos);
  }

  private boolean knows(Quota.Kind kind, long nowNanos) {
    LearntLimit limit = byKind.get(kind);
    return limit != null && limit.isKnown(nowNanos);
  }

  /** Nanoseconds until a request of so many tokens is within all of them; 0 where it is now. */
  long waitNanos(long nowNanos, long input, long output) {
    long wait = 0;
    for (Map.Entry<Quota.Kind, LearntLimit> each : byKind.entrySet()) {
      long amount = each.getKey().of(1, input, output);
      wait = Math.max(wait, each.getValue().waitNanos(nowNanos, amount));
    }
    return wait;
  }

  /** A request of so many tokens is sent. */
  void take(long nowNanos, long input, long output) {
    byKind.forEach((kind, limit) -> limit.take(nowNanos, kind.of(1, input, output)));
  }

  /** What was sent turns out to be so much more, or less. */
  void correct(long takenNanos, long nowNanos, long requests, long input, long output) {
    byKind.forEach(
        (kind, limit) -> limit.correct(takenNanos, nowNanos, kind.of(requests, input, output)));
  }

  /** What is left of one, or -1 where that is not known. */
  long left(Quota.Kind kind, long nowNanos) {
    LearntLimit limit = byKind.get(kind);
    return limit == null || !limit.isKnown(nowNanos) ? -1 : Math.max(0, limit.left(nowNanos));
  }
}
