package io.tollgate.policies.catalog;

/** Something a request may need and not every model is able to do. */
public enum Capability {
  /** Calls tools. */
  TOOLS("tools"),
  /** Answers in a given JSON schema. */
  JSON_SCHEMA("json-schema"),
  /** Reads images. */
  IMAGES("images"),
  /** Reads audio. */
  AUDIO("audio"),
  /** Reads files such as PDF. */
  FILES("files"),
  /** Returns log probabilities. */
  LOGPROBS("logprobs"),
  /**
   * Turns texts into vectors, and does nothing else: a model either does this or answers, so a
   * request that needs it goes only to models that have it, and every other request only to models
   * that have it not.
   */
  EMBEDDINGS("embeddings");

  private final String key;

  Capability(String key) {
    this.key = key;
  }

  /** The name in files. */
  public String key() {
    return key;
  }
}
