package io.tollgate.gateway.signin;

/** A sign-in that does not come about. Its message is for everybody: no secret is in it. */
final class SignInFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String who;

  private SignInFailure(int status, String who, String detail) {
    super(detail, null, false, false);
    this.status = status;
    this.who = who;
  }

  /** The browser did not bring what it should have. */
  static SignInFailure wrong(String detail) {
    return new SignInFailure(400, "", detail);
  }

  /** The issuer does not vouch for anybody, or not so that it is believed. */
  static SignInFailure refused(String detail) {
    return new SignInFailure(403, "", detail);
  }

  /** It is known who it is, and he may not. */
  static SignInFailure refused(String who, String detail) {
    return new SignInFailure(403, who, detail);
  }

  /** Something that is needed is not there now. */
  static SignInFailure unavailable(String detail) {
    return new SignInFailure(503, "", detail);
  }

  /** The issuer cannot be asked. */
  static SignInFailure issuerDown(String reason) {
    return unavailable(
        "The identity provider cannot be asked: "
            + reason
            + ". Try again later, or use an admin token; who is signed in stays so to the end of"
            + " his session.");
  }

  int status() {
    return status;
  }

  /** Who it is in the audit log, or empty. */
  String who() {
    return who;
  }

  String detail() {
    return String.valueOf(getMessage());
  }
}
