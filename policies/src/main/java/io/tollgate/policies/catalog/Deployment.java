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

  /**
   * The deployment that an id names.
   *
   * @throws IllegalArgumentException if it is no {@linkplain #isId id}
   */
  public static Deployment of(String id, Model model) {
    if (!isId(id)) {
      throw new IllegalArgumentException("id: \"" + id + "\" (expected: provider/model)");
    }
    int slash = id.indexOf('/');
    return new Deployment(id.substring(0, slash), id.substring(slash + 1), model);
  }

  /** Whether a text has the shape of an id: a provider, a slash, and a model that may have more. */
  public static boolean isId(String text) {
    int slash = text.indexOf('/');
    return slash > 0
        && slash < text.length() - 1
        && text.chars().noneMatch(c -> c <= ' ' || Character.isISOControl(c));
  }

  /** {@code provider/upstreamModel}: the name a caller may ask for, and the key of its price. */
  public String id() {
    return provider + "/" + upstreamModel;
  }
}
