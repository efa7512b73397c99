package io.tollgate.gateway.focus;

import java.util.SortedMap;
import tools.jackson.databind.json.JsonMapper;

/** JSON objects of the specification's key-value format: no object or array within. */
final class FlatJson {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private FlatJson() {}

  /** An object of texts, whole numbers and truth values, its keys in order. */
  static String of(SortedMap<String, ?> members) {
    return JSON.writeValueAsString(members);
  }
}
