package io.tollgate.gateway.upstream;

import java.time.Duration;

/**
 * How long a call to a provider may take, step by step.
 *
 * @param connect until the connection stands, TLS included
 * @param firstByte from the request being sent to the first byte of the answer's body
 * @param betweenEvents between two reads of the answer
 * @param total from the start to the end of the answer
 */
public record Deadlines(
    Duration connect, Duration firstByte, Duration betweenEvents, Duration total) {

  /** What holds where nothing is configured: 5 s, 60 s, 60 s, 15 min. */
  public static final Deadlines DEFAULTS =
      new Deadlines(
          Duration.ofSeconds(5),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofMinutes(15));

  public Deadlines {
    for (Duration limit : new Duration[] {connect, firstByte, betweenEvents, total}) {
      if (limit.isNegative() || limit.isZero()) {
        throw new IllegalArgumentException("deadline: " + limit + " (expected: more than 0)");
      }
    }
  }
}
