package io.tollgate.adapters.json;

/**
 * A member of an object as it is written, with the comma that goes if it does.
 *
 * @param from index of its first byte
 * @param to index after its last byte
 */
public record Member(int from, int to) {

  /**
   * A member of JSON that is well-formed up to its end, though it may break off there: with the
   * comma after it, or the one before it if it is the last, or neither if it is the only one.
   *
   * @param from index of the opening quote of its name
   * @param to index after its value
   */
  public static Member withItsComma(byte[] json, int from, int to) {
    int after = to;
    while (after < json.length && isSpace(json[after])) {
      after++;
    }
    if (after < json.length && json[after] == ',') {
      return new Member(from, after + 1);
    }
    int before = from - 1;
    while (isSpace(json[before])) {
      before--;
    }
    return new Member(json[before] == ',' ? before : from, to);
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }
}
