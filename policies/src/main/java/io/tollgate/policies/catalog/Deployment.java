package io.tollgate.policies.catalog;

/**
 * A model at a provider: what a request is sent to, what is priced, and what may break.
 *
 * @param provider the provider's name in the configuration, e.g. {@code groq}
 * @param upstreamModel the model's name in the provider's API, e.g. {@code openai/gpt-oss-120b}
 * @param model the weights behind it, with the limits and capabilities that this provider gives
 *     them
 */
public record Deployment(String provider, String upstreamModel, Model model) {

  /** {@code provider/upstreamModel}: the name a caller may ask for, and the key of its price. */
  public String id() {
    return provider + "/" + upstreamModel;
  }
}
