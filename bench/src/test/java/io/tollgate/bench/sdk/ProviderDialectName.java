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

  /** The provider that speaks it, among the simulated ones. */
  String provider() {
    return "at-" + key;
  }
}
