package io.tollgate.gateway.upstream;

import java.time.Duration;

/**
 * How long a call to a provider may take, step by step.
 *
 * @param connect until the connection stands, TLS included
 * @param firstToken from the request being sent to the first token of a stream, or to the first
 *     byte of a plain answer
 * @param betweenEvents between two events of a stream, or two reads of a plain answer
 * @param total from the start to the end of the answer
 */
public record Deadlines(
    Duration connect, Duration firstToken, Duration betweenEvents, Duration total) {

  /** What holds where nothing is configured: 5 s, 60 s, 60 s, 15 min. */
  public static final Deadlines DEFAULTS =
      new Deadlines(
          Duration.ofSeconds(5),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofMinutes(15));

  public Deadlines {
    for (Duration limit : new Duration[] {connect, firstToken, betweenEvents, total}) {
      if (limit.isNegative() || limit.isZero()) {
        throw new IllegalArgumentException("deadline: " + limit + " (expected: more than 0)");
      }
    }
  }
}
