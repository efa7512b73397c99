package io.tollgate.adapters.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * One pass over a JSON document in a byte array, token by token, with the position of each.
 *
 * <p>Strings are not decoded unless asked for: {@link #measure()} counts the bytes of one without
 * looking at it. A member's value is read by a method that is entered with the value's first token
 * as the current one and left with its last.
 *
 * <p>Methods that advance throw {@link JacksonException} where the document is not well-formed or
 * passes a limit; the message of that exception may quote the document and must not be shown.
 */
public final class JsonCursor implements AutoCloseable {

  /** Levels of nesting that are accepted. */
  public static final int MAX_DEPTH = 500;

  /** Tokens in one document that are accepted; strings are one token each, whatever their size. */
  public static final int MAX_TOKENS = 1_000_000;

  /** Digits of one number that are accepted. */
  public static final int MAX_NUMBER_DIGITS = 1_000;

  /** Characters of one member name that are accepted. */
  public static final int MAX_NAME_CHARS = 4_096;

  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxNestingDepth(MAX_DEPTH)
          .maxTokenCount(MAX_TOKENS)
          .maxNumberLength(MAX_NUMBER_DIGITS)
          .maxNameLength(MAX_NAME_CHARS)
          // A string cannot be longer than the document, and that is limited where it is received.
          .maxStringLength(Integer.MAX_VALUE)
          .build();

  // A guess of UTF-16 would lose the positions; JSON on the wire is UTF-8 (RFC 8259).
  private static final JsonFactory LENIENT =
      new FastSkipFactory(JsonFactory.builder().streamReadConstraints(LIMITS));

  private static final JsonFactory STRICT =
      new FastSkipFactory(
          JsonFactory.builder()
              .streamReadConstraints(LIMITS)
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION));

  private final JsonParser parser;
  private final byte[] array;
  private final int base;
  private final int limit;
  private @Nullable JsonToken token;
  private int measureFrom = -1;
  private long measuredBytes;
  private int measuredTo;

  private JsonCursor(JsonFactory factory, byte[] array, int offset, int length) {
    this.array = array;
    // A byte order mark is not part of a document, and would shift every position.
    int mark = startsWithMark(array, offset, length) ? 3 : 0;
    this.base = offset + mark;
    this.limit = offset + length;
    this.parser = factory.createParser(ObjectReadContext.empty(), array, base, length - mark);
  }

  /** A cursor that takes the last of several members with one name, as most readers do. */
  public static JsonCursor lenient(byte[] array, int offset, int length) {
    return new JsonCursor(LENIENT, array, offset, length);
  }

  /** A cursor for which two members of one object with the same name are an error. */
  public static JsonCursor strict(byte[] array, int offset, int length) {
    return new JsonCursor(STRICT, array, offset, length);
  }

  /** Whether the bytes begin with the UTF-8 byte order mark. */
  public static boolean startsWithMark(byte[] array, int offset, int length) {
    return length >= 3
        && array[offset] == (byte) 0xEF
        && array[offset + 1] == (byte) 0xBB
        && array[offset + 2] == (byte) 0xBF;
  }

  /** Whether the bytes are one JSON object, complete, and nothing after it but white space. */
  public static boolean isObject(byte[] array, int offset, int length) {
    try (JsonCursor cursor = lenient(array, offset, length)) {
      if (cursor.next() != JsonToken.START_OBJECT) {
        return false;
      }
      cursor.skip();
      return cursor.next() == null;
    } catch (JacksonException e) {
      return false;
    }
  }

  /** Advances to the next token; {@code null} at the end of the document. */
  public @Nullable JsonToken next() {
    token = parser.nextToken();
    if (measureFrom >= 0) {
      int quote = closingQuoteBefore(token == null ? limit : start());
      measuredBytes += quote - measureFrom;
      measuredTo = quote + 1;
      measureFrom = -1;
    }
    return token;
  }

  /** The current token; {@code null} before the first and after the last. */
  public @Nullable JsonToken token() {
    return token;
  }

  /** Whether the current token is this one. */
  public boolean at(JsonToken expected) {
    return token == expected;
  }

  /** The name of the member the cursor is at, unescaped. */
  public String name() {
    String name = parser.currentName();
    return name == null ? "" : name;
  }

  /** The text of the current scalar, decoded. */
  public String text() {
    return parser.getString();
  }

  /** The current number, which is written as at most 18 digits without fraction or exponent. */
  public long wholeNumber() {
    return parser.getLongValue();
  }

  /** How many characters the current number is written with. */
  public int numberLength() {
    return parser.getStringLength();
  }

  /** Whether the current token is a string that is written as this ASCII text, without escapes. */
  public boolean says(String ascii) {
    if (token != JsonToken.VALUE_STRING) {
      return false;
    }
    int from = start() + 1;
    if (from + ascii.length() >= limit || array[from + ascii.length()] != '"') {
      return false;
    }
    for (int i = 0; i < ascii.length(); i++) {
      if (array[from + i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The index of the current token's first byte; of a string, that is its opening quote. */
  public int start() {
    return base + (int) parser.currentTokenLocation().getByteOffset();
  }

  /** The index after the last byte of the current token, which is decoded if it is a string. */
  public int end() {
    if (token == JsonToken.VALUE_STRING) {
      parser.finishToken();
    } else if (token != null && token.isStructEnd()) {
      return start() + 1;
    } else if (token != null && token.isScalarValue()) {
      return start() + parser.getStringLength();
    }
    return base + (int) parser.currentLocation().getByteOffset();
  }

  /** Skips the rest of the current value: to its end if it is an object or array. */
  public void skip() {
    if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
      int depth = 1;
      while (depth > 0) {
        JsonToken current = next();
        if (current == null) {
          return;
        }
        depth += current.isStructStart() ? 1 : current.isStructEnd() ? -1 : 0;
      }
    }
  }

  /** Skips the current object or array and returns the bytes it takes as written. */
  public long skipMeasuring() {
    int from = start();
    skip();
    return (long) end() - from;
  }

  /**
   * Counts the bytes between the quotes of the current string, escapes as written, without decoding
   * it; the count is there once the cursor has advanced.
   */
  public void measure() {
    if (token == JsonToken.VALUE_STRING) {
      measureFrom = start() + 1;
    }
  }

  /** Skips the current value and counts, as {@link #measure()} does, every string value in it. */
  public void measureAll() {
    measure();
    if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
      int depth = 1;
      while (depth > 0) {
        JsonToken current = next();
        if (current == null) {
          return;
        }
        measure();
        depth += current.isStructStart() ? 1 : current.isStructEnd() ? -1 : 0;
      }
    }
  }

  /** The bytes counted so far. */
  public long measuredBytes() {
    return measuredBytes;
  }

  /** The index after the string that was measured last; 0 where none was. */
  public int measuredTo() {
    return measuredTo;
  }

  /** Only white space and a comma can stand between a string and the token after it. */
  private int closingQuoteBefore(int index) {
    int i = index - 1;
    while (array[i] != '"') {
      i--;
    }
    return i;
  }

  @Override
  public void close() {
    parser.close();
  }
}
