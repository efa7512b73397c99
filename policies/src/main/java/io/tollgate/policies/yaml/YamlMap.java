package io.tollgate.policies.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A map of a YAML document, read key by key.
 *
 * <p>Asking for a key is what makes it known: keys of the file that nobody asked for are reported
 * as mistakes when reading ends, with the nearest known key as advice. Every accessor returns a
 * usable value even where it reported a mistake, so that one pass finds all mistakes of a file; the
 * result of such a pass is thrown away.
 */
public final class YamlMap extends YamlNode {

  private final Map<String, Entry> entries;
  private final boolean missing;

  /** The names that were asked for, each once: few, but in every map of the file. */
  private final List<String> asked = new ArrayList<>();

  private boolean anyKey;
  private boolean abandoned;

  YamlMap(Source source, Position position, Place place, Map<String, Entry> entries) {
    this(source, position, place, entries, false);
  }

  private YamlMap(
      Source source, Position position, Place place, Map<String, Entry> entries, boolean missing) {
    super(source, position, place);
    this.entries = entries;
    this.missing = missing;
  }

  /** A key with its place, its value and whether anybody has asked for it. */
  static final class Entry {
    final Position keyPosition;
    final YamlNode value;
    private boolean asked;

    Entry(Position keyPosition, YamlNode value) {
      this.keyPosition = keyPosition;
      this.value = value;
    }
  }

  /** Whether the key is present with a value. */
  public boolean has(String key) {
    return present(key) != null;
  }

  /** The value of a key that must be there, or the type's placeholder. */
  public <T> T required(String key, YamlType<T> type) {
    YamlNode node = lookup(key);
    if (node == null) {
      reportMissing(key, type.expected());
      return type.placeholder();
    }
    return convert(node, type);
  }

  /** The value of a key, or {@code fallback} where the key is absent. */
  public <T> T optional(String key, YamlType<T> type, T fallback) {
    YamlNode node = lookup(key);
    return node == null ? fallback : convert(node, type);
  }

  /** The value of a key, or {@code null} where the key is absent. */
  public <T> @Nullable T optional(String key, YamlType<T> type) {
    YamlNode node = lookup(key);
    return node == null ? null : convert(node, type);
  }

  /** The map at a key that must be there; an empty one after a problem was reported. */
  public YamlMap map(String key) {
    YamlNode node = present(key);
    if (node == null) {
      reportMissing(key, "a map");
    }
    return asMap(node);
  }

  /** The map at a key, or an empty one where the key is absent or has no value. */
  public YamlMap mapOrEmpty(String key) {
    return asMap(present(key));
  }

  /** The list at a key that must be there; an empty one after a problem was reported. */
  public YamlList list(String key) {
    YamlNode node = present(key);
    if (node == null) {
      reportMissing(key, "a list");
    }
    return asList(node);
  }

  /** The list at a key, or an empty one where the key is absent or has no value. */
  public YamlList listOrEmpty(String key) {
    return asList(present(key));
  }

  /** The single value at a key with its place, or {@code null} where there is none. */
  public @Nullable YamlScalar scalar(String key) {
    YamlNode node = present(key);
    if (node == null || node instanceof YamlScalar) {
      return (YamlScalar) node;
    }
    node.mismatch("a single value");
    return null;
  }

  /** The node at a key, whatever it is, or {@code null} where there is none. */
  public @Nullable YamlNode node(String key) {
    return present(key);
  }

  /** The keys in the order of the file. From here on every key is known: the names are free. */
  public Set<String> keys() {
    anyKey = true;
    return Collections.unmodifiableSet(entries.keySet());
  }

  /** All values as one type, by key in the order of the file; the names are free. */
  public <T> Map<String, T> each(YamlType<T> type) {
    Map<String, T> values = new LinkedHashMap<>();
    for (String key : keys()) {
      values.put(key, required(key, type));
    }
    return values;
  }

