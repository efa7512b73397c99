package io.tollgate.gateway.ledger;

/** Who judged an answer; the keys are part of the file format. */
public enum JudgementSource {
  /** The caller, who told how good it was. */
  FEEDBACK("feedback"),
  /** A check that the gateway makes itself, of form rather than content. */
  VERIFIER("verifier"),
  /** A model that compared it with the reference's answer. */
  JUDGE("judge"),
  /** Another model, whose answer was the same or was not. */
  AGREEMENT("agreement");

  private final String key;

  JudgementSource(String key) {
    this.key = key;
  }

  /** Its name in the ledger and in reports. */
  public String key() {
    return key;
  }

  /**
   * The source with a key.
   *
   * @throws IllegalArgumentException when there is none
   */
  static JudgementSource of(String key) {
    for (JudgementSource source : values()) {
      if (source.key.equals(key)) {
        return source;
      }
    }
    throw new IllegalArgumentException("\"" + key + "\" is not a source of judgements");
  }
}
