package io.tollgate.policies.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Function;

/**
 * A list at the top of a document whose items are maps, each read as soon as it ends and then
 * forgotten: of a long list there is never more than an item in memory.
 *
 * @param <T> what an item describes
 */
final class LongList<T> {

  private final String key;
  private final Function<YamlMap, T> reading;
  private final List<T> values = new ArrayList<>();

  /**
   * A list that nothing is known of yet.
   *
   * @param key its key at the top
   * @param reading makes the value of an item, as in {@link YamlList#eachMap}
   */
  LongList(String key, Function<YamlMap, T> reading) {
    this.key = key;
    this.reading = reading;
  }

  String key() {
    return key;
  }

  /** Reads an item to its end, unknown keys included. */
  void accept(YamlNode item) {
    YamlList.readMap(item, reading, values);
    YamlList.reportUnknownKeys(item, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  /** The values of all items; those too that had to be kept, for an anchor or an alias. */
  List<T> values(YamlMap root) {
    values.addAll(root.listOrEmpty(key).eachMap(reading));
    return values;
  }
}
