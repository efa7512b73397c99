package io.tollgate.policies.yaml;

/**
 * A place in a text file.
 *
 * @param line from 1
 * @param column in characters (Unicode code points), from 1
 */
public record Position(int line, int column) {

  static final Position START = new Position(1, 1);
}
