package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.json.JsonSkim;

/** What one event of a streamed answer holds, found by skimming its bytes. */
final class EventSkim {

  private enum Level {
    ROOT,
    BLOCK,
    DELTA
  }

  private final JsonSkim skim;
  private boolean wellFormed;
  private boolean error;
  private int typeFrom;
  private int typeTo;
  private int innerTypeFrom;
  private int innerTypeTo;
  private int usageFrom;
  private int usageTo;
  private long textBytes;
  private long signatureBytes;

  /** Skims the bytes of {@code array} from {@code from} up to {@code to}. */
  EventSkim(byte[] array, int from, int to) {
    this.skim = new JsonSkim(array, to);
    int start = skim.space(from);
    if (skim.at(start) == '{') {
      int after = object(start, Level.ROOT);
      wellFormed = after >= 0 && skim.space(after) == to;
    }
  }

  /**
   * Whether the bytes look like one JSON object; what is inside strings and numbers is unchecked.
   */
  boolean isWellFormed() {
    return wellFormed;
  }

  /** Whether the event is of this type. */
  boolean is(String type) {
    return skim.is(type, typeFrom, typeTo);
  }

  /** Whether the block or the delta in it is of this type. */
  boolean holds(String type) {
    return skim.is(type, innerTypeFrom, innerTypeTo);
  }

  /** Whether it reports an error, whatever its type. */
  boolean isError() {
    return error || is("error");
  }

  /** Bytes of the answer in its block or delta, escapes as written, signatures not counted. */
  long textBytes() {
    return textBytes;
  }

  /** Whether its block or delta has anything in it, be it a signature. */
  boolean isFilled() {
    return textBytes + signatureBytes > 0;
  }

  /** Where its usage object begins; 0 where it has none. */
  int usageFrom() {
    return usageFrom;
  }

  /** The index after its usage object. */
  int usageTo() {
    return usageTo;
  }

  /** The index after the object that begins at {@code i}, or -1. */
  private int object(int i, Level level) {
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
          level == Level.ROOT
              ? rootMember(at + 1, nameEnd - 1, value)
              : innerMember(at + 1, nameEnd - 1, value, level);
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

  private int rootMember(int nameFrom, int nameTo, int value) {
    byte first = skim.at(value);
    if (first == '{' && skim.is("delta", nameFrom, nameTo)) {
      return object(value, Level.DELTA);
    }
    if (first == '{' && skim.is("content_block", nameFrom, nameTo)) {
      return object(value, Level.BLOCK);
    }
    int after = skim.value(value);
    if (after < 0) {
      return -1;
    }
    if (first == '"' && skim.is("type", nameFrom, nameTo)) {
      typeFrom = value + 1;
      typeTo = after - 1;
    } else if (first == '{' && skim.is("usage", nameFrom, nameTo)) {
      usageFrom = value;
      usageTo = after;
    } else if (first != 'n' && skim.is("error", nameFrom, nameTo)) {
      error = true;
    }
    return after;
  }

  private int innerMember(int nameFrom, int nameTo, int value, Level level) {
    int after = skim.value(value);
    if (after < 0) {
      return -1;
    }
    if (skim.at(value) == '"' && skim.is("type", nameFrom, nameTo)) {
      innerTypeFrom = value + 1;
      innerTypeTo = after - 1;
    } else if (skim.is("signature", nameFrom, nameTo)) {
      signatureBytes += skim.stringBytes();
    } else if (level == Level.DELTA || !skim.is("id", nameFrom, nameTo)) {
      textBytes += skim.stringBytes();
    }
    return after;
  }
}
