package io.tollgate.adapters.openai.chat;

/** How much thinking a number of tokens is, in words. */
final class ReasoningEffort {

  private static final long LOW_TOKENS = 2_048;
  private static final long MEDIUM_TOKENS = 8_192;
  private static final long HIGH_TOKENS = 32_768;

  private ReasoningEffort() {}

  /** The word that comes nearest to a limit on thinking tokens. */
  static String ofBudget(long tokens) {
    if (tokens <= 0) {
      return "none";
    }
    return tokens <= LOW_TOKENS
        ? "low"
        : tokens <= MEDIUM_TOKENS ? "medium" : tokens <= HIGH_TOKENS ? "high" : "xhigh";
  }
}
