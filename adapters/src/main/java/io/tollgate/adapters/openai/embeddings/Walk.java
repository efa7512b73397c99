package io.tollgate.adapters.openai.embeddings;

import io.tollgate.adapters.json.JsonSkim;

/**
 * Steps through the members of an object and the elements of an array without decoding them: an
 * answer may hold millions of numbers, of which none is looked at.
 */
final class Walk {

  /** Takes one member: returns the index after its value, or -1 where it cannot be read. */
  @FunctionalInterface
  interface Member {
    int at(int nameFrom, int nameTo, int value);
  }

  /** Takes one element: returns the index after it, or -1 where it cannot be read. */
  @FunctionalInterface
  interface Element {
    int at(int value);
  }

  private Walk() {}

  /** The index after the object that begins at {@code i}, or -1. */
  static int members(JsonSkim skim, int i, Member member) {
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
      int after = member.at(at + 1, nameEnd - 1, skim.space(colon + 1));
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

  /** The index after the array that begins at {@code i}, or -1. */
  static int elements(JsonSkim skim, int i, Element element) {
    int at = skim.space(i + 1);
    if (skim.at(at) == ']') {
      return at + 1;
    }
    while (true) {
      int after = element.at(at);
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
}
