package io.tollgate.gateway.budget;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What money is spent for and budgets are made for: an organisation, a team, a key, a tag. What is
 * charged to a scope in the ledger is called an account, by the scope's {@link #text}.
 *
 * @param kind what it is
 * @param id its id within its kind; empty for {@link Kind#EVERYTHING} only
 */
public record Scope(Kind kind, String id) {

  /** All that this gateway spends, its measurements included. */
  public static final Scope EVERYTHING = new Scope(Kind.EVERYTHING, "");

  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final Pattern TAG =
      Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}=[A-Za-z0-9][A-Za-z0-9._:/@-]{0,95}");

  private static final Pattern MODEL =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,199}\\*?|\\*");

  /** Kinds of scopes, the widest first. */
  public enum Kind {
    EVERYTHING,
    ORGANIZATION,
    TEAM,
    PROJECT,
    USER,
    KEY,
    /** A pair of name and value that a key has or a request brings: {@code feature=search}. */
    TAG,
    /** Deployments, for rate limits only: {@code openai/*}. Nothing is charged to it. */
    MODEL;

    private final String key = name().toLowerCase(Locale.ROOT);

    /** The name in files and in the ledger. */
    public String key() {
      return key;
    }
  }

  public Scope {
    boolean valid =
        switch (kind) {
          case EVERYTHING -> id.isEmpty();
          case TAG -> TAG.matcher(id).matches();
          case MODEL -> MODEL.matcher(id).matches();
          case ORGANIZATION, TEAM, PROJECT, USER, KEY -> isId(id);
        };
    if (!valid) {
      throw new IllegalArgumentException(
          kind.key()
              + " \""
              + id
              + "\" (expected: "
              + switch (kind) {
                case TAG -> "name=value, of letters, digits and ._-:/@";
                case MODEL -> "provider/model, or the beginning of such names and a *";
                default -> "up to 64 of a-z, 0-9 and ._-, the first a letter or digit";
              }
              + ")");
    }
  }

  /** Whether a text may be the id of an organisation, a team, a project, a user or a key. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** A tag. */
  public static Scope tag(String name, String value) {
    return new Scope(Kind.TAG, name + "=" + value);
  }

  /** {@code team:search}, or {@code everything}: without spaces. */
  public String text() {
    return kind == Kind.EVERYTHING ? kind.key() : kind.key() + ":" + id;
  }

  /**
   * The scope that a text names.
   *
   * @throws IllegalArgumentException with a sentence, if it names none
   */
  public static Scope parse(String text) {
    if (text.equals(EVERYTHING.text())) {
      return EVERYTHING;
    }
    int colon = text.indexOf(':');
    Kind kind = colon < 0 ? null : kind(text.substring(0, colon));
    if (kind == null || kind == Kind.EVERYTHING) {
      throw new IllegalArgumentException(
          "found \""
              + text
              + "\" (expected: everything, organization:ID, team:ID, project:ID, user:ID, key:ID,"
              + " tag:NAME=VALUE or model:PROVIDER/MODEL)");
    }
    return new Scope(kind, text.substring(colon + 1));
  }

  private static @Nullable Kind kind(String key) {
    for (Kind kind : Kind.values()) {
      if (kind.key().equals(key)) {
        return kind;
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return text();
  }
}
