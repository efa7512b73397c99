package io.tollgate.adapters.json;

import java.util.function.Supplier;
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
    return tree(() -> MAPPER.readTree(array, offset + mark, length - mark));
  }

  /**
   * The tree of a document.
   *
   * @throws JacksonException if it is not well-formed or passes a limit of {@link JsonCursor}
   */
  public static JsonNode read(String text) {
    return tree(() -> MAPPER.readTree(text));
  }

  /** An exponent that no decimal number can have is not refused by the parser in its own words. */
  private static JsonNode tree(Supplier<JsonNode> reading) {
    try {
      return reading.get();
    } catch (ArithmeticException | NumberFormatException e) {
      throw new StreamConstraintsException("a number passes the limits of decimal numbers");
    }
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
