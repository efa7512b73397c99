package io.tollgate.gateway.prices;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The public price lists that can be read. */
public enum FeedFormat {
  /** LiteLLM's model map: one JSON object, a key per model, dollars per token. */
  LITELLM("litellm"),
  /** Version 2 of genai-prices: a JSON list of providers, dollars per million tokens, dated. */
  GENAI_PRICES("genai-prices"),
  /** models.dev: a tar of TOML files, or its api.json; dollars per million tokens. */
  MODELS_DEV("models.dev"),
  /** OpenRouter's list of models: what OpenRouter itself charges, dollars per token. */
  OPENROUTER("openrouter");

  private final String source;

  FeedFormat(String source) {
    this.source = source;
  }

  /** The name of the feed. */
  public String source() {
    return source;
  }

  /**
   * The format of a name.
   *
   * @throws IllegalArgumentException with the names there are
   */
  public static FeedFormat of(String source) {
    return Arrays.stream(values())
        .filter(format -> format.source.equals(source))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "format: \"%s\" (expected: %s)"
                    .formatted(
                        source,
                        Arrays.stream(values())
                            .map(FeedFormat::source)
                            .collect(Collectors.joining(", ")))));
  }
}