  /** All values read as maps, by key in the order of the file; the names are free. */
  public <T> Map<String, T> eachMap(Function<YamlMap, T> reading) {
    Map<String, T> values = new LinkedHashMap<>();
    for (String key : keys()) {
      T value = map(key).read(reading);
      if (value != null) {
        values.put(key, value);
      }
    }
    return values;
  }

  /** Makes keys known that are allowed here though nobody reads them. */
  public void allow(String... keys) {
    for (String key : keys) {
      lookup(key);
    }
  }

  /** Reports a mistake at the value of a key, or at this map where the key is absent. */
  public void problem(String key, String message, String advice) {
    Entry entry = entries.get(key);
    if (entry == null) {
      problem(message, advice);
    } else {
      entry.value.problem(message, advice);
    }
  }

  /** Reports a mistake at a key itself, or at this map where the key is absent. */
  public void keyProblem(String key, String message, String advice) {
    Entry entry = entries.get(key);
    Position at = entry == null ? position() : entry.keyPosition;
    source().report(at, pathOf(key), message, advice);
  }

  /** A missing map stands for one that was already reported, or that may be absent. */
  @Override
  public void problem(String message, String advice) {
    if (!missing) {
      super.problem(message, advice);
    }
  }

  /**
   * What a function makes of this map, or {@code null} where it failed. An exception of the
   * function, such as that of a record's own checks, becomes a problem of this map unless problems
   * within it were reported already and explain it.
   */
  <T> @Nullable T read(Function<YamlMap, T> reading) {
    int before = source().found();
    try {
      return reading.apply(this);
    } catch (RuntimeException e) {
      abandoned = true;
      if (source().found() == before) {
        if (!(e instanceof IllegalArgumentException || e instanceof ArithmeticException)) {
          throw e;
        }
        String message = e.getMessage();
        problem(message == null ? "not valid" : message, "");
      }
      return null;
    }
  }

  /** Reports the keys that nobody asked for, here and below. */
  void reportUnknownKeys(Set<YamlNode> seen) {
    if (abandoned || !seen.add(this) || (asked.isEmpty() && !anyKey)) {
      return;
    }
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      String key = entry.getKey();
      if (entry.getValue().asked) {
        YamlList.reportUnknownKeys(entry.getValue().value, seen);
      } else if (!anyKey) {
        keyProblem(key, "unknown key", adviceFor(key));
      }
    }
  }

  private String adviceFor(String key) {
    return Spelling.advice(key, asked, "known keys: " + String.join(", ", asked));
  }

  private @Nullable YamlNode lookup(String key) {
    Entry entry = entries.get(key);
    if (entry == null) {
      if (!asked.contains(key)) {
        asked.add(key);
      }
      return null;
    }
    if (!entry.asked) {
      entry.asked = true;
      asked.add(key);
    }
    return entry.value;
  }

  private @Nullable YamlNode present(String key) {
    YamlNode node = lookup(key);
    return node instanceof YamlScalar scalar && scalar.isNull() ? null : node;
  }

  private static <T> T convert(YamlNode node, YamlType<T> type) {
    if (node instanceof YamlScalar scalar) {
      return scalar.as(type);
    }
    node.mismatch(type.expected());
    return type.placeholder();
  }

  private YamlMap asMap(@Nullable YamlNode node) {
    if (node instanceof YamlMap map) {
      return map;
    }
    if (node != null) {
      node.mismatch("a map");
    }
    return missing(this);
  }

  private YamlList asList(@Nullable YamlNode node) {
    if (node instanceof YamlList list) {
      return list;
    }
    if (node != null) {
      node.mismatch("a list");
    }
    return new YamlList(source(), position(), place(), List.of());
  }

  static YamlMap missing(YamlNode near) {
    return new YamlMap(near.source(), near.position(), near.place(), Map.of(), true);
  }

  private void reportMissing(String key, String expected) {
    problem("missing key \"" + key + "\"", "expected: " + expected);
  }

  private String pathOf(String key) {
    return place().at(key).text();
  }

  @Override
  String what() {
    return "a map";
  }
}
