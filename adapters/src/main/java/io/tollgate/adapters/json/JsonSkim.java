package io.tollgate.adapters.json;

/**
 * Walking over JSON in a byte array without decoding or checking it: for documents of which only a
 * few places matter.
 *
 * <p>Strings are honoured, so nothing inside one is taken for structure; numbers, literals and the
 * kind of a closing bracket are not checked. Every method takes and returns an index, and returns
 * -1 where the bytes end too early or are plainly not JSON.
 */
public final class JsonSkim {

  private final byte[] array;
  private final int end;
  private int stringBytes;

  /** A walk over the bytes of {@code array} before {@code end}. */
  public JsonSkim(byte[] array, int end) {
    this.array = array;
    this.end = end;
  }

  /** The byte at an index, or 0 outside of the document. */
  public byte at(int i) {
    return i >= 0 && i < end ? array[i] : 0;
  }

  /** The index of the first byte from {@code i} on that is not white space. */
  public int space(int i) {
    int at = i;
    while (at >= 0
        && at < end
        && (array[at] == ' ' || array[at] == '\n' || array[at] == '\r' || array[at] == '\t')) {
      at++;
    }
    return at;
  }

  /** The index after the string whose opening quote is at {@code i}. */
  public int string(int i) {
    int at = i + 1;
    while (at < end) {
      byte b = array[at];
      if (b == '"') {
        return at + 1;
      }
      if (b >= 0 && b < 0x20) {
        return -1;
      }
      at += b == '\\' ? 2 : 1;
    }
    return -1;
  }

  /**
   * The index after the value that begins at {@code i}.
   *
   * <p>{@link #stringBytes()} then tells the bytes of the strings in it that are no names.
   */
  public int value(int i) {
    stringBytes = 0;
    return switch (at(i)) {
      case '"' -> {
        int after = string(i);
        stringBytes = Math.max(0, after - i - 2);
        yield after;
      }
      case '{', '[' -> container(i);
      default -> scalar(i);
    };
  }

  /** The bytes of the strings in the last value, without quotes, escapes as written, no names. */
  public int stringBytes() {
    return stringBytes;
  }

  /** Whether the bytes from {@code from} to {@code to} are this ASCII text. */
  public boolean is(String text, int from, int to) {
    if (to - from != text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (array[from + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private int container(int i) {
    int depth = 0;
    int at = i;
    while (at >= 0 && at < end) {
      switch (array[at]) {
        case '"' -> {
          int after = string(at);
          if (after < 0) {
            return -1;
          }
          if (at(space(after)) != ':') {
            stringBytes += after - at - 2;
          }
          at = after;
        }
        case '{', '[' -> {
          depth++;
          at++;
        }
        case '}', ']' -> {
          at++;
          if (--depth == 0) {
            return at;
          }
        }
        default -> at++;
      }
    }
    return -1;
  }

  private int scalar(int i) {
    int at = i;
    while (at < end && isScalarByte(array[at])) {
      at++;
    }
    return at == i ? -1 : at;
  }

  private static boolean isScalarByte(byte b) {
    return (b >= '0' && b <= '9')
        || (b >= 'a' && b <= 'z')
        || b == '-'
        || b == '+'
        || b == '.'
        || b == 'E';
  }
}
