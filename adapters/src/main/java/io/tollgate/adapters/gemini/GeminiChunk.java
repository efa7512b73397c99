package io.tollgate.adapters.gemini;

import io.tollgate.adapters.json.JsonSkim;
import java.util.BitSet;

/**
 * What one chunk of a streamed answer holds, found by skimming its bytes.
 *
 * <p>Every string in a part counts as content but signatures and data of pictures and sounds, whose
 * bytes tell nothing of tokens.
 */
final class GeminiChunk {

  private enum Level {
    ROOT,
    CANDIDATE,
    CONTENT,
    PART,
    FEEDBACK
  }

  private final JsonSkim skim;
  private final byte[] array;
  private final BitSet finished = new BitSet();

  private int usageFrom = -1;
  private int usageTo = -1;
  private int modelFrom = -1;
  private int modelTo = -1;
  private boolean error;
  private boolean refused;
  private boolean wellFormed;
  private boolean content;
  private long contentBytes;
  private int position;
  private int index;
  private boolean ends;

  /** Skims the bytes of {@code array} from {@code from} up to {@code to}. */
  GeminiChunk(byte[] array, int from, int to) {
    this.array = array;
    this.skim = new JsonSkim(array, to);
    int start = skim.space(from);
    if (skim.at(start) == '{') {
      int after = object(start, Level.ROOT);
      wellFormed = after >= 0 && skim.space(after) == to;
    }
  }

  /** Whether the bytes look like one JSON object; what is in strings and numbers is unchecked. */
  boolean isWellFormed() {
    return wellFormed;
  }

  /** Whether the chunk is an error instead of a part of an answer. */
  boolean isError() {
    return error;
  }

  /** Whether it says that the prompt was refused. */
  boolean isRefused() {
    return refused;
  }

  /** Whether it carries a part of the answer. */
  boolean hasContent() {
    return content;
  }

  /** Bytes of the answer in it, escapes as written. */
  long contentBytes() {
    return contentBytes;
  }

  /** The candidates that end with it. */
  BitSet finished() {
    return finished;
  }

  /** Whether it reports the usage. */
  boolean hasUsage() {
    return usageFrom >= 0;
  }

  int usageFrom() {
    return usageFrom;
  }

  int usageTo() {
    return usageTo;
  }

  /** The index of the model's name, quotes included; -1 where it has none. */
  int modelFrom() {
    return modelFrom;
  }

  int modelTo() {
    return modelTo;
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
      int after = member(level, at + 1, nameEnd - 1, skim.space(colon + 1));
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

  private int list(int i, Level level) {
    int at = skim.space(i + 1);
    if (skim.at(at) == ']') {
      return at + 1;
    }
    while (true) {
      int after = skim.at(at) == '{' ? element(at, level) : skim.value(at);
      int next = after < 0 ? -1 : skim.space(after);
      if (skim.at(next) == ']') {
        return next + 1;
      }
      if (skim.at(next) != ',') {
        return -1;
      }
      at = skim.space(next + 1);
    }
  }

  private int element(int at, Level level) {
    if (level != Level.CANDIDATE) {
      return object(at, level);
    }
    index = position++;
    ends = false;
    int after = object(at, level);
    if (ends) {
      finished.set(index);
    }
    return after;
  }

  private int member(Level level, int nameFrom, int nameTo, int value) {
    return switch (level) {
      case ROOT -> rootMember(nameFrom, nameTo, value);
      case CANDIDATE -> candidateMember(nameFrom, nameTo, value);
      case CONTENT ->
          skim.at(value) == '[' && skim.is("parts", nameFrom, nameTo)
              ? list(value, Level.PART)
              : skim.value(value);
      case PART -> partMember(nameFrom, nameTo, value);
      case FEEDBACK -> {
        refused |= skim.at(value) == '"' && skim.is("blockReason", nameFrom, nameTo);
        yield skim.value(value);
      }
    };
  }

  private int rootMember(int nameFrom, int nameTo, int value) {
    byte first = skim.at(value);
    if (first == '[' && skim.is("candidates", nameFrom, nameTo)) {
      return list(value, Level.CANDIDATE);
    }
    if (first == '{' && skim.is("promptFeedback", nameFrom, nameTo)) {
      return object(value, Level.FEEDBACK);
    }
    int after = skim.value(value);
    if (after < 0) {
      return -1;
    }
    if (first == '{' && skim.is("usageMetadata", nameFrom, nameTo)) {
      usageFrom = value;
      usageTo = after;
    } else if (first == '"' && skim.is("modelVersion", nameFrom, nameTo)) {
      modelFrom = value;
      modelTo = after;
    } else if (first != 'n' && skim.is("error", nameFrom, nameTo)) {
      error = true;
    }
    return after;
  }

  private int candidateMember(int nameFrom, int nameTo, int value) {
    byte first = skim.at(value);
    if (first == '{' && skim.is("content", nameFrom, nameTo)) {
      return object(value, Level.CONTENT);
    }
    int after = skim.value(value);
    if (after >= 0 && first == '"' && skim.is("finishReason", nameFrom, nameTo)) {
      ends = after - value > 2 && !skim.is(FinishReasons.UNSPECIFIED, value + 1, after - 1);
    } else if (after >= 0 && skim.is("index", nameFrom, nameTo)) {
      index = number(value, after);
    }
    return after;
  }

  /** A small number; anything else is the candidate's position. */
  private int number(int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      if (array[i] < '0' || array[i] > '9') {
        return index;
      }
      number = 10 * number + array[i] - '0';
      if (number > GenerationScan.MAX_CHOICES) {
        return index;
      }
    }
    return number;
  }

  private int partMember(int nameFrom, int nameTo, int value) {
    int after = skim.value(value);
    if (after < 0 || skim.is("thoughtSignature", nameFrom, nameTo)) {
      return after;
    }
    byte first = skim.at(value);
    boolean holds =
        switch (first) {
          case '"' -> after - value > 2;
          case '{', '[' -> skim.space(value + 1) < after - 1;
          default -> false;
        };
    if (holds) {
      content = true;
      contentBytes += skim.is("inlineData", nameFrom, nameTo) ? 0 : skim.stringBytes();
    }
    return after;
  }
}
