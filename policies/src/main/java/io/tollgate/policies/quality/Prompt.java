package io.tollgate.policies.quality;

import org.jspecify.annotations.Nullable;

/**
 * What a predictor looks at of a request. It is used while the request is decided and kept nowhere.
 *
 * @param text what the latest message of the user says, at most {@link #MAX_CHARS} characters of
 *     it; may be empty, and may be any Unicode
 * @param task the caller's task tag, if any
 * @param tools number of tool definitions, at least 0
 * @param schema whether the answer has to follow a schema
 * @param images whether there are images
 * @param messages number of messages, at least 0
 * @param inputTokens estimate of the input tokens, at least 0
 */
public record Prompt(
    String text,
    @Nullable String task,
    int tools,
    boolean schema,
    boolean images,
    int messages,
    long inputTokens) {

  /** Characters of a text that are looked at; the rest says little more and takes time. */
  public static final int MAX_CHARS = 4_000;

  public Prompt {
    if (text.length() > MAX_CHARS) {
      text = text.substring(0, MAX_CHARS);
    }
  }

  /** A question without anything beside it. */
  public static Prompt of(String text) {
    return new Prompt(text, null, 0, false, false, 1, text.length() / 4);
  }
}
