package io.tollgate.policies.price;

import java.util.Locale;

/**
 * Who pays for a call, and so where its cost is booked.
 *
 * @param kind how it is paid
 * @param name the commitment or the pool; empty where the kind has none
 */
public record Funding(Kind kind, String name) {

  /** The ways to pay for a call. */
  public enum Kind {
    /** The provider's invoice, per use. */
    INVOICE,
    /** A commitment that was bought and is used up. */
    COMMITMENT,
    /** A pool of one's own machines. */
    OWNED,
    /** Nobody: a free tier or a credit. */
    FREE;

    private final String key = name().toLowerCase(Locale.ROOT);

    /** Whether there are several of the kind, told apart by their names. */
    public boolean isNamed() {
      return this == COMMITMENT || this == OWNED;
    }
  }

  /** What is paid by the provider's invoice, as nearly everything is. */
  public static final Funding INVOICE = new Funding(Kind.INVOICE, "");

  /** What nobody pays for. */
  public static final Funding FREE = new Funding(Kind.FREE, "");

  public Funding {
    if (kind.isNamed() ? !isName(name) : !name.isEmpty()) {
      throw new IllegalArgumentException(
          "%s funding is named \"%s\" (expected: %s)"
              .formatted(
                  kind.key,
                  name,
                  kind.isNamed() ? "letters, digits, \".\", \"_\" and \"-\"" : "no name"));
    }
  }

  /**
   * The funding that a text names: {@code invoice}, {@code commitment:NAME}, {@code owned:POOL} or
   * {@code free}.
   *
   * @throws IllegalArgumentException if it names none; the message says what would be right
   */
  public static Funding parse(String text) {
    int colon = text.indexOf(':');
    String before = colon < 0 ? text : text.substring(0, colon);
    String name = colon < 0 ? "" : text.substring(colon + 1);
    for (Kind kind : Kind.values()) {
      if (kind.key.equals(before)
          && kind.isNamed() == colon >= 0
          && (!kind.isNamed() || isName(name))) {
        return new Funding(kind, name);
      }
    }
    throw new IllegalArgumentException(
        "\"%s\" (expected: invoice, commitment:NAME, owned:POOL or free)".formatted(text));
  }

  private static boolean isName(String name) {
    return name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  }

  /** The text that {@link #parse} reads. */
  @Override
  public String toString() {
    return kind.isNamed() ? kind.key + ":" + name : kind.key;
  }
}
