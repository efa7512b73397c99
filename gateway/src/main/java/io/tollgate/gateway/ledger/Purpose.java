package io.tollgate.gateway.ledger;

/** What a request is made for; the keys are part of the file format. */
public enum Purpose {
  /** To answer a client. */
  SERVE("serve"),
  /** To measure the quality of answers: shadow runs and judges, which nobody gets to read. */
  MEASUREMENT("measurement");

  private final String key;

  Purpose(String key) {
    this.key = key;
  }

  /** Its name in the ledger and in reports. */
  public String key() {
    return key;
  }

  /**
   * The purpose with a key.
   *
   * @throws IllegalArgumentException when there is none
   */
  static Purpose of(String key) {
    for (Purpose purpose : values()) {
      if (purpose.key.equals(key)) {
        return purpose;
      }
    }
    throw new IllegalArgumentException("\"" + key + "\" is not a purpose");
  }
}
