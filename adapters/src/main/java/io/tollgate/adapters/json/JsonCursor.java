package io.tollgate.adapters.json;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;

/**
 * One pass over a JSON document (RFC 8259, in UTF-8) in a byte array, token by token, with the
 * position of each.
 *
 * <p>Strings are not decoded unless asked for: {@link #measure()} counts the bytes of one without
 * making a text of it. A member's value is read by a method that is entered with the value's first
 * token as the current one and left with its last.
 *
 * <p>A string is looked at only once it is asked for or gone past, so a document that breaks off in
 * one is refused after that token and not with it. Methods throw {@link MalformedJson} where the
 * document is not well-formed and {@link StreamConstraintsException} where it passes a limit; the
 * cursor is of no use after that.
 */
public final class JsonCursor {

  /** Levels of nesting that are accepted. */
  public static final int MAX_DEPTH = 500;

  /** Tokens in one document that are accepted; strings are one token each, whatever their size. */
  public static final int MAX_TOKENS = 1_000_000;

  /** Digits of one number that are accepted. */
  public static final int MAX_NUMBER_DIGITS = 1_000;

  /** Characters of one member name that are accepted; one outside ASCII counts as its bytes. */
  public static final int MAX_NAME_CHARS = 4_096;

  private static final int NO_BYTE = -1;
  private static final int UNKNOWN = -1;
  private static final long[] NONE = {};

  private final byte[] array;
  private final int base;
  private final int limit;

  /** Of the open objects; {@code null} where a name may come twice. */
  private final @Nullable MemberNames names;

  /** The index of the next byte to be read. */
  private int at;

  private @Nullable JsonToken token;
  private int start;

  /** The index after the current token; unknown of a string that has not been looked at. */
  private int end;

  /** Whether the current string is all ASCII that stands for itself, once its end is known. */
  private boolean plain;

  private int tokens;
  private int depth;
  private boolean inObject;

  /** A bit for each of the first 64 levels: whether it is an object; the further ones. */
  private long levels;

  private long[] moreLevels = NONE;

  private int nameFrom;
  private int nameTo;

  /** What the last name says where it is not plain. */
  private @Nullable String nameText;

  private long measuredBytes;
  private int measuredTo;

  private JsonCursor(byte[] array, int offset, int length, boolean strict) {
    this.array = array;
    // A byte order mark is not part of a document.
    this.base = offset + (startsWithMark(array, offset, length) ? 3 : 0);
    this.limit = offset + length;
    this.names = strict ? new MemberNames(array) : null;
    this.at = base;
    this.start = base;
    this.end = base;
  }

  /** A cursor that takes the last of several members with one name, as most readers do. */
  public static JsonCursor lenient(byte[] array, int offset, int length) {
    return new JsonCursor(array, offset, length, false);
  }

