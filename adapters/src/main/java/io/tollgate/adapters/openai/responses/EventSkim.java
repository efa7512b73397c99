package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.json.JsonSkim;

/**
 * What one event of a streamed answer holds, found by skimming its bytes.
 *
 * <p>Its type is the one in the data; the name of the event repeats it, where there is one.
 */
final class EventSkim {

  /** The end of an answer that is complete. */
  static final String COMPLETED = "response.completed";

  /** The end of an answer that came to a limit. */
  static final String INCOMPLETE = "response.incomplete";

  private final JsonSkim skim;
  private final boolean wellFormed;

  private int typeFrom;
  private int typeTo;
  private int itemTypeFrom;
  private int itemTypeTo;
  private int responseAt = -1;
  private long deltaBytes;

  /** Skims the bytes of {@code array} from {@code from} up to {@code to}. */
  EventSkim(byte[] array, int from, int to) {
    this.skim = new JsonSkim(array, to);
    int start = skim.space(from);
    int after = skim.at(start) == '{' ? object(start, false) : -1;
    this.wellFormed = after >= 0 && skim.space(after) == to;
  }

  /**
   * Whether the bytes look like one JSON object; what is inside strings and numbers is unchecked.
   */
  boolean isWellFormed() {
    return wellFormed;
  }

  /** Whether it has a type. */
  boolean hasType() {
    return typeTo > typeFrom;
  }

  /** Whether it is of this type. */
  boolean isType(String type) {
    return skim.is(type, typeFrom, typeTo);
  }

  /** Whether it ends the answer well. */
  boolean isEnd() {
    return isType(COMPLETED) || isType(INCOMPLETE);
  }

  /** Whether the item in it is of this type. */
  boolean isItemType(String type) {
    return skim.is(type, itemTypeFrom, itemTypeTo);
  }

  /** Bytes of text in its delta, escapes as written. */
  long deltaBytes() {
    return deltaBytes;
  }

  /** Where the response object in it begins, or -1. */
  int responseAt() {
    return responseAt;
  }

  /** The index after the object that begins at {@code i}, or -1. */
  private int object(int i, boolean item) {
    int at = skim.space(i + 1);
    if (skim.at(at) == '}') {
      return at + 1;
    }
    while (skim.at(at) == '"') {
      int nameEnd = skim.string(at);
      int colon = nameEnd < 0 ? -1 : skim.space(nameEnd);
      if (skim.at(colon) != ':') {
        return -1;
      }
      int value = skim.space(colon + 1);
      int after =
          item ? itemMember(at + 1, nameEnd - 1, value) : member(at + 1, nameEnd - 1, value);
      int next = after < 0 ? -1 : skim.space(after);
      if (skim.at(next) == '}') {
        return next + 1;
      }
      if (skim.at(next) != ',') {
        return -1;
      }
      at = skim.space(next + 1);
    }
    return -1;
  }

  private int member(int nameFrom, int nameTo, int value) {
    byte first = skim.at(value);
    if (first == '{' && skim.is("item", nameFrom, nameTo)) {
      return object(value, true);
    }
    int after = skim.value(value);
    if (after < 0) {
      return -1;
    }
    if (first == '"' && skim.is("type", nameFrom, nameTo)) {
      typeFrom = value + 1;
      typeTo = after - 1;
    } else if (skim.is("delta", nameFrom, nameTo)) {
      deltaBytes = skim.stringBytes();
    } else if (first == '{' && skim.is("response", nameFrom, nameTo)) {
      responseAt = value;
    }
    return after;
  }

  private int itemMember(int nameFrom, int nameTo, int value) {
    int after = skim.value(value);
    if (after >= 0 && skim.at(value) == '"' && skim.is("type", nameFrom, nameTo)) {
      itemTypeFrom = value + 1;
      itemTypeTo = after - 1;
    }
    return after;
  }
}
