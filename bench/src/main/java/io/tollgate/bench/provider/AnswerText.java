package io.tollgate.bench.provider;

import io.tollgate.bench.provider.Answer.Finish;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text on its way to its end.
 *
 * @param tokens the text, token by token
 * @param finish why it ends there
 * @param stop the text at which it stopped, or {@code null}
 */
record AnswerText(List<String> tokens, Finish finish, @Nullable String stop) {

  /** Structured text is cut into tokens of this many characters. */
  private static final int TOKEN_CHARS = 4;

  static AnswerText of(List<String> tokens) {
    return new AnswerText(List.copyOf(tokens), Finish.STOP, null);
  }

  /** Cuts a text into tokens. */
  static List<String> tokensOf(String text) {
    List<String> tokens = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = Math.min(text.length(), start + TOKEN_CHARS);
      if (end < text.length() && Character.isLowSurrogate(text.charAt(end))) {
        end++;
      }
      tokens.add(text.substring(start, end));
      start = end;
    }
    return tokens;
  }

  /** The same, up to the first of some texts. */
  AnswerText until(List<String> stops) {
    String text = String.join("", tokens);
    int end = -1;
    @Nullable String met = null;
    for (String candidate : stops) {
      int at = candidate.isEmpty() ? -1 : text.indexOf(candidate);
      if (at >= 0 && (end < 0 || at < end)) {
        end = at;
        met = candidate;
      }
    }
    if (met == null) {
      return this;
    }
    List<String> kept = new ArrayList<>();
    int start = 0;
    for (String token : tokens) {
      if (start < end) {
        kept.add(token.substring(0, Math.min(token.length(), end - start)));
      }
      start += token.length();
    }
    return new AnswerText(List.copyOf(kept), Finish.STOP_SEQUENCE, met);
  }

  /** The same, if it is not longer than that many tokens; else so many of them. */
  AnswerText within(long maxTokens) {
    return tokens.size() <= maxTokens
        ? this
        : new AnswerText(tokens.subList(0, (int) Math.max(0, maxTokens)), Finish.LENGTH, null);
  }
}
