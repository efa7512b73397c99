package io.tollgate.gateway.signin;

import java.time.Duration;

/**
 * Somebody who is signed in.
 *
 * @param issuer who said so
 * @param clientId to which client
 * @param claims what was said of him
 * @param sinceNanos when, on the clock of {@link Sessions}
 */
record Session(String issuer, String clientId, Claims claims, long sinceNanos) {

  /** Whether it is of the same person: subjects are an issuer's own. */
  boolean isOfSamePersonAs(Session other) {
    return issuer.equals(other.issuer) && claims.subject().equals(other.claims.subject());
  }

  /** Whether it still counts: as long as is said now, not as was said when it began. */
  boolean isGood(SignInSettings now, long nanos) {
    Duration age = Duration.ofNanos(nanos - sinceNanos);
    return issuer.equals(now.issuer())
        && clientId.equals(now.clientId())
        && age.compareTo(now.session()) < 0;
  }
}
