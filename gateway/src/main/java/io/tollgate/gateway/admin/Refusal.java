package io.tollgate.gateway.admin;

import org.jspecify.annotations.Nullable;

/** A call that is not done, and what would be right. */
final class Refusal extends RuntimeException {

  private final int status;
  private final @Nullable String field;

  private Refusal(int status, @Nullable String field, String detail) {
    super(detail, null, false, false);
    this.status = status;
    this.field = field;
  }

  /** A call that is wrong as a whole. */
  static Refusal of(int status, String detail) {
    return new Refusal(status, null, detail);
  }

  /** A field that is not what it should be. */
  static Refusal field(String field, String detail) {
    return new Refusal(400, field, field + ": " + detail);
  }

  /** What the role or the scope of the caller does not go to. */
  static Refusal forbidden(String detail) {
    return new Refusal(403, null, detail);
  }

  int status() {
    return status;
  }

  String detail() {
    return String.valueOf(getMessage());
  }

  /** What the audit log says: nothing of a body that is wrong, for who knows what is in it. */
  String recorded() {
    if (status != 400) {
      return detail();
    }
    boolean named = field != null && field.matches("[a-z0-9_]{1,24}");
    return named ? field + " is not as it has to be" : "The call is not as it has to be.";
  }

  Answer answer() {
    return Answer.problem(status, detail(), field);
  }
}
