package io.tollgate.gateway.ledger;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * The fields of one JSON object, each of which must be taken exactly once.
 *
 * <p>Strict: a field that is missing, double, of another type or not known is an {@link
 * IllegalArgumentException} that says so.
 */
final class RecordFields {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** Stands for JSON's null, so that a field that is null differs from one that is missing. */
  private static final Object NULL = new Object();

  private final Map<String, Object> values;

  private RecordFields(Map<String, Object> values) {
    this.values = values;
  }

  static RecordFields parse(byte[] bytes, int from, int end) {
    try (JsonParser parser =
        JSON.createParser(ObjectReadContext.empty(), bytes, from, end - from)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("not a JSON object");
      }
      RecordFields fields = object(parser);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("something follows the JSON object");
      }
      return fields;
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static RecordFields object(JsonParser parser) {
    Map<String, Object> values = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      values.put(name, value(parser));
    }
    return new RecordFields(values);
  }

  private static Object value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> NULL;
      case START_OBJECT -> object(parser);
      case START_ARRAY -> {
        List<RecordFields> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("a list of something other than objects");
          }
          list.add(object(parser));
        }
        yield new Items(list);
      }
      case VALUE_NUMBER_FLOAT,
          VALUE_EMBEDDED_OBJECT,
          END_ARRAY,
          END_OBJECT,
          PROPERTY_NAME,
          NOT_AVAILABLE ->
          throw new IllegalArgumentException(
              "a value that no record has: " + parser.currentToken());
    };
  }

  private record Items(List<RecordFields> list) {}

  private <T> T take(String name, Class<T> type) {
    Object value = values.remove(name);
    if (value == null) {
      throw new IllegalArgumentException("\"" + name + "\" is missing");
    }
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          "\"" + name + "\" is not a " + type.getSimpleName().toLowerCase(Locale.ROOT));
    }
    return type.cast(value);
  }

  private boolean takeNull(String name) {
    return values.remove(name, NULL);
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  String text(String name) {
    return take(name, String.class);
  }

  @Nullable String textOrNull(String name) {
    return takeNull(name) ? null : text(name);
  }

  long number(String name) {
    return take(name, Long.class);
  }

  int smallNumber(String name) {
    long value = number(name);
    if (value != (int) value) {
      throw new IllegalArgumentException("\"" + name + "\" is out of range: " + value);
    }
    return (int) value;
  }

  @Nullable Long numberOrNull(String name) {
    return takeNull(name) ? null : Long.valueOf(number(name));
  }

  boolean flag(String name) {
    return take(name, Boolean.class);
  }

  Instant instant(String name) {
    String text = text(name);
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("\"" + name + "\" is not an instant: " + text, e);
    }
  }

  RecordFields fields(String name) {
    return take(name, RecordFields.class);
  }

  List<RecordFields> list(String name) {
    return take(name, Items.class).list();
  }

  /** To be called when all is taken. */
  void expectNothingElse() {
    if (!values.isEmpty()) {
      throw new IllegalArgumentException(
          "\"" + values.keySet().iterator().next() + "\" is not a field of this record");
    }
  }
}
