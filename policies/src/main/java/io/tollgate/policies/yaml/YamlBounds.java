package io.tollgate.policies.yaml;

/**
 * How large a document may be, so that a mistaken or a hostile one is refused before it takes the
 * memory of the process.
 *
 * @param characters of its text
 * @param nodes values after its aliases are replaced by what they stand for
 */
public record YamlBounds(int characters, int nodes) {

  /** For files that people write: 4 MiB of text and half a million values. */
  public static final YamlBounds USUAL = new YamlBounds(4 << 20, 500_000);
}
