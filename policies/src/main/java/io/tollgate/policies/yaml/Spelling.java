package io.tollgate.policies.yaml;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Guesses which known name was meant by a misspelt one. */
public final class Spelling {

  /** Letters in common that make the start of a name recognisable. */
  private static final int MIN_PREFIX = 4;

  private Spelling() {}

  /**
   * The known name with the least edit distance (Damerau-Levenshtein with adjacent swaps, case
   * ignored), up to a third of the word's length; else a name that the word begins, or that begins
   * the word; else {@code null}. Of equally near names it is the first.
   */
  public static @Nullable String nearest(String word, Collection<String> names) {
    String wanted = word.toLowerCase(Locale.ROOT);
    int best = Math.max(1, wanted.length() / 3) + 1;
    String nearest = null;
    String begun = null;
    for (String name : names) {
      String known = name.toLowerCase(Locale.ROOT);
      if (Math.abs(known.length() - wanted.length()) < best) {
        int distance = distance(wanted, known);
        if (distance < best) {
          best = distance;
          nearest = name;
        }
      }
      int shorter = Math.min(known.length(), wanted.length());
      if (begun == null && shorter >= MIN_PREFIX && wanted.regionMatches(0, known, 0, shorter)) {
        begun = name;
      }
    }
    return nearest == null ? begun : nearest;
  }

  /** The advice {@code did you mean "x"?}, or {@code otherwise} where no name is near. */
  public static String advice(String word, Collection<String> names, String otherwise) {
    String nearest = nearest(word, names);
    return nearest == null ? otherwise : "did you mean \"" + nearest + "\"?";
  }

  private static int distance(String a, String b) {
    int[] beforePrevious = new int[b.length() + 1];
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        current[j] =
            Math.min(Math.min(previous[j] + 1, current[j - 1] + 1), previous[j - 1] + change);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          current[j] = Math.min(current[j], beforePrevious[j - 2] + 1);
        }
      }
      beforePrevious = previous;
      previous = current;
    }
    return previous[b.length()];
  }
}
