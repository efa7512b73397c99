package io.tollgate.adapters.openai.embeddings;

import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.JsonSkim;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Where in an answer its vectors are, and the few other members that matter, in whoever's words.
 * Known places of vectors: {@code data[].embedding} (OpenAI), {@code embeddings[].values} (Gemini),
 * {@code embeddings.float[]} (Cohere), {@code embeddings[]} (Ollama).
 */
final class VectorAnswer {

  /** A range of the array. */
  record Range(int from, int to) {}

  /** Nobody puts a vector deeper. */
  private static final int MAX_DEPTH = 4;

  private final byte[] array;
  private final JsonSkim skim;
  private final List<Range> vectors = new ArrayList<>();

  private @Nullable Range model;
  private @Nullable Range usage;
  private @Nullable Range cost;
  private boolean usageEmpty = true;
  private boolean error;
  private boolean lists;

  private VectorAnswer(byte[] array, int end) {
    this.array = array;
    this.skim = new JsonSkim(array, end);
  }

  /** Skims an answer; {@code null} where it is no JSON object. */
  static @Nullable VectorAnswer read(byte[] array, int offset, int length) {
    VectorAnswer answer = new VectorAnswer(array, offset + length);
    int start = answer.skim.space(offset);
    if (answer.skim.at(start) != '{') {
      return null;
    }
    int after = Walk.members(answer.skim, start, answer::member);
    return after >= 0 && answer.skim.space(after) == offset + length ? answer : null;
  }

  private int member(int nameFrom, int nameTo, int value) {
    byte first = skim.at(value);
    if (first == '[' && skim.is("data", nameFrom, nameTo)) {
      lists = true;
      return Walk.elements(skim, value, this::item);
    }
    if (skim.is("embeddings", nameFrom, nameTo)) {
      lists = true;
      return vectors(value, 0);
    }
    int after = skim.value(value);
    if (after < 0) {
      return -1;
    }
    if (skim.is("model", nameFrom, nameTo) && first == '"') {
      model = new Range(value, after);
    } else if (skim.is("error", nameFrom, nameTo) && first != 'n') {
      error = true;
    } else if (skim.is("usage", nameFrom, nameTo)
        || skim.is("usageMetadata", nameFrom, nameTo)
        || skim.is("meta", nameFrom, nameTo)
        || skim.is("prompt_eval_count", nameFrom, nameTo)) {
      usage = new Range(value, after);
      if (first == '{') {
        Walk.members(skim, value, this::usageMember);
      }
    }
    return after;
  }

  private int usageMember(int nameFrom, int nameTo, int value) {
    usageEmpty = false;
    int after = skim.value(value);
    if (after >= 0 && skim.is("cost", nameFrom, nameTo)) {
      cost = new Range(value, after);
    }
    return after;
  }

  private int item(int value) {
    if (skim.at(value) != '{') {
      return skim.value(value);
    }
    return Walk.members(
        skim,
        value,
        (nameFrom, nameTo, member) -> {
          int after = skim.value(member);
          if (after >= 0 && skim.is("embedding", nameFrom, nameTo)) {
            vectors.add(new Range(member, after));
          }
          return after;
        });
  }

  /** Arrays of numbers, a few levels deep in it. */
  private int vectors(int value, int depth) {
    if (depth > MAX_DEPTH) {
      return -1;
    }
    return switch (skim.at(value)) {
      case '{' ->
          Walk.members(
              skim,
              value,
              (nameFrom, nameTo, member) ->
                  skim.is("values", nameFrom, nameTo) || skim.is("float", nameFrom, nameTo)
                      ? vectors(member, depth + 1)
                      : skim.value(member));
      case '[' -> {
        byte first = skim.at(skim.space(value + 1));
        if (first == '[' || first == '{') {
          yield Walk.elements(skim, value, element -> vectors(element, depth + 1));
        }
        int after = skim.value(value);
        if (after >= 0 && first != ']') {
          vectors.add(new Range(value, after));
        }
        yield after;
      }
      default -> skim.value(value);
    };
  }

  byte[] array() {
    return array;
  }

  /**
   * Where the vectors are, in order: an array of numbers or a string, brackets or quotes included.
   */
  List<Range> vectors() {
    return vectors;
  }

  /** Whether there is a place for vectors, be it empty. */
  boolean hasPlaceForVectors() {
    return lists;
  }

  /** Whether it is an error instead of an answer. */
  boolean isError() {
    return error;
  }

  /** The report on usage, an object or, from Ollama, a number. */
  @Nullable Range usage() {
    return usage;
  }

  boolean isUsageEmpty() {
    return usageEmpty;
  }

  /** The value of a cost that is there already. */
  @Nullable Range cost() {
    return cost;
  }

  /** The model that is said to have been served. */
  @Nullable String model() {
    JsonNode name = model == null ? null : tree(model);
    return name != null && name.isString() ? name.stringValue() : null;
  }

  /** The tree of a part; {@code null} where it is no JSON. */
  @Nullable JsonNode tree(Range range) {
    try {
      return JsonDocument.read(array, range.from(), range.to() - range.from());
    } catch (JacksonException e) {
      return null;
    }
  }
}
