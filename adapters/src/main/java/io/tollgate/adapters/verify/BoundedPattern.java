package io.tollgate.adapters.verify;

import com.networknt.schema.regex.RegularExpression;
import java.util.regex.Pattern;

/**
 * A pattern of a schema that gives up after so many steps. Java's matcher backtracks, so that some
 * patterns take longer than anybody can wait; each step reads a character, which is counted.
 */
final class BoundedPattern implements RegularExpression {

  private static final int PATTERN_CHARS_MAX = 2_000;
  private static final int STEPS_MAX = 1_000_000;

  /** It took too long. */
  private static final class TooSlow extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooSlow() {
      super("a pattern took too long", null, false, false);
    }
  }

  private final Pattern pattern;

  private BoundedPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * A pattern.
   *
   * @throws IllegalArgumentException if it is none, or too long
   */
  static RegularExpression of(String pattern) {
    if (pattern.length() > PATTERN_CHARS_MAX) {
      throw new IllegalArgumentException("a pattern is too long");
    }
    return new BoundedPattern(Pattern.compile(pattern));
  }

  @Override
  public boolean matches(String value) {
    return pattern.matcher(new Counted(value, new Steps())).find();
  }

  /** A text of which only so many characters may be read, counting each time. */
  private static final class Counted implements CharSequence {

    private final CharSequence text;
    private final Steps left;

    Counted(CharSequence text, Steps left) {
      this.text = text;
      this.left = left;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      left.take();
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(text.subSequence(start, end), left);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }

  /** The steps that are left. */
  private static final class Steps {
    private int steps = STEPS_MAX;

    void take() {
      if (--steps < 0) {
        throw new TooSlow();
      }
    }
  }
}
