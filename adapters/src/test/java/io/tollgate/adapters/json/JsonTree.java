package io.tollgate.adapters.json;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A JSON document as maps, lists, strings and decimals, for tests to compare. */
public final class JsonTree {

  private static final JsonFactory FACTORY = new JsonFactory();

  /** Stands for null, which maps and lists of a null-marked package do not hold. */
  public static final Object NULL =
      new Object() {
        @Override
        public String toString() {
          return "null";
        }
      };

  private JsonTree() {}

  public static Object parse(byte[] json) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
      parser.nextToken();
      Object value = read(parser);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("more than one value");
      }
      return value;
    }
  }

  public static Object parse(String json) {
    return parse(json.getBytes(StandardCharsets.UTF_8));
  }

  @SuppressWarnings("unchecked")
  public static Map<String, Object> object(byte[] json) {
    return (Map<String, Object>) parse(json);
  }

  private static Object read(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          members.put(name, read(parser));
        }
        yield members;
      }
      case START_ARRAY -> {
        List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(read(parser));
        }
        yield elements;
      }
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          new BigDecimal(parser.getString()).stripTrailingZeros();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> NULL;
      default -> throw new IllegalArgumentException("unexpected " + parser.currentToken());
    };
  }
}
