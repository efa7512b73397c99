package io.tollgate.adapters.json;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON document as a tree: members keep their order, numbers the digits they were written with,
 * so that what was read is written again as it was but for white space.
 *
 * <p>The trees are treated as values: nobody changes one that somebody else may hold.
 */
public final class JsonDocument {

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(JsonCursor.MAX_DEPTH)
                          .maxTokenCount(JsonCursor.MAX_TOKENS)
                          .maxNumberLength(JsonCursor.MAX_NUMBER_DIGITS)
                          .maxNameLength(JsonCursor.MAX_NAME_CHARS)
                          .maxStringLength(Integer.MAX_VALUE)
                          .build())
                  .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private JsonDocument() {}

  /**
   * The tree of a document.
   *
   * @throws JacksonException if it is not well-formed or passes a limit of {@link JsonCursor}; its
   *     message may quote the document
   */
  public static JsonNode read(byte[] array, int offset, int length) {
    int mark = JsonCursor.startsWithMark(array, offset, length) ? 3 : 0;
    try {
      return MAPPER.readTree(array, offset + mark, length - mark);
    } catch (ArithmeticException | NumberFormatException e) {
      throw tooLarge();
    }
  }

  /**
   * The tree of a document.
   *
   * @throws JacksonException if it is not well-formed or passes a limit of {@link JsonCursor}
   */
  public static JsonNode read(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (ArithmeticException | NumberFormatException e) {
      throw tooLarge();
    }
  }

  /** An exponent may have more digits than a number of Java's can hold: {@code 1e-99999999999}. */
  private static JacksonException tooLarge() {
    return new StreamConstraintsException("the exponent of a number passes a limit");
  }

  /** The document of a tree, in UTF-8 and without white space. */
  public static byte[] write(JsonNode tree) {
    return MAPPER.writeValueAsBytes(tree);
  }

  /** The document of a tree as text. */
  public static String text(JsonNode tree) {
    return MAPPER.writeValueAsString(tree);
  }
}
