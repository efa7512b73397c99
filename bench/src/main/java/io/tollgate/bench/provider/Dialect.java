package io.tollgate.bench.provider;

/** A language of requests and answers that a simulated provider speaks. */
public enum Dialect {
  /** OpenAI chat completions: {@code POST .../chat/completions}. */
  OPENAI_CHAT("openai-chat"),
  /** OpenAI Responses: {@code POST .../responses}. */
  OPENAI_RESPONSES("openai-responses"),
  /** OpenAI embeddings: {@code POST .../embeddings}. */
  OPENAI_EMBEDDINGS("openai-embeddings"),
  /** Anthropic Messages: {@code POST .../messages} and {@code .../messages/count_tokens}. */
  ANTHROPIC("anthropic"),
  /** Gemini: {@code POST .../models/MODEL:METHOD}. */
  GEMINI("gemini"),
  /** Amazon Bedrock Converse: {@code POST .../model/MODEL/converse} and {@code converse-stream}. */
  BEDROCK("bedrock"),
  /** Cohere, version 2: {@code POST .../v2/chat} and {@code .../v2/embed}. */
  COHERE("cohere"),
  /** Ollama's own: {@code POST .../api/chat} and {@code .../api/embed}. */
  OLLAMA("ollama"),
  /** A request that is not of any dialect, such as a list of models. */
  NONE("none");

  private final String key;

  Dialect(String key) {
    this.key = key;
  }

  /** The name in the bill file. */
  public String key() {
    return key;
  }

  static Dialect ofKey(String key) {
    for (Dialect dialect : values()) {
      if (dialect.key.equals(key)) {
        return dialect;
      }
    }
    throw new IllegalArgumentException("dialect: " + key);
  }
}
