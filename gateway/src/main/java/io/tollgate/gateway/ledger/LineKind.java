package io.tollgate.gateway.ledger;

/** What kind of line of a bill is summed up; the keys are part of the store. */
public enum LineKind {
  /** A meter of an attempt that was billed, or has no price. */
  USAGE("usage"),
  /** An attempt whose outcome was lost, at its estimate. */
  IN_DOUBT("in-doubt"),
  /** A price that was put right, or a doubt that was resolved. */
  CORRECTION("correction"),
  /** What an invoice says otherwise. */
  VARIANCE("variance"),
  /** Owned capacity that nobody used. */
  IDLE("idle");

  private final String key;

  LineKind(String key) {
    this.key = key;
  }

  /** Its name in the store. */
  public String key() {
    return key;
  }

  static LineKind of(String key) {
    for (LineKind kind : values()) {
      if (kind.key.equals(key)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("\"" + key + "\" is not a kind of line");
  }
}
