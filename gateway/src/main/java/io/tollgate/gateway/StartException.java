package io.tollgate.gateway;

/** A gateway that cannot start; the message is a sentence for the person who started it. */
public final class StartException extends Exception {

  /** What cannot be done, and why. */
  public StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
