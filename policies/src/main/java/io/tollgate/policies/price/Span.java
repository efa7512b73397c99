package io.tollgate.policies.price;

import java.time.Instant;

/**
 * A half-open stretch of time: from its start, which belongs to it, to its end, which does not.
 *
 * @param from the start; {@link Instant#MIN} where there is none
 * @param to the end, after the start; {@link Instant#MAX} where there is none
 */
public record Span(Instant from, Instant to) {

  /** All of time. */
  public static final Span ALWAYS = new Span(Instant.MIN, Instant.MAX);

  public Span {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException(
          "span: " + from + " to " + to + " (expected: an end after the start)");
    }
  }

  /** From an instant on, without an end. */
  public static Span since(Instant from) {
    return new Span(from, Instant.MAX);
  }

  /** Up to, and not including, an instant. */
  public static Span until(Instant to) {
    return new Span(Instant.MIN, to);
  }

  /** Whether an instant is in this span. */
  public boolean contains(Instant instant) {
    return from.compareTo(instant) <= 0 && instant.compareTo(to) < 0;
  }

  /** Whether the two spans share an instant. */
  public boolean overlaps(Span other) {
    return from.isBefore(other.to) && other.from.isBefore(to);
  }

  /** {@code from/to} in ISO 8601, with {@code ..} for a side without a bound. */
  @Override
  public String toString() {
    return (from.equals(Instant.MIN) ? ".." : from) + "/" + (to.equals(Instant.MAX) ? ".." : to);
  }
}
