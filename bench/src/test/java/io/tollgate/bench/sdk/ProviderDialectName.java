package io.tollgate.bench.sdk;

import java.util.Locale;

/** A dialect behind the gateway. */
enum ProviderDialectName {
  OPENAI_CHAT,
  OPENAI_RESPONSES,
  ANTHROPIC,
  GEMINI,
  BEDROCK,
  COHERE,
  OLLAMA;

  /** The name in files. */
  final String key = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** A model it serves; what may be asked of it goes by such names. */
  String model() {
    return switch (this) {
      case OPENAI_CHAT -> "gpt-4.1";
      case OPENAI_RESPONSES -> "gpt-5.6";
      case ANTHROPIC -> "claude-sonnet-4-6";
      case GEMINI -> "gemini-3.1-pro";
      case BEDROCK -> "anthropic.claude-sonnet-4-6";
      case COHERE -> "command-a";
      case OLLAMA -> "qwen3.5";
    };
  }

  /** The provider that speaks it, among the simulated ones. */
  String provider() {
    return "at-" + key;
  }

  /** Whether it makes embeddings too. */
  boolean embeds() {
    return this == OPENAI_CHAT || this == GEMINI || this == COHERE || this == OLLAMA;
  }

  /** The model that makes them. */
  String embedder() {
    return model() + "-embed";
  }
}
