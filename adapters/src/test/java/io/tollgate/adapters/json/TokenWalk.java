package io.tollgate.adapters.json;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;

/**
 * What a parser makes of a document: a line for each token with its place, name and text, and
 * whether it is refused in the end.
 *
 * @param tokens up to the fault if there is one
 * @param verdict how it ends
 * @param line of the fault; 0 where there is none
 */
record TokenWalk(List<String> tokens, Verdict verdict, int line) {

  /** What is said of a document as a whole. */
  enum Verdict {
    ACCEPTED,
    MALFORMED,
    TWICE,
    LIMIT
  }

  /** What is asked for at each token; it decides which strings are decoded. */
  interface Choice {
    Choice NOTHING = index -> false;
    Choice EVERYTHING = index -> true;

    boolean decodes(int index);
  }

  private static final JsonFactory LENIENT = builder().build();
  private static final JsonFactory STRICT =
      builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static JsonFactoryBuilder builder() {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(JsonCursor.MAX_DEPTH)
                .maxTokenCount(JsonCursor.MAX_TOKENS)
                .maxNumberLength(JsonCursor.MAX_NUMBER_DIGITS)
                .maxNameLength(JsonCursor.MAX_NAME_CHARS)
                .maxStringLength(Integer.MAX_VALUE)
                .build())
        .disable(TokenStreamFactory.Feature.CHARSET_DETECTION);
  }

  static TokenWalk cursor(byte[] json, int offset, int length, boolean strict, Choice choice) {
    List<String> tokens = new ArrayList<>();
    try {
      JsonCursor cursor =
          strict
              ? JsonCursor.strict(json, offset, length)
              : JsonCursor.lenient(json, offset, length);
      for (JsonToken token = cursor.next(); token != null; token = cursor.next()) {
        String text = null;
        long number = 0;
        int end = -1;
        if (choice.decodes(tokens.size())) {
          text = cursor.text();
          number = isSmall(token, text) ? cursor.wholeNumber() : 0;
          end = token == JsonToken.PROPERTY_NAME ? -1 : cursor.end() - offset;
        }
        String name = isStart(token) ? "" : cursor.name();
        tokens.add(line(token, cursor.start() - offset, end, name, text, number));
      }
      return new TokenWalk(tokens, Verdict.ACCEPTED, 0);
    } catch (JacksonException e) {
      return refused(tokens, e);
    }
  }

  static TokenWalk jackson(byte[] json, int offset, int length, boolean strict, Choice choice) {
    List<String> tokens = new ArrayList<>();
    int mark = JsonCursor.startsWithMark(json, offset, length) ? 3 : 0;
    try (JsonParser parser =
        (strict ? STRICT : LENIENT)
            .createParser(ObjectReadContext.empty(), json, offset + mark, length - mark)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        int start = mark + (int) parser.currentTokenLocation().getByteOffset();
        String text = null;
        long number = 0;
        int end = -1;
        if (choice.decodes(tokens.size())) {
          text = parser.getString();
          number = isSmall(token, text) ? parser.getLongValue() : 0;
          end = end(parser, token, start, mark);
        }
        String name = parser.currentName();
        boolean inArray = parser.streamReadContext().inArray();
        tokens.add(
            line(
                token,
                start,
                end,
                name == null || inArray || isStart(token) ? "" : name,
                text,
                number));
      }
      return new TokenWalk(tokens, Verdict.ACCEPTED, 0);
    } catch (JacksonException e) {
      return refused(tokens, e);
    }
  }

  private static int end(JsonParser parser, JsonToken token, int start, int mark) {
    if (token == JsonToken.PROPERTY_NAME) {
      return -1;
    }
    if (token == JsonToken.VALUE_STRING) {
      parser.finishToken();
      return mark + (int) parser.currentLocation().getByteOffset();
    }
    return token.isScalarValue() ? start + parser.getStringLength() : start + 1;
  }

  private static boolean isStart(JsonToken token) {
    return token.isStructStart() || token.isStructEnd();
  }

  private static boolean isSmall(JsonToken token, String text) {
    return token == JsonToken.VALUE_NUMBER_INT && text.length() <= 18;
  }

  private static String line(
      JsonToken token, int start, int end, String name, @Nullable String text, long number) {
    return token + " " + start + " to " + end + " " + name + " " + text + " " + number;
  }

  private static TokenWalk refused(List<String> tokens, JacksonException e) {
    String message = String.valueOf(e.getOriginalMessage());
    Verdict verdict = Verdict.MALFORMED;
    if (e instanceof StreamConstraintsException) {
      verdict = Verdict.LIMIT;
    } else if (e instanceof DuplicateName || message.startsWith("Duplicate Object property")) {
      verdict = Verdict.TWICE;
    }
    TokenStreamLocation location = e.getLocation();
    return new TokenWalk(tokens, verdict, location == null ? 0 : location.getLineNr());
  }
}