  /** A cursor for which two members of one object with the same name are an error. */
  public static JsonCursor strict(byte[] array, int offset, int length) {
    return new JsonCursor(array, offset, length, true);
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
    try {
      JsonCursor cursor = lenient(array, offset, length);
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
    finishString();
    int first = firstByte();
    if (token == JsonToken.PROPERTY_NAME) {
      expect(':', first);
      token = value(firstByte());
    } else if (first == ']' || first == '}') {
      token = close(first);
    } else if (depth == 0) {
      token = first == NO_BYTE ? atEnd() : value(first);
    } else {
      if (token != JsonToken.START_OBJECT && token != JsonToken.START_ARRAY) {
        expect(',', first);
        first = firstByte();
      }
      token = inObject ? name(first) : value(first);
    }
    if (token != null) {
      count();
    }
    return token;
  }

  /**
   * Goes on from an object's beginning, or from the end of a member's value, to the value of the
   * next member; what {@link #next()} does twice.
   *
   * @return the member's name; {@code null} where there is none, and the object ends here
   */
  public @Nullable String nextMember() {
    finishString();
    int first = firstByte();
    if (first == '}') {
      token = close(first);
      count();
      return null;
    }
    if (token != JsonToken.START_OBJECT) {
      expect(',', first);
      first = firstByte();
    }
    token = name(first);
    count();
    expect(':', firstByte());
    token = value(firstByte());
    count();
    return lastName();
  }

  private void count() {
    if (++tokens > MAX_TOKENS) {
      throw pastLimit("tokens");
    }
  }

  /** Skips white space; the byte at which the next token begins, {@link #NO_BYTE} at the end. */
  private int firstByte() {
    int i = at;
    while (i < limit && isSpace(array[i])) {
      i++;
    }
    at = i;
    return i < limit ? array[i] & 0xFF : NO_BYTE;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private void expect(char expected, int found) {
    if (found != expected) {
      throw malformed(at);
    }
    at++;
  }

  private @Nullable JsonToken atEnd() {
    start = limit;
    end = limit;
    return null;
  }

  private JsonToken value(int first) {
    start = at;
    return switch (first) {
      case '"' -> {
        end = UNKNOWN;
        yield JsonToken.VALUE_STRING;
      }
      case '{' -> open(JsonToken.START_OBJECT);
      case '[' -> open(JsonToken.START_ARRAY);
      case 't' -> literal("true", JsonToken.VALUE_TRUE);
      case 'f' -> literal("false", JsonToken.VALUE_FALSE);
      case 'n' -> literal("null", JsonToken.VALUE_NULL);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw malformed(at);
    };
  }

  private JsonToken name(int first) {
    if (first != '"') {
      throw malformed(at);
    }
    start = at;
    end = UNKNOWN;
    int closing = finish();
    nameFrom = start + 1;
    nameTo = closing;
    nameText = plain ? null : unescapedName();
    checkName();
    return JsonToken.PROPERTY_NAME;
  }

  /**
   * The current name, which is not plain: whatever it is later compared with, it has to be text.
   */
  private String unescapedName() {
    int fault = Utf8.nonAsciiBytes(array, nameFrom, nameTo - nameFrom);
    if (fault < 0) {
      throw malformed(nameFrom - 1 - fault);
    }
    String text = JsonStrings.text(array, nameFrom, nameTo);
    if (JsonStrings.hasLoneSurrogate(text)) {
      throw malformed(nameTo);
    }
    return text;
  }

  private void checkName() {
    String text = nameText;
    if (nameTo - nameFrom > MAX_NAME_CHARS
        && (text == null || text.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_CHARS)) {
      throw pastLimit("characters of a name");
    }
    if (names != null && !(text == null ? names.addPlain(nameFrom, nameTo) : names.add(text))) {
      throw new DuplicateName(MalformedJson.place(array, base, end));
    }
  }

  private JsonToken open(JsonToken opening) {
    if (depth == MAX_DEPTH) {
      throw pastLimit("levels of nesting");
    }
    inObject = opening == JsonToken.START_OBJECT;
    long bit = inObject ? 1L << depth : 0;
    if (depth < Long.SIZE) {
      levels = (levels & ~(1L << depth)) | bit;
    } else {
      if (moreLevels.length == 0) {
        moreLevels = new long[MAX_DEPTH / Long.SIZE];
      }
      int more = depth / Long.SIZE - 1;
      moreLevels[more] = (moreLevels[more] & ~(1L << depth)) | bit;
    }
    depth++;
    if (inObject && names != null) {
      names.open();
    }
    end = ++at;
    return opening;
  }

  private JsonToken close(int closing) {
    if (depth == 0 || inObject != (closing == '}')) {
      throw malformed(at);
    }
    if (inObject && names != null) {
      names.close();
    }
    depth--;
    start = at;
    end = ++at;
    JsonToken token = inObject ? JsonToken.END_OBJECT : JsonToken.END_ARRAY;
    inObject = depth > 0 && isObject(depth - 1);
    return token;
  }

  private boolean isObject(int level) {
    long bits = level < Long.SIZE ? levels : moreLevels[level / Long.SIZE - 1];
    return (bits >>> level & 1) != 0;
  }

  private JsonToken literal(String word, JsonToken meaning) {
    for (int i = 1; i < word.length(); i++) {
      if (start + i >= limit || array[start + i] != word.charAt(i)) {
        throw malformed(start + i);
      }
    }
    end = start + word.length();
    // At the top no comma would be missed between two values.
    if (end < limit && array[end] >= '0' && Character.isJavaIdentifierPart(array[end])) {
      throw malformed(end);
    }
    at = end;
    return meaning;
  }

  private JsonToken number() {
    int from = array[start] == '-' ? start + 1 : start;
    int to = digits(from);
    if (array[from] == '0' && to > from + 1) {
      throw malformed(from + 1);
    }
    int count = to - from;
    JsonToken kind = JsonToken.VALUE_NUMBER_INT;
    if (to < limit && array[to] == '.') {
      kind = JsonToken.VALUE_NUMBER_FLOAT;
      from = to + 1;
      to = digits(from);
      count += to - from;
    }
    if (to < limit && (array[to] == 'e' || array[to] == 'E')) {
      kind = JsonToken.VALUE_NUMBER_FLOAT;
      from = to + 1;
      from += from < limit && (array[from] == '+' || array[from] == '-') ? 1 : 0;
      to = digits(from);
      count += to - from;
    }
    if (depth == 0 && to < limit && !isSpace(array[to])) {
      throw malformed(to);
    }
    if (count > MAX_NUMBER_DIGITS) {
      throw pastLimit("digits of a number");
    }
    end = to;
    at = to;
    return kind;
  }

  /** The index after the digits at {@code from}, of which there must be one. */
  private int digits(int from) {
    int to = from;
    while (to < limit && array[to] >= '0' && array[to] <= '9') {
      to++;
    }
    if (to == from) {
      throw malformed(from);
    }
    return to;
  }

  /** Looks for the end of the current string if that has not been done. */
  private void finishString() {
    if (end == UNKNOWN) {
      finish();
    }
  }

  /** Looks for the end of the string at {@link #start}; the index of its closing quote. */
  private int finish() {
    int to = JsonStrings.plain(array, start + 1, limit);
    plain = to < limit && array[to] == '"';
    if (!plain) {
      to = JsonStrings.closingQuote(array, to, limit);
      if (to < 0) {
        throw malformed(~to);
      }
    }
    end = to + 1;
    at = end;
    return to;
  }

  private MalformedJson malformed(int index) {
    return new MalformedJson(
        index < limit ? "a byte that cannot stand there" : "the document breaks off",
        MalformedJson.place(array, base, index));
  }

  private static StreamConstraintsException pastLimit(String what) {
    return new StreamConstraintsException("the document passes the limit of " + what);
  }

  /** The current token; {@code null} before the first and after the last. */
  public @Nullable JsonToken token() {
    return token;
  }

  /** Whether the current token is this one. */
  public boolean at(JsonToken expected) {
    return token == expected;
  }

  /**
   * The name that the cursor is at, or whose value it is at if that is a scalar, unescaped; empty
   * for an element of an array.
   */
  public String name() {
    return inObject ? lastName() : "";
  }

  private String lastName() {
    return nameText == null ? KnownWords.text(array, nameFrom, nameTo) : nameText;
  }

  /** The index of the opening quote of the name that was read last. */
  public int nameStart() {
    return nameFrom - 1;
  }

  /** The text of the current scalar, decoded; a number is written as it is there. */
  public String text() {
    finishString();
    if (token == JsonToken.VALUE_STRING) {
      return plain ? KnownWords.text(array, start + 1, end - 1) : unescapedText();
    }
    return token == JsonToken.PROPERTY_NAME ? name() : JsonStrings.plainText(array, start, end);
  }

  private String unescapedText() {
    int surrogate = JsonStrings.encodedSurrogate(array, start + 1, end - 1);
    if (surrogate >= 0) {
      throw malformed(surrogate);
    }
    return JsonStrings.text(array, start + 1, end - 1);
  }

  /** The current number, which is written as at most 18 digits without fraction or exponent. */
  public long wholeNumber() {
    boolean negative = isNegative();
    long value = 0;
    for (int i = negative ? start + 1 : start; i < end; i++) {
      value = 10 * value + (array[i] - '0');
    }
    return negative ? -value : value;
  }

  /** How many characters the current number is written with. */
  public int numberLength() {
    return end - start;
  }

  /** Whether the current number is written with a minus. */
  public boolean isNegative() {
    return array[start] == '-';
  }

  /** Whether the current token is a string that is written as this ASCII text, without escapes. */
  public boolean says(String ascii) {
    if (token != JsonToken.VALUE_STRING) {
      return false;
    }
    int from = start + 1;
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
    return start;
  }

  /** The index after the last byte of the current token. */
  public int end() {
    finishString();
    return end;
  }

  /** Skips the rest of the current value: to its end if it is an object or array. */
  public void skip() {
    if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
      int around = depth - 1;
      while (depth > around) {
        next();
      }
    }
  }

  /** Skips the current object or array and returns the bytes it takes as written. */
  public long skipMeasuring() {
    int from = start;
    skip();
    return (long) end() - from;
  }

  /**
   * Counts the bytes between the quotes of the current string, escapes as written; nothing of any
   * other token.
   */
  public void measure() {
    if (token == JsonToken.VALUE_STRING) {
      measuredTo = end();
      measuredBytes += measuredTo - start - 2;
    }
  }

  /** Skips the current value and counts, as {@link #measure()} does, every string value in it. */
  public void measureAll() {
    measure();
    if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
      int around = depth - 1;
      while (depth > around) {
        next();
        measure();
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
}
