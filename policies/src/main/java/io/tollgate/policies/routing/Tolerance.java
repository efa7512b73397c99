package io.tollgate.policies.routing;

/**
 * What of a request may be left out where it is translated and the provider's dialect has no word
 * for it. Whatever is left out, the answer says so.
 */
public enum Tolerance {
  /** Nothing: only a deployment that can be told everything may answer. */
  NOTHING("nothing"),
  /** What does not change the answer: cache marks, tags, service tiers, a seed. */
  HINTS("hints"),
  /** Also what changes the answer: an image, a schema, a second choice. */
  ANYTHING("anything");

  private final String key;

  Tolerance(String key) {
    this.key = key;
  }

  /** The name in policy files. */
  public String key() {
    return key;
  }
}
