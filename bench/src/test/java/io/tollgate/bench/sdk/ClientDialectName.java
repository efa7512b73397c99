package io.tollgate.bench.sdk;

import java.util.EnumSet;
import java.util.Set;

/** A dialect in front of the gateway, and what it has no word for. */
enum ClientDialectName {
  OPENAI_CHAT("openai-chat", EnumSet.noneOf(Feature.class)),
  OPENAI_RESPONSES(
      "openai-responses",
      EnumSet.of(Feature.STOP, Feature.CHOICES, Feature.SEED, Feature.PENALTIES)),
  ANTHROPIC(
      "anthropic", EnumSet.of(Feature.CHOICES, Feature.LOGPROBS, Feature.SEED, Feature.PENALTIES)),
  GEMINI("gemini", EnumSet.of(Feature.CACHE));

  final String key;
  final Set<Feature> speechless;

  ClientDialectName(String key, Set<Feature> speechless) {
    this.key = key;
    this.speechless = speechless;
  }
}
