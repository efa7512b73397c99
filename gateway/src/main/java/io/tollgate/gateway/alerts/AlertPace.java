package io.tollgate.gateway.alerts;

import java.time.Duration;

/**
 * How long an alert is tried for.
 *
 * @param pause before it is sent again
 * @param patience for one answer of a receiver
 */
public record AlertPace(Duration pause, Duration patience) {

  /** A receiver has ten seconds to answer, and five to come to itself. */
  public static final AlertPace DEFAULTS =
      new AlertPace(Duration.ofSeconds(5), Duration.ofSeconds(10));
}
