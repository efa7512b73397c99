package io.tollgate.policies.usage;

/** How a usage figure came to be known, from best to worst. */
public enum UsageQuality {
  /** The provider stated it. */
  PROVIDER_REPORTED("provider_reported"),
  /** The serving engine's own counters stated it. */
  ENGINE_REPORTED("engine_reported"),
  /** Counted from the part of a stream that was seen before it ended early. */
  PARTIAL_STREAM_ESTIMATED("partial_stream_estimated"),
  /** Estimated from the size of the texts. */
  TOKENIZER_ESTIMATED("tokenizer_estimated"),
  /** Nothing is known; what was reserved is taken. */
  RESERVED_MAX("reserved_max");

  private final String key;

  UsageQuality(String key) {
    this.key = key;
  }

  /** The name in the ledger and in metrics. */
  public String key() {
    return key;
  }

  /** Whether the figure is a count by whoever did the work. */
  public boolean isReported() {
    return this == PROVIDER_REPORTED || this == ENGINE_REPORTED;
  }
}
