package io.tollgate.policies.quality;

import java.util.Locale;

/**
 * What can be counted of a prompt: its lengths, what its characters are, how it asks, and what the
 * request wants beside an answer in words.
 *
 * <p>Figures that grow with length are logarithms, shares are 0 to 1, marks are 0 or 1.
 */
final class PromptTraits {

  /** Number of traits; their order is part of the format of model files. */
  static final int COUNT = 27;

  private static final int MAX_OPTIONS = 10;

  /**
   * What stands beside the question counts in units of so many tokens: the few that every dialect
   * frames a message with are not to look like a context.
   */
  private static final float CONTEXT_TOKENS = 256;

  private PromptTraits() {}

  /** The traits of a prompt. */
  static float[] of(Prompt prompt) {
    String text = prompt.text();
    Options options = Options.of(text);
    String stem = text.substring(0, options.start).toLowerCase(Locale.ROOT);
    int length = text.length();
    int digits = 0;
    int symbols = 0;
    int upper = 0;
    int foreign = 0;
    int code = 0;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits++;
      } else if (c >= 'A' && c <= 'Z') {
        upper++;
      } else if (c >= 0x80) {
        foreign++;
      } else if ("=+*/^\\$<>_{}()".indexOf(c) >= 0) {
        symbols++;
      }
      if (c == ';' || c == '{' || c == '}' || c == '\t') {
        code++;
      }
    }
    float each = 1f / (length + 1);
    return new float[] {
      log(length),
      log(stem.length()),
      options.count / 10f,
      digits * each,
      options.count == 0 ? 0 : options.numeric / (float) options.count,
      symbols * each,
      upper * each,
      options.count == 0 ? 0 : log(options.chars / (double) options.count),
      mark(stem.indexOf('?') >= 0),
      mark(stem.contains("____")),
      mark(text.contains("tatement")),
      mark(stem.contains("approximately")),
      mark(stem.contains("which of the following")),
      log(count(stem, '.')),
      mark(hasWord(stem, "not") || hasWord(stem, "except")),
      mark(options.wide),
      log(count(stem, '\n')),
      log(numbers(stem)),
      mark(stem.indexOf('%') >= 0 || stem.contains("percent")),
      mark(stem.indexOf('$') >= 0),
      foreign * each,
      code * each,
      log(prompt.tools()),
      mark(prompt.schema()),
      mark(prompt.images()),
      log(Math.max(0, prompt.messages() - 1)),
      log(Math.max(0, prompt.inputTokens() - length / 4) / CONTEXT_TOKENS),
    };
  }

  /** Lettered options at the end of a question, as exams have them. */
  private static final class Options {
    private int start;
    private int count;
    private int numeric;
    private int chars;
    private boolean wide;

    static Options of(String text) {
      Options options = new Options();
      options.start = text.length();
      int line = text.indexOf('\n');
      while (line >= 0 && options.count < MAX_OPTIONS) {
        int next = text.indexOf('\n', line + 1);
        int end = next < 0 ? text.length() : next;
        if (end - line > 3
            && text.charAt(line + 1) == 'A' + options.count
            && (text.charAt(line + 2) == '.' || text.charAt(line + 2) == ')')) {
          options.add(text, line, end);
        }
        line = next;
      }
      return options;
    }

    private void add(String text, int line, int end) {
      if (count == 0) {
        start = line;
      }
      count++;
      String option = text.substring(line + 3, end).strip().toLowerCase(Locale.ROOT);
      chars += option.length();
      wide |= option.contains("all of") || option.contains("none of");
      int at = 0;
      while (at < option.length() && "$-.,\\ ".indexOf(option.charAt(at)) >= 0) {
        at++;
      }
      if (at < option.length() && option.charAt(at) >= '0' && option.charAt(at) <= '9') {
        numeric++;
      }
    }
  }

  private static float log(double value) {
    return (float) Math.log1p(value);
  }

  private static float mark(boolean set) {
    return set ? 1 : 0;
  }

  private static int count(String text, char wanted) {
    int count = 0;
    for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
      count++;
    }
    return count;
  }

  private static int numbers(String text) {
    int count = 0;
    boolean within = false;
    for (int i = 0; i < text.length(); i++) {
      boolean digit = text.charAt(i) >= '0' && text.charAt(i) <= '9';
      if (digit && !within) {
        count++;
      }
      within = digit;
    }
    return count;
  }

  private static boolean hasWord(String text, String word) {
    for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      int end = at + word.length();
      if ((at == 0 || !Character.isLetter(text.charAt(at - 1)))
          && (end == text.length() || !Character.isLetter(text.charAt(end)))) {
        return true;
      }
    }
    return false;
  }
}
