package io.tollgate.policies.yaml;

/** A part of a YAML document that knows where it stands, and to which mistakes are reported. */
public abstract sealed class YamlNode permits YamlMap, YamlList, YamlScalar {

  private final Source source;
  private final Position position;
  private final Place place;

  YamlNode(Source source, Position position, Place place) {
    this.source = source;
    this.position = position;
    this.place = place;
  }

  /** Where the node starts in its file. */
  public final Position position() {
    return position;
  }

  /** The place in the document, e.g. {@code policies[0].rules[2].when}; empty at the top. */
  public final String path() {
    return place.text();
  }

  /**
   * Reports a mistake at this node. Reading goes on, and comes to {@link Parsed.Failed} at its end.
   *
   * @param message what is wrong
   * @param advice what would be right; empty where the message says it all
   */
  public void problem(String message, String advice) {
    source.report(position, path(), message, advice);
  }

  final Source source() {
    return source;
  }

  final Place place() {
    return place;
  }

  /** What the node is, for messages: {@code a list}. */
  abstract String what();

  /** Reports that something else was expected here. */
  final void mismatch(String expected) {
    problem("found " + what(), "expected: " + expected);
  }
}
