package io.tollgate.policies.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** A list of a YAML document. */
public final class YamlList extends YamlNode {

  private final List<YamlNode> items;

  YamlList(Source source, Position position, Place place, List<YamlNode> items) {
    super(source, position, place);
    this.items = items;
  }

  /** Whether the list has no items. */
  public boolean isEmpty() {
    return items.isEmpty();
  }

  /** The items, whatever they are. */
  public List<YamlNode> items() {
    return List.copyOf(items);
  }

  /** The items that are single values, with their places; any other item is a problem. */
  public List<YamlScalar> scalars() {
    List<YamlScalar> scalars = new ArrayList<>();
    for (YamlNode item : items) {
      if (item instanceof YamlScalar scalar && !scalar.isNull()) {
        scalars.add(scalar);
      } else {
        item.mismatch("a single value");
      }
    }
    return scalars;
  }

  /** All items as one type; items with a mistake are reported and are the type's placeholder. */
  public <T> List<T> each(YamlType<T> type) {
    List<T> values = new ArrayList<>();
    for (YamlScalar scalar : scalars()) {
      values.add(scalar.as(type));
    }
    return values;
  }

  /**
   * All items read as maps. An {@link IllegalArgumentException} or {@link ArithmeticException} of
   * the function is a problem of its item, and the item is left out.
   */
  public <T> List<T> eachMap(Function<YamlMap, T> reading) {
    List<T> values = new ArrayList<>();
    for (YamlNode item : items) {
      readMap(item, reading, values);
    }
    return values;
  }

  static <T> void readMap(YamlNode item, Function<YamlMap, T> reading, List<T> values) {
    if (item instanceof YamlMap map) {
      T value = map.read(reading);
      if (value != null) {
        values.add(value);
      }
    } else {
      item.mismatch("a map");
    }
  }

  static void reportUnknownKeys(YamlNode node, Set<YamlNode> seen) {
    switch (node) {
      case YamlMap map -> map.reportUnknownKeys(seen);
      case YamlList list -> {
        if (seen.add(list)) {
          list.items.forEach(item -> reportUnknownKeys(item, seen));
        }
      }
      case YamlScalar _ -> {}
    }
  }

  @Override
  String what() {
    return "a list";
  }
}
