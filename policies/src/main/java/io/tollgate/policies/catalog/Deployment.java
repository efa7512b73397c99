package io.tollgate.policies.catalog;

import org.jspecify.annotations.Nullable;

/**
 * A model at a provider: what a request is sent to, what is priced, and what may break.
 *
 * <p>No record, because its id is asked for many times in each request and kept.
 */
public final class Deployment {

  private final String provider;
  private final String upstreamModel;
  private final Model model;
  private final String id;

  /**
   * A deployment.
   *
   * @param provider the provider's name in the configuration, e.g. {@code groq}
   * @param upstreamModel the model's name in the provider's API, e.g. {@code openai/gpt-oss-120b}
   * @param model the weights behind it, with the limits and capabilities that this provider gives
   *     them
   */
  public Deployment(String provider, String upstreamModel, Model model) {
    this.provider = provider;
    this.upstreamModel = upstreamModel;
    this.model = model;
    this.id = provider + "/" + upstreamModel;
  }

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

  /** The provider's name in the configuration. */
  public String provider() {
    return provider;
  }

  /** The model's name in the provider's API. */
  public String upstreamModel() {
    return upstreamModel;
  }

  /** The weights behind it, with the limits and capabilities that this provider gives them. */
  public Model model() {
    return model;
  }

  /** {@code provider/upstreamModel}: the name a caller may ask for, and the key of its price. */
  public String id() {
    return id;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Deployment that
            && provider.equals(that.provider)
            && upstreamModel.equals(that.upstreamModel)
            && model.equals(that.model));
  }

  /** That of the id, which a text computes once: two with one id are hardly ever different. */
  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return id;
  }
}
