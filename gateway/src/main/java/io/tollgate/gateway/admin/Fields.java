package io.tollgate.gateway.admin;

import io.tollgate.gateway.keys.Grants;
import io.tollgate.gateway.keys.NamePattern;
import io.tollgate.gateway.keys.Network;
import io.tollgate.policies.money.Picodollars;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The fields of a call's body, read one by one: whatever is not of its type, and whatever nobody
 * may say, is refused by its name. {@code null} is the same as nothing said.
 */
final class Fields {

  /** The longest text. */
  static final int TEXT_MAX = 256;

  private static final int ITEMS_MAX = 1_000;
  private static final int DEPTH_MAX = 4;
  private static final BigDecimal MONEY_MAX = new BigDecimal("9000000");

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH_MAX)
                          .maxNumberLength(20)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final JsonNode object;

  private Fields(JsonNode object) {
    this.object = object;
  }

  /**
   * The fields of a body.
   *
   * @param known the names of all that may be said
   * @throws Refusal if it is no JSON object, or has another field
   */
  static Fields of(byte[] body, String... known) {
    JsonNode node;
    try {
      node = JSON.readTree(body);
    } catch (JacksonException e) {
      throw Refusal.of(400, "The body is not JSON as it has to be: " + e.getOriginalMessage());
    }
    if (node == null || !node.isObject()) {
      throw Refusal.of(400, "The body is not a JSON object.");
    }
    Set<String> names = new TreeSet<>(List.of(known));
    for (String name : node.propertyNames()) {
      if (!names.contains(name)) {
        String shown = name.length() > 64 ? name.substring(0, 64) : name;
        throw Refusal.field(
            shown,
            "not a field that may be said here (there are: " + String.join(", ", names) + ")");
      }
    }
    return new Fields(node);
  }

  private @Nullable JsonNode node(String name) {
    JsonNode node = object.get(name);
    return node == null || node.isNull() ? null : node;
  }

  /** A text, or {@code null} where nothing is said. */
  @Nullable String text(String name) {
    JsonNode node = node(name);
    return node == null ? null : text(name, node);
  }

  private static String text(String name, JsonNode node) {
    if (!node.isString()) {
      throw Refusal.field(name, "not a text");
    }
    String text = node.stringValue();
    if (text.isBlank() || text.length() > TEXT_MAX) {
      throw Refusal.field(name, "blank or too long (expected: 1 to " + TEXT_MAX + " characters)");
    }
    if (text.chars().anyMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c))
        && !isWellFormed(text)) {
      throw Refusal.field(name, "has control characters or half a character in it");
    }
    return text;
  }

  private static boolean isWellFormed(String text) {
    return text.codePoints()
        .noneMatch(c -> Character.isISOControl(c) || (c >= 0xd800 && c <= 0xdfff));
  }

  /** A text as something, or {@code null} where nothing is said. */
  <T> @Nullable T as(String name, Function<String, T> reading) {
    String text = text(name);
    return text == null ? null : read(name, text, reading);
  }

  private static <T> T read(String name, String text, Function<String, T> reading) {
    try {
      return reading.apply(text);
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      throw Refusal.field(name, String.valueOf(e.getMessage()));
    }
  }

  /** A text that has to be there, as something. */
  <T> T required(String name, Function<String, T> reading) {
    T value = as(name, reading);
    if (value == null) {
      throw Refusal.field(name, "missing");
    }
    return value;
  }

  /** An amount of dollars, as a decimal text, or {@code null} where nothing is said. */
  @Nullable Picodollars dollars(String name) {
    return as(name, Fields::dollarsOf);
  }

  static Picodollars dollarsOf(String text) {
    if (!text.matches("\\d{1,7}(\\.\\d{1,12})?") || new BigDecimal(text).compareTo(MONEY_MAX) > 0) {
      throw new IllegalArgumentException(
          "found \""
              + text
              + "\" (expected: dollars as a decimal text from 0 to "
              + MONEY_MAX
              + ")");
    }
    return Picodollars.ofDollars(text);
  }

  /** A whole number in a range, both ends included. */
  long whole(String name, long min, long max, long otherwise) {
    JsonNode node = node(name);
    return node == null ? otherwise : whole(name, node, min, max);
  }

  private static long whole(String name, JsonNode node, long min, long max) {
    if (!node.isIntegralNumber()
        || !node.canConvertToLong()
        || node.longValue() < min
        || node.longValue() > max) {
      throw Refusal.field(name, "expected: a whole number from " + min + " to " + max);
    }
    return node.longValue();
  }

  /** Whole numbers in a range. */
  List<Integer> wholes(String name, int min, int max, List<Integer> otherwise) {
    JsonNode node = node(name);
    return node == null
        ? otherwise
        : items(name, node, item -> Math.toIntExact(whole(name, item, min, max)));
  }

  /** {@code true} or {@code false}. */
  boolean flag(String name, boolean otherwise) {
    JsonNode node = node(name);
    if (node == null) {
      return otherwise;
    }
    if (!node.isBoolean()) {
      throw Refusal.field(name, "expected: true or false");
    }
    return node.booleanValue();
  }

  /** Texts by names that are free. */
  Map<String, String> texts(String name) {
    JsonNode node = node(name);
    Map<String, String> texts = new LinkedHashMap<>();
    if (node != null) {
      if (!node.isObject()) {
        throw Refusal.field(name, "expected: an object of texts");
      }
      node.properties().forEach(item -> texts.put(item.getKey(), text(name, item.getValue())));
    }
    return texts;
  }

  /** The four lists of what may be used. */
  Grants grants() {
    return new Grants(
        list("models", NamePattern::new),
        list("policies", NamePattern::new),
        list("routes", NamePattern::new),
        list("networks", Network::new));
  }

  private <T> List<T> list(String name, Function<String, T> reading) {
    JsonNode node = node(name);
    return node == null
        ? List.of()
        : items(name, node, item -> read(name, text(name, item), reading));
  }

  private static <T> List<T> items(String name, JsonNode node, Function<JsonNode, T> reading) {
    if (!node.isArray() || node.size() > ITEMS_MAX) {
      throw Refusal.field(name, "expected: a list of up to " + ITEMS_MAX);
    }
    List<T> items = new ArrayList<>();
    node.forEach(item -> items.add(reading.apply(item)));
    return items;
  }
}
