package io.tollgate.gateway.ledger;

import io.tollgate.policies.yaml.Quoting;
import java.util.List;

/**
 * The accounts that a request is charged to, as they are written: joined by one space, which is why
 * no name has one.
 */
final class AccountNames {

  static final int CHARS_MAX = 200;

  /** So that all of them fit in one line of the journal, whatever they are called. */
  static final int COUNT_MAX = 256;

  private static final char SEPARATOR = ' ';

  /** So many have few combinations, as those have that a key is charged to with its units. */
  private static final int FEW = 8;

  private static final DerivedNames<List<String>> JOINED = new DerivedNames<>(AccountNames::joined);

  private AccountNames() {}

  /**
   * An immutable copy of names that can be written.
   *
   * @throws IllegalArgumentException with the reason where they cannot
   */
  static List<String> checked(List<String> names) {
    List<String> copy = List.copyOf(names);
    if (copy.size() > COUNT_MAX) {
      throw new IllegalArgumentException(
          "a request is charged to " + copy.size() + " accounts (expected: <= " + COUNT_MAX + ")");
    }
    for (int i = 0; i < copy.size(); i++) {
      String name = copy.get(i);
      check(name);
      // There are a handful for each request: a set of them would cost more than to look.
      if (copy.indexOf(name) < i) {
        throw new IllegalArgumentException(
            quoted(name) + " is named twice (expected: each account once)");
      }
    }
    return copy;
  }

  private static void check(String name) {
    if (name.isEmpty() || name.length() > CHARS_MAX) {
      throw new IllegalArgumentException(
          quoted(name)
              + " has a name of "
              + name.length()
              + " characters (expected: 1 to "
              + CHARS_MAX
              + ")");
    }
    for (int i = 0; i < name.length(); ) {
      int character = name.codePointAt(i);
      if (!canBeWritten(character)) {
        throw new IllegalArgumentException(
            String.format(
                "%s has U+%04X in its name (expected: no spaces, control characters or halves of a"
                    + " surrogate pair)",
                quoted(name), character));
      }
      i += Character.charCount(character);
    }
  }

  /** Half a surrogate pair is nothing that the store, which has UTF-8, could give back. */
  private static boolean canBeWritten(int character) {
    // Nearly all are of ASCII, and the names of every request are looked at.
    boolean isAsciiSign = '!' <= character && character <= '~';
    return isAsciiSign
        || (!Character.isSpaceChar(character)
            && !Character.isISOControl(character)
            && Character.getType(character) != Character.SURROGATE);
  }

  private static String quoted(String name) {
    return "account \"" + Quoting.shortened(name) + "\"";
  }

  /** The names as one text; they are not to change. */
  static String join(List<String> names) {
    return names.size() == 1
        ? names.getFirst()
        : names.size() <= FEW ? JOINED.of(names) : joined(names);
  }

  private static String joined(List<String> names) {
    return String.join(String.valueOf(SEPARATOR), names);
  }

  /** The names in a text that {@link #join} made of at least one; whether they are good is open. */
  static List<String> split(String text) {
    return List.of(text.split(String.valueOf(SEPARATOR), -1));
  }
}
