package io.tollgate.adapters.profile;

import org.jspecify.annotations.Nullable;

/**
 * The reason why a request body cannot be served, which is the client's to mend.
 *
 * <p>The message never quotes the body beyond the names of parameters the gateway knows. It has no
 * stack trace: it says what is wrong with a body, not with the program.
 */
public final class MalformedRequest extends Exception {

  private final int status;
  private final String code;
  private final @Nullable String param;
  private final String text;

  /**
   * A refusal.
   *
   * @param status the HTTP status, 400 to 499
   * @param code what is wrong, in a word that programs can compare
   * @param param the parameter that is wrong, if it is one
   * @param message what is wrong and what would be right, in a sentence
   */
  public MalformedRequest(int status, String code, @Nullable String param, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.param = param;
    this.text = message;
  }

  /** The HTTP status, 400 to 499. */
  public int status() {
    return status;
  }

  /** What is wrong, in a word that programs can compare. */
  public String code() {
    return code;
  }

  /** The parameter that is wrong, if it is one. */
  public @Nullable String param() {
    return param;
  }

  /** What is wrong and what would be right, in a sentence. */
  public String message() {
    return text;
  }
}
