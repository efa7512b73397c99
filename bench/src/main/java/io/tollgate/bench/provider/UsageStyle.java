package io.tollgate.bench.provider;

/** How a provider that speaks the OpenAI chat dialect reports usage. */
public enum UsageStyle {
  /** OpenAI: a last chunk without choices, only if {@code stream_options.include_usage} asks. */
  OPENAI,
  /**
   * DeepSeek: always on the finish chunk, with {@code prompt_cache_hit_tokens} and {@code
   * prompt_cache_miss_tokens} in place of {@code prompt_tokens_details}.
   */
  DEEPSEEK,
  /**
   * vLLM with forced continuous statistics: a running count on every chunk and a last chunk without
   * choices, if {@code stream_options.include_usage} asks.
   */
  VLLM_CONTINUOUS,
  /** OpenAI's fields, always on the finish chunk. */
  ON_FINISH_CHUNK;

  boolean onFinishChunk() {
    return this == DEEPSEEK || this == ON_FINISH_CHUNK;
  }
}
