package io.tollgate.bench.sdk;

/** Something that an application does with a model, whatever its SDK. */
enum Feature {
  PLAIN("plain", "[[tokens:12]]"),
  STREAMED("streamed", "[[tokens:12]]"),
  TURNS("turns", "[[tokens:9]]"),
  TOOL("tool", "[[tool:look_up_weather]]"),
  PARALLEL("parallel", "[[tool:look_up_weather,look_up_time,ring_bell]]"),
  STREAMED_TOOLS("streamed-tools", "[[tool:look_up_weather,look_up_time,ring_bell]]"),
  FORCED("forced", ""),
  RUNNER("runner", "[[tool:look_up_weather]]"),
  STRUCTURED("structured", ""),
  STRUCTURED_STREAMED("structured-streamed", ""),
  VISION("vision", ""),
  VISION_URL("vision-url", ""),
  DOCUMENT("document", ""),
  THINKING("thinking", "[[tokens:12]]"),
  THINKING_STREAMED("thinking-streamed", "[[tokens:12]]"),
  THINKING_TOOLS("thinking-tools", "[[tool:look_up_weather]]"),
  THINKING_TOOLS_STREAMED("thinking-tools-streamed", "[[tool:look_up_weather]]"),
  STOP("stop", "[[say:First words STOP-HERE and more words.]]"),
  SAMPLING("sampling", "[[tokens:9]]"),
  LENGTH("length", "[[tokens:60]]"),
  CHOICES("choices", "[[tokens:8]]"),
  LOGPROBS("logprobs", "[[tokens:8]]"),
  SEED("seed", "[[tokens:9]]"),
  PENALTIES("penalties", "[[tokens:9]]"),
  CACHE("cache", "[[tokens:9]]"),
  ABORT("abort", "[[tokens:4000]]");

  /** The name in {@code features.mjs} and in the table. */
  final String key;

  /** What the prompt tells a simulated provider to do. */
  final String directive;

  Feature(String key, String directive) {
    this.key = key;
    this.directive = directive;
  }

  /** Whether the plain and the streamed answer to the same question are compared. */
  boolean isTwin() {
    return this == STREAMED || this == THINKING_STREAMED;
  }
}
