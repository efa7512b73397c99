package io.tollgate.gateway.prices;

import io.tollgate.policies.catalog.Deployment;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How feeds name deployments, and how Tollgate does. */
final class DeploymentNames {

  /** Providers that a feed names otherwise; whoever is not here keeps the feed's name. */
  private static final Map<String, String> PROVIDERS =
      Map.ofEntries(
          Map.entry("gemini", "google"),
          Map.entry("vertex_ai", "vertex"),
          Map.entry("google-vertex", "vertex"),
          Map.entry("google-vertex-anthropic", "vertex"),
          Map.entry("bedrock_converse", "bedrock"),
          Map.entry("amazon-bedrock", "bedrock"),
          Map.entry("aws", "bedrock"),
          Map.entry("azure", "azure-openai"),
          Map.entry("azure_text", "azure-openai"),
          Map.entry("text-completion-openai", "openai"),
          Map.entry("cohere_chat", "cohere"),
          Map.entry("dashscope", "alibaba"),
          Map.entry("moonshot", "moonshotai"),
          Map.entry("x-ai", "xai"),
          Map.entry("together_ai", "togetherai"),
          Map.entry("together", "togetherai"),
          Map.entry("fireworks_ai", "fireworks"),
          Map.entry("fireworks-ai", "fireworks"),
          Map.entry("novita-ai", "novita"),
          Map.entry("nvidia_nim", "nvidia"),
          Map.entry("lambda_ai", "lambda"),
          Map.entry("llama", "meta-llama"),
          Map.entry("meta_llama", "meta-llama"),
          Map.entry("ollama-cloud", "ollama"));

  /** LiteLLM splits these by the maker of the model: {@code vertex_ai-anthropic_models}. */
  private static final Pattern PARTS = Pattern.compile("^(vertex_ai|fireworks_ai)-.*");

  /** Fireworks' API wants the path; some feeds leave it out. */
  private static final String FIREWORKS_PATH = "accounts/fireworks/models/";

  private static final Pattern ALIAS = Pattern.compile("(^|.*[-/:])latest([-/:].*|$)|^~.*");

  private DeploymentNames() {}

  /** The provider that LiteLLM means, without the maker of the model. */
  static String litellmProvider(String name) {
    return PARTS.matcher(name).replaceFirst("$1");
  }

  /** {@code provider/model}, or {@code null} where the names make none. */
  static @Nullable String deployment(String provider, String model) {
    String ours = PROVIDERS.getOrDefault(provider, provider);
    // genai-prices lists what Vertex sells of other makers under Google.
    if (ours.equals("google") && model.startsWith("claude")) {
      ours = "vertex";
    }
    String name =
        ours.equals("fireworks") && model.indexOf('/') < 0 ? FIREWORKS_PATH + model : model;
    String deployment = ours + "/" + name;
    return Deployment.isId(deployment) ? deployment : null;
  }

  /** Whether a name means another model every few months. */
  static boolean isAlias(String model) {
    return ALIAS.matcher(model.toLowerCase(Locale.ROOT)).matches();
  }

  /** What is equal where two spellings mean one deployment: feeds differ in case. */
  static String key(String deployment) {
    return deployment.toLowerCase(Locale.ROOT);
  }
}
