package io.tollgate.gateway.upstream;

/**
 * Why a call to a provider came to nothing or broke off.
 *
 * @param kind what may follow from it
 * @param message what happened, without bodies, keys or prompts
 */
public record UpstreamFailure(Kind kind, String message) {

  /** Failures by consequence. */
  public enum Kind {
    /** No byte of the request can have reached the provider: nothing is owed. */
    NOT_SENT,
    /** The same, because the gateway has nothing at hand that proves who it is. */
    UNPROVABLE,
    /**
     * The same, because the provider could not prove who it is, or TLS failed otherwise: it is not
     * asked again, and never without TLS.
     */
    UNTRUSTED,
    /** No answer began in time; the provider may have worked. */
    LATE,
    /** The connection broke after the request was sent and before an answer began. */
    LOST,
    /** The answer broke off, stalled, or passed the total deadline. */
    CUT,
    /** What arrived is not what the dialect allows. */
    PROTOCOL
  }
}
