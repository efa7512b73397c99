package io.tollgate.policies.routing;

/**
 * The statement that no deployment may answer a request.
 *
 * @param code what kind of refusal it is
 * @param sentence what is wrong and what would be right, for the caller
 */
public record Refusal(Code code, String sentence) implements Routing {

  /** The kinds of refusal a router gives. */
  public enum Code {
    /** No policy, deployment or alias has the requested name. */
    UNKNOWN_MODEL,
    /** The name is known, but nothing under it qualifies for this request. */
    NO_CANDIDATE
  }
}
