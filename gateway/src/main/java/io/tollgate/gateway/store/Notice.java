package io.tollgate.gateway.store;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one node tells the others through the store, as text: a word, who says it, and what of.
 *
 * @param word what has happened
 * @param from who says it
 * @param items of which windows, with the number of the recall, of which bounds of rate limits, or
 *     of which documents
 */
record Notice(Word word, UUID from, List<String> items) {

  static final String CHANNEL = "tollgate";

  /** PostgreSQL takes 8,000 bytes. */
  private static final int CHARS_MAX = 7_000;

  enum Word {
    RECALLED,
    FREED,
    RATES,
    DOCUMENT
  }

  Notice {
    items = List.copyOf(items);
  }

  /** The texts that say it, each short enough. */
  List<String> texts() {
    List<String> texts = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (String item : items) {
      if (text.length() + item.length() > CHARS_MAX) {
        texts.add(text.toString());
        text.setLength(0);
      }
      if (text.isEmpty()) {
        text.append(word).append(' ').append(from);
      }
      text.append(' ').append(item);
    }
    if (!text.isEmpty()) {
      texts.add(text.toString());
    }
    return texts;
  }

  /** What a text says, or {@code null} where it is none of ours. */
  static @Nullable Notice parse(String text) {
    List<String> words = List.of(text.split(" ", -1));
    try {
      return words.size() < 3
          ? null
          : new Notice(
              Word.valueOf(words.get(0)),
              UUID.fromString(words.get(1)),
              words.subList(2, words.size()));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
