package io.tollgate.gateway.signin;

import java.util.List;

/**
 * What a browser is answered.
 *
 * @param status HTTP status
 * @param detail what is wrong and what would be right; empty if all is well
 * @param location where it is sent; empty if nowhere
 * @param cookies {@code set-cookie} headers
 */
public record SignInAnswer(int status, String detail, String location, List<String> cookies) {

  public SignInAnswer {
    cookies = List.copyOf(cookies);
  }

  static SignInAnswer sent(String location, List<String> cookies) {
    return new SignInAnswer(303, "", location, cookies);
  }

  static SignInAnswer done(List<String> cookies) {
    return new SignInAnswer(204, "", "", cookies);
  }

  static SignInAnswer refused(SignInFailure failure) {
    return new SignInAnswer(failure.status(), failure.detail(), "", List.of());
  }

  /** Nothing is told of it: addresses have secrets in them, and so have cookies. */
  @Override
  public String toString() {
    return "SignInAnswer[" + status + "]";
  }
}
