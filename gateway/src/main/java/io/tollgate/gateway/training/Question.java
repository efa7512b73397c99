package io.tollgate.gateway.training;

import org.jspecify.annotations.Nullable;

/**
 * One recorded prompt.
 *
 * @param row its place in its set, from 0
 * @param id its id in the files
 * @param dataset where it comes from; the set's name where the file does not say
 * @param category what it is about as its source says, or {@code null}
 * @param text what was asked
 * @param key the question without options, case and punctuation: questions with the same key are
 *     one question, in whatever set they stand
 */
public record Question(
    int row, String id, String dataset, @Nullable String category, String text, String key) {

  /** The category, or where there is none the data set. */
  public String kind() {
    return category == null ? dataset : category;
  }
}
