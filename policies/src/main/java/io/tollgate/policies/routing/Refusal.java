package io.tollgate.policies.routing;

/**
 * The statement that no deployment may answer a request.
 *
 * @param code what kind of refusal it is
 * @param sentence what is wrong and what would be right, for the caller
 * @param retryAfterMs milliseconds after which the same request may be taken; 0 where waiting does
 *     not help
 */
public record Refusal(Code code, String sentence, long retryAfterMs) implements Routing {

  /** The kinds of refusal a router gives. */
  public enum Code {
    /** No policy, deployment or alias has the requested name. */
    UNKNOWN_MODEL,
    /** The name is known, but nothing under it qualifies for this request. */
    NO_CANDIDATE,
    /** The caller may not have what would qualify. */
    FORBIDDEN,
    /** What would qualify may cost more than is left of a budget. */
    OVER_BUDGET,
    /** What would qualify may cost more than the caller wants to pay for this request. */
    OVER_MAX_COST,
    /** What would qualify takes no requests at the moment. */
    UNAVAILABLE,
    /** What would qualify is limited in its rate by its provider. */
    THROTTLED
  }
}
