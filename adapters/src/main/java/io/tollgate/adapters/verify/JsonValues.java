package io.tollgate.adapters.verify;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Compares JSON by what it means: members in any order, numbers by their value. */
final class JsonValues {

  private JsonValues() {}

  /** Whether two values are the same. */
  static boolean equal(JsonNode one, JsonNode other) {
    if (one.isNumber() && other.isNumber()) {
      return one.decimalValue().compareTo(other.decimalValue()) == 0;
    }
    if (one.size() != other.size() || one.getNodeType() != other.getNodeType()) {
      return false;
    }
    if (one.isArray()) {
      for (int i = 0; i < one.size(); i++) {
        if (!equal(one.get(i), other.get(i))) {
          return false;
        }
      }
      return true;
    }
    if (one.isObject()) {
      for (Map.Entry<String, JsonNode> member : one.properties()) {
        JsonNode same = other.get(member.getKey());
        if (same == null || !equal(member.getValue(), same)) {
          return false;
        }
      }
      return true;
    }
    return one.equals(other);
  }
}
