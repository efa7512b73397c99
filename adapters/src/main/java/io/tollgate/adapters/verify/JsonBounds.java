package io.tollgate.adapters.verify;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import tools.jackson.databind.JsonNode;

/** Whether a JSON tree is small enough to be worked on. */
final class JsonBounds {

  /** A number with more digits than this is no number that anybody counts with. */
  private static final int DIGITS_MAX = 400;

  private record Level(JsonNode node, int depth) {}

  private JsonBounds() {}

  /**
   * Whether a tree has so few nodes, is so flat, and has only numbers that can be written out: a
   * computation with {@code 1e999999999} would have a billion digits.
   */
  static boolean holds(JsonNode tree, int nodesMax, int depthMax) {
    ArrayDeque<Level> open = new ArrayDeque<>();
    open.push(new Level(tree, 1));
    for (int nodes = 0; !open.isEmpty(); nodes++) {
      Level level = open.pop();
      if (nodes > nodesMax || level.depth() > depthMax || isVast(level.node())) {
        return false;
      }
      for (JsonNode child : level.node()) {
        open.push(new Level(child, level.depth() + 1));
      }
    }
    return true;
  }

  private static boolean isVast(JsonNode node) {
    if (!node.isNumber()) {
      return false;
    }
    BigDecimal number = node.decimalValue();
    return Math.abs((long) number.scale()) > DIGITS_MAX || number.precision() > DIGITS_MAX;
  }
}
