package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.json.JsonSkim;

/**
 * What one chunk of a streamed answer holds, found by skimming its bytes.
 *
 * <p>Every string in a delta but the role counts as content: text, reasoning, refusals, the parts
 * of a tool call. A list or object in it is content if it is not empty.
 */
final class ChatChunk {

  private enum Level {
    ROOT,
    CHOICE,
    DELTA
  }

  /** A range of the array; empty where the member is missing. */
  record Range(int from, int to) {
    static final Range NONE = new Range(0, 0);

    boolean isPresent() {
      return to > from;
    }
  }

  private final JsonSkim skim;

  private Range id = Range.NONE;
  private Range model = Range.NONE;
  private Range serviceTier = Range.NONE;
  private Range usage = Range.NONE;
  private Range timings = Range.NONE;
  private Range finishReason = Range.NONE;
  private boolean error;
  private boolean wellFormed;
  private boolean content;
  private boolean toolCalls;
  private int choices;
  private int finished;
  private long contentBytes;

  /** Skims the bytes of {@code array} from {@code from} up to {@code to}. */
  ChatChunk(byte[] array, int from, int to) {
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

  /** The id, quotes included. */
  Range id() {
    return id;
  }

  /** The model's name, quotes included. */
  Range model() {
    return model;
  }

  /** The service tier, quotes included. */
  Range serviceTier() {
    return serviceTier;
  }

  /** The usage object. */
  Range usage() {
    return usage;
  }

  /** The timings object of llama.cpp. */
  Range timings() {
    return timings;
  }

  /** The last finish reason that is not null, quotes included. */
  Range finishReason() {
    return finishReason;
  }

  /** Whether the chunk is an error instead of a part of an answer. */
  boolean isError() {
    return error;
  }

  /** Whether it carries a part of the answer. */
  boolean hasContent() {
    return content;
  }

  /** Whether it carries a part of a tool call. */
  boolean hasToolCalls() {
    return toolCalls;
  }

  /** Choices in it. */
  int choices() {
    return choices;
  }

  /** Choices that end with it. */
  int finished() {
    return finished;
  }

  /** Bytes of the answer in it, escapes as written. */
  long contentBytes() {
    return contentBytes;
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

  private int member(Level level, int nameFrom, int nameTo, int value) {
    return switch (level) {
      case ROOT -> rootMember(nameFrom, nameTo, value);
      case CHOICE -> choiceMember(nameFrom, nameTo, value);
      case DELTA -> deltaMember(nameFrom, nameTo, value);
    };
  }

  private int rootMember(int nameFrom, int nameTo, int value) {
    if (skim.is("choices", nameFrom, nameTo) && skim.at(value) == '[') {
      return choices(value);
    }
    int after = skim.value(value);
    if (after < 0) {
      return -1;
    }
    byte first = skim.at(value);
    if (first == '{') {
      if (skim.is("usage", nameFrom, nameTo)) {
        usage = new Range(value, after);
      } else if (skim.is("timings", nameFrom, nameTo)) {
        timings = new Range(value, after);
      }
    } else if (first == '"') {
      if (skim.is("id", nameFrom, nameTo)) {
        id = new Range(value, after);
      } else if (skim.is("model", nameFrom, nameTo)) {
        model = new Range(value, after);
      } else if (skim.is("service_tier", nameFrom, nameTo)) {
        serviceTier = new Range(value, after);
      } else if (skim.is("object", nameFrom, nameTo) && skim.is("error", value + 1, after - 1)) {
        error = true;
      }
    }
    if (first != 'n' && skim.is("error", nameFrom, nameTo)) {
      error = true;
    }
    return after;
  }

  private int choices(int i) {
    int at = skim.space(i + 1);
    if (skim.at(at) == ']') {
      return at + 1;
    }
    while (true) {
      choices++;
      int after = skim.at(at) == '{' ? object(at, Level.CHOICE) : skim.value(at);
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

  private int choiceMember(int nameFrom, int nameTo, int value) {
    if (skim.at(value) == '{' && skim.is("delta", nameFrom, nameTo)) {
      return object(value, Level.DELTA);
    }
    int after = skim.value(value);
    if (after >= 0 && skim.at(value) == '"' && skim.is("finish_reason", nameFrom, nameTo)) {
      finishReason = new Range(value, after);
      finished++;
    }
    return after;
  }

  private int deltaMember(int nameFrom, int nameTo, int value) {
    int after = skim.value(value);
    if (after < 0 || skim.is("role", nameFrom, nameTo)) {
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
      contentBytes += skim.stringBytes();
      toolCalls |= first == '[' && skim.is("tool_calls", nameFrom, nameTo);
    }
    return after;
  }
}
