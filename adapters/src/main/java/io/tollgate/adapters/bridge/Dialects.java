package io.tollgate.adapters.bridge;

import io.tollgate.adapters.anthropic.AnthropicClient;
import io.tollgate.adapters.anthropic.AnthropicProvider;
import io.tollgate.adapters.bedrock.BedrockProvider;
import io.tollgate.adapters.cohere.CohereProvider;
import io.tollgate.adapters.dialect.Endpoints;
import io.tollgate.adapters.dialect.ProviderDialect;
import io.tollgate.adapters.dialect.Quirk;
import io.tollgate.adapters.gemini.GeminiClient;
import io.tollgate.adapters.gemini.GeminiProvider;
import io.tollgate.adapters.ollama.OllamaProvider;
import io.tollgate.adapters.openai.chat.ChatClient;
import io.tollgate.adapters.openai.chat.ChatProvider;
import io.tollgate.adapters.openai.chat.UsageRule;
import io.tollgate.adapters.openai.embeddings.EmbeddingsProvider;
import io.tollgate.adapters.openai.responses.ResponsesClient;
import io.tollgate.adapters.openai.responses.ResponsesProvider;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The dialects that providers may speak, by name. */
public final class Dialects {

  /** How one provider speaks a dialect. */
  private record Manner(UsageRule usage, Set<Quirk> quirks, Endpoints endpoints, String version) {}

  /** Makes a dialect of a manner. */
  @FunctionalInterface
  private interface Speaker {
    ProviderDialect speak(Manner manner);
  }

  private record Entry(Endpoints endpoints, String version, Speaker speaker) {}

  private static final Map<String, Entry> ALL = new LinkedHashMap<>();

  static {
    add(
        ChatClient.NAME,
        ChatProvider.ENDPOINTS,
        m -> new ChatProvider(m.usage(), m.quirks(), m.endpoints()));
    add(
        ResponsesClient.NAME,
        ResponsesProvider.ENDPOINTS,
        m -> new ResponsesProvider(m.quirks(), m.endpoints()));
    // The version that everybody knows who speaks as Anthropic does.
    ALL.put(
        AnthropicClient.NAME,
        new Entry(
            AnthropicProvider.ENDPOINTS,
            AnthropicProvider.SAMPLING_VERSION,
            m -> new AnthropicProvider(m.quirks(), m.endpoints(), m.version())));
    add(
        GeminiClient.NAME,
        GeminiProvider.ENDPOINTS,
        m -> new GeminiProvider(m.quirks(), m.endpoints()));
    add(
        GeminiClient.NAME,
        GeminiProvider.ENDPOINTS,
        m -> new GeminiProvider(m.quirks(), m.endpoints()));
    add(
        BedrockProvider.NAME,
        BedrockProvider.ENDPOINTS,
        m -> new BedrockProvider(m.quirks(), m.endpoints()));
    add(
        CohereProvider.NAME,
        CohereProvider.ENDPOINTS,
        m -> new CohereProvider(m.quirks(), m.endpoints()));
    add(
        OllamaProvider.NAME,
        OllamaProvider.ENDPOINTS,
        m -> new OllamaProvider(m.quirks(), m.endpoints()));
    for (EmbeddingsProvider.Api api : EmbeddingsProvider.Api.values()) {
      add(
          api.key(),
          EmbeddingsProvider.of(api).endpoints(),
          m -> new EmbeddingsProvider(api, m.endpoints()));
    }
  }

  private Dialects() {}

  private static void add(String name, Endpoints endpoints, Speaker speaker) {
    ALL.put(name, new Entry(endpoints, "", speaker));
  }

  /** Their names, the most spoken first. */
  public static Set<String> names() {
    return Collections.unmodifiableSet(ALL.keySet());
  }

  /** Where the inventor of a dialect takes requests, below the base URL of its own SDKs. */
  public static Endpoints endpoints(String name) {
    return entry(name).endpoints();
  }

  /** The version of a dialect that names one in a header, where nothing is said; else empty. */
  public static String version(String name) {
    return entry(name).version();
  }

  /**
   * A dialect as one provider speaks it.
   *
   * @param usage how it counts, for dialects that are counted in several ways
   * @param version the version of its API, for dialects that name one in a header
   */
  public static ProviderDialect of(
      String name, UsageRule usage, Set<Quirk> quirks, Endpoints endpoints, String version) {
    return entry(name).speaker().speak(new Manner(usage, quirks, endpoints, version));
  }

  private static Entry entry(String name) {
    Entry entry = ALL.get(name);
    if (entry == null) {
      throw new IllegalArgumentException(
          "dialect: " + name + " (expected: one of " + ALL.keySet() + ")");
    }
    return entry;
  }
}
