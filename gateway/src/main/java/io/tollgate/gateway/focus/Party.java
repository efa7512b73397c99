package io.tollgate.gateway.focus;

import java.util.Locale;
import java.util.Map;

/**
 * Who stands behind a provider: the names that tell sellers, makers and senders of invoices apart.
 *
 * @param provider who sells the service ({@code ProviderName}, {@code ServiceProviderName})
 * @param publisher who made the model ({@code PublisherName})
 * @param host who runs it ({@code HostProviderName})
 * @param invoiceIssuer who sends the invoice, e.g. a reseller
 * @param serviceName the service as the seller calls it
 */
public record Party(
    String provider, String publisher, String host, String invoiceIssuer, String serviceName) {

  /** Names as the vendors write them; those of other providers are taken as configured. */
  private static final Map<String, String> VENDORS =
      Map.ofEntries(
          Map.entry("anthropic", "Anthropic"),
          Map.entry("azure-openai", "Microsoft"),
          Map.entry("bedrock", "Amazon Web Services"),
          Map.entry("cerebras", "Cerebras"),
          Map.entry("cohere", "Cohere"),
          Map.entry("deepinfra", "DeepInfra"),
          Map.entry("deepseek", "DeepSeek"),
          Map.entry("fireworks", "Fireworks AI"),
          Map.entry("gemini", "Google"),
          Map.entry("groq", "Groq"),
          Map.entry("mistral", "Mistral AI"),
          Map.entry("moonshot", "Moonshot AI"),
          Map.entry("openai", "OpenAI"),
          Map.entry("openrouter", "OpenRouter"),
          Map.entry("perplexity", "Perplexity"),
          Map.entry("together", "Together AI"),
          Map.entry("vertex", "Google"),
          Map.entry("xai", "xAI"));

  /**
   * Refuses empty names, which the specification does not allow.
   *
   * @throws IllegalArgumentException where one is blank
   */
  public Party {
    if (provider.isBlank()
        || publisher.isBlank()
        || host.isBlank()
        || invoiceIssuer.isBlank()
        || serviceName.isBlank()) {
      throw new IllegalArgumentException(
          "names of a provider: one is empty in \"%s\", \"%s\", \"%s\", \"%s\", \"%s\""
              .formatted(provider, publisher, host, invoiceIssuer, serviceName));
    }
  }

  /** One vendor who makes, runs, sells and bills its service. */
  public static Party of(String name) {
    return new Party(name, name, name, name, name + " Inference API");
  }

  /** What is taken where nothing is configured for a provider of this name. */
  public static Party byDefault(String provider) {
    String name = VENDORS.get(provider.toLowerCase(Locale.ROOT));
    return of(name != null ? name : provider.isBlank() ? "Unknown" : provider);
  }

  /** The same with the invoice coming from another. */
  public Party billedBy(String issuer) {
    return new Party(provider, publisher, host, issuer, serviceName);
  }

  /** Whether the seller sends the invoice itself. */
  boolean isBilledBySeller() {
    return provider.equals(invoiceIssuer);
  }
}
