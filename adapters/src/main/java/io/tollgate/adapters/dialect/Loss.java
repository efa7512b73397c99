package io.tollgate.adapters.dialect;

/**
 * Something that a client said and that a provider's dialect has no word for.
 *
 * @param weight what leaving it out does
 * @param field its name in the client's dialect, printable ASCII without commas and semicolons,
 *     e.g. {@code logit_bias}
 * @param reason why, in a few words of printable ASCII without commas and semicolons, e.g. {@code
 *     Anthropic has none}
 */
public record Loss(Weight weight, String field, String reason) {

  /** What leaving something out does. */
  public enum Weight {
    /** The answer is as good without it: cache marks, tags, tiers, a seed. */
    HINT,
    /** The answer is another one without it: an image, a schema, a second choice. */
    MEANING
  }
}
