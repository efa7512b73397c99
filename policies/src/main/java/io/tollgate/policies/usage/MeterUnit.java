package io.tollgate.policies.usage;

/**
 * What one unit of a {@link Meter} is: quantities are whole numbers of it, and prices are per it.
 */
public enum MeterUnit {
  /** A token of a model's input or output. */
  TOKEN("token"),
  /** A request that was sent to a provider. */
  CALL("call"),
  /** A query that a provider's own search was asked. */
  SEARCH("search"),
  /** A picture that was made or read, where pictures are not billed as tokens. */
  IMAGE("image"),
  /**
   * A thousandth of a second of sound or film. Providers bill seconds and report fractions of them;
   * in thousandths both the quantities and the prices per second are whole numbers.
   */
  MILLISECOND("millisecond"),
  /** A character of text, where text is not billed as tokens. */
  CHARACTER("character"),
  /** A page of a document. */
  PAGE("page"),
  /** A token kept for an hour in a prompt cache that is billed by time. */
  TOKEN_HOUR("token_hour"),
  /** An amount that is owed whatever was consumed. */
  CHARGE("charge");

  private final String key;

  MeterUnit(String key) {
    this.key = key;
  }

  /** The name in exports. */
  public String key() {
    return key;
  }
}
