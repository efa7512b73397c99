package io.tollgate.gateway.upstream;

/** What an attempt that is over says of the deployment it went to. */
public sealed interface Verdict {

  /** It says nothing: the client left, or the request itself was at fault. */
  Verdict NOTHING = new Nothing();

  /** See {@link #NOTHING}. */
  record Nothing() implements Verdict {}

  /**
   * The deployment answered in full.
   *
   * @param firstTokenNanos nanoseconds to its first token
   */
  record Sound(long firstTokenNanos) implements Verdict {}

  /**
   * It failed.
   *
   * @param reason a word or two for people
   * @param overloaded whether it seems to have had too much to do
   */
  record Faulty(String reason, boolean overloaded) implements Verdict {}

  /**
   * It is not who it should be, or cannot prove it: no request is to be sent there until that is
   * mended.
   */
  record Untrusted(String reason) implements Verdict {}

  /**
   * The gateway is not taken for somebody who may ask. With another account it may be.
   *
   * @param reason a word or two for people
   * @param of what is refused
   */
  record Refused(String reason, Of of) implements Verdict {

    /** What is refused. */
    public enum Of {
      /** The key, whatever is asked. */
      KEY,
      /** What was asked; the key may be good for something else. */
      DEPLOYMENT,
      /** Nothing was asked, because the gateway could not say who it is. */
      PROOF
    }

    /** Whether it is a failure of the deployment where there is no other account. */
    boolean isFault() {
      return of != Of.DEPLOYMENT;
    }
  }

  /**
   * It is asked too often.
   *
   * @param pauseMs milliseconds it wants to be left alone, or -1 where it did not say
   */
  record Throttled(long pauseMs) implements Verdict {}

  /**
   * The account with the provider is spent or at its limit: waiting a little does not help.
   *
   * @param pauseMs milliseconds the provider said to wait, or -1 where it did not say
   */
  record AccountSpent(long pauseMs) implements Verdict {}
}
