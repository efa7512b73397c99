package io.tollgate.bench.provider;

/** How a simulated exchange came to its end. */
public enum Ending {
  /** The whole answer was written, for a stream including {@code [DONE]}. */
  COMPLETE("complete"),
  /** No answer was generated: an error status, a redirect, or a page in place of an answer. */
  REFUSED("refused"),
  /** The provider broke off, as a fault directive told it to. */
  BROKEN("broken"),
  /** The client closed the connection before the answer was written. */
  CLIENT_LEFT("client_left");

  private final String key;

  Ending(String key) {
    this.key = key;
  }

  /** The name in the bill file. */
  public String key() {
    return key;
  }

  static Ending ofKey(String key) {
    for (Ending ending : values()) {
      if (ending.key.equals(key)) {
        return ending;
      }
    }
    throw new IllegalArgumentException("ending: " + key);
  }
}
