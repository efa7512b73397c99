package io.tollgate.gateway.training;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** What two wordings of the same question have in common. */
final class QuestionKey {

  /** Options are shuffled, cut and added to between sets; the question stays. */
  private static final String FIRST_OPTION = "\nA. ";

  private static final Pattern NO_LETTER_OR_DIGIT = Pattern.compile("[^\\p{L}\\p{N}]+");

  private QuestionKey() {}

  /** The key of a prompt; that of its id where nothing is left of the text. */
  static String of(String text, String id) {
    int options = text.indexOf(FIRST_OPTION);
    String key = normalised(options < 0 ? text : text.substring(0, options));
    if (key.isEmpty()) {
      key = normalised(text);
    }
    return key.isEmpty() ? "id " + id : key;
  }

  private static String normalised(String text) {
    String plain = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return NO_LETTER_OR_DIGIT.matcher(plain).replaceAll(" ").strip();
  }
}
