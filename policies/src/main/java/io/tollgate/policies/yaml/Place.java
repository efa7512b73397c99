package io.tollgate.policies.yaml;

import org.jspecify.annotations.Nullable;

/**
 * A place in a document, from the top down. Every node has one and few are ever spoken of, so it
 * becomes a text only then.
 *
 * @param above where it is in; {@code null} at the top
 * @param key the key in a map; empty in a list and at the top
 * @param index the place in a list, from 0; -1 in a map and at the top
 */
record Place(@Nullable Place above, String key, int index) {

  static final Place TOP = new Place(null, "", -1);

  /** The place of a key in the map that is here. */
  Place at(String key) {
    return new Place(this, key, -1);
  }

  /** The place of an item in the list that is here. */
  Place at(int index) {
    return new Place(this, "", index);
  }

  /** As in {@code policies[0].rules[2].when}; empty at the top. */
  String text() {
    if (above == null) {
      return "";
    }
    String before = above.text();
    if (index >= 0) {
      return before + "[" + index + "]";
    }
    return before.isEmpty() ? key : before + "." + key;
  }
}
