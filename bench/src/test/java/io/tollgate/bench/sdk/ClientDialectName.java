package io.tollgate.bench.sdk;

/** A dialect in front of the gateway. */
enum ClientDialectName {
  OPENAI_CHAT,
  OPENAI_RESPONSES,
  ANTHROPIC,
  GEMINI;

  /** Whether it has a word for a feature. */
  boolean canSay(Feature feature) {
    return switch (feature) {
      case STOP -> this != OPENAI_RESPONSES;
      case CHOICES, SEED, PENALTIES -> this == OPENAI_CHAT || this == GEMINI;
      case LOGPROBS -> this != ANTHROPIC;
      case CACHE -> this != GEMINI;
      default -> true;
    };
  }
}
