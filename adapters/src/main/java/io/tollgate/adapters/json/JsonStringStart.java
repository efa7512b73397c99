package io.tollgate.adapters.json;

/**
 * The first characters of a JSON string in a byte array, decoded without looking at the rest of it.
 *
 * <p>Surrogates come in pairs, neither split nor alone: what would be half of one is U+FFFD, and so
 * is what is no UTF-8.
 */
public final class JsonStringStart {

  private static final char UNREADABLE = '\uFFFD';

  private final byte[] array;
  private final int end;
  private int at;

  private JsonStringStart(byte[] array, int at, int end) {
    this.array = array;
    this.at = at;
    this.end = end;
  }

  /**
   * Appends what a string says until the target is full.
   *
   * @param quote index of the opening quote
   * @param end index after the last byte that may be read
   * @param maxChars the most characters that the target may have in the end
   */
  public static void append(StringBuilder target, byte[] array, int quote, int end, int maxChars) {
    JsonStringStart string = new JsonStringStart(array, quote + 1, end);
    while (target.length() < maxChars) {
      int point = string.next();
      if (point < 0 || target.length() + Character.charCount(point) > maxChars) {
        return;
      }
      target.appendCodePoint(point);
    }
  }

  /** The next code point; -1 at the end of the string. */
  private int next() {
    if (at >= end || array[at] == '"') {
      return -1;
    }
    int point = array[at] == '\\' ? escaped() : plain();
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE
        ? UNREADABLE
        : point;
  }

  private int plain() {
    int first = array[at++];
    if (first >= 0) {
      return first;
    }
    int more = first >= (byte) 0xF0 ? 3 : first >= (byte) 0xE0 ? 2 : 1;
    int point = first & (0x3F >> more);
    for (int i = 0; i < more; i++) {
      if (at >= end || (array[at] & 0xC0) != 0x80) {
        return UNREADABLE;
      }
      point = point << 6 | (array[at++] & 0x3F);
    }
    return Character.isValidCodePoint(point) ? point : UNREADABLE;
  }

  private int escaped() {
    byte kind = at + 1 < end ? array[at + 1] : 0;
    if (kind != 'u') {
      at += 2;
      return switch (kind) {
        case 'n' -> '\n';
        case 't' -> '\t';
        case 'r' -> '\r';
        case 'b' -> '\b';
        case 'f' -> '\f';
        case 0 -> -1;
        default -> kind;
      };
    }
    int unit = unit(at);
    at += 6;
    if (unit >= Character.MIN_HIGH_SURROGATE && unit <= Character.MAX_HIGH_SURROGATE) {
      int low = unit(at);
      if (low >= Character.MIN_LOW_SURROGATE && low <= Character.MAX_LOW_SURROGATE) {
        at += 6;
        return Character.toCodePoint((char) unit, (char) low);
      }
    }
    return unit;
  }

  /** The UTF-16 unit whose escape begins at an index; -1 where there is none. */
  private int unit(int i) {
    if (i + 6 > end || array[i] != '\\' || array[i + 1] != 'u') {
      return -1;
    }
    int unit = 0;
    for (int k = i + 2; k < i + 6; k++) {
      int digit = Character.digit(array[k], 16);
      if (digit < 0) {
        return -1;
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }
}
