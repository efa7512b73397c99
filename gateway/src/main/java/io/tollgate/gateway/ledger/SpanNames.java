package io.tollgate.gateway.ledger;

import java.time.Instant;
import java.util.function.Function;

/**
 * The names of spans of time of one length, such as hours. It remembers the last, for most entries
 * that are summed up together are of the same.
 *
 * <p>Safe for use by several threads.
 */
final class SpanNames {

  private record Named(long span, String name) {}

  private final int seconds;
  private final Function<Instant, String> name;
  private volatile Named last;

  /**
   * The names of spans.
   *
   * @param seconds their length; one begins at the epoch
   * @param name gives the name of the span that begins at an instant
   */
  SpanNames(int seconds, Function<Instant, String> name) {
    this.seconds = seconds;
    this.name = name;
    this.last = named(0);
  }

  /** The name of the span that an instant is in. */
  String of(Instant at) {
    long span = Math.floorDiv(at.getEpochSecond(), seconds);
    Named known = last;
    if (known.span() != span) {
      known = named(span);
      last = known;
    }
    return known.name();
  }

  private Named named(long span) {
    return new Named(span, name.apply(Instant.ofEpochSecond(span * seconds)));
  }
}
