package io.tollgate.gateway.limit;

/**
 * A limit that a request does not fit into.
 *
 * @param limit the limit
 * @param kind what of it is used up
 * @param waitMs milliseconds until it fits, if nobody else comes; a guess where requests have to
 *     end
 */
public record Objection(RateLimit limit, LimitKind kind, long waitMs) {

  /** Nobody knows when a running request ends. */
  static final long SHORT_MS = 500;
}
