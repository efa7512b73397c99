package io.tollgate.bench.sdk;

import io.tollgate.adapters.anthropic.AnthropicProvider;
import io.tollgate.adapters.bedrock.BedrockProvider;
import io.tollgate.adapters.cohere.CohereProvider;
import io.tollgate.adapters.dialect.ProviderDialect;
import io.tollgate.adapters.gemini.GeminiProvider;
import io.tollgate.adapters.ollama.OllamaProvider;
import io.tollgate.adapters.openai.chat.ChatProvider;
import io.tollgate.adapters.openai.chat.UsageRule;
import io.tollgate.adapters.openai.embeddings.EmbeddingsProvider;
import io.tollgate.adapters.openai.responses.ResponsesProvider;
import io.tollgate.bench.provider.DemoProvider;
import io.tollgate.bench.provider.ProviderProfile;
import io.tollgate.bench.provider.SimulatedModel;
import io.tollgate.bench.provider.SimulatedProvider;
import io.tollgate.bench.rig.Rig;
import io.tollgate.gateway.Gateway;
import io.tollgate.gateway.config.ConfigSource;
import io.tollgate.gateway.config.GatewayConfig;
import io.tollgate.gateway.upstream.Authentication;
import io.tollgate.gateway.upstream.Deadlines;
import io.tollgate.gateway.upstream.Provider;
import io.tollgate.gateway.upstream.Resilience;
import io.tollgate.gateway.upstream.SpokenDialect;
import io.tollgate.policies.catalog.Capability;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.catalog.Model;
import io.tollgate.policies.catalog.ModelClass;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A gateway of this process in front of a simulated provider of every dialect.
 *
 * <p>Each has a model that answers at once, one that takes its time, and for every SDK one that is
 * at its limit without hurting the others.
 */
final class SdkStage implements AutoCloseable {

  /** More than any test sends. */
  private static final int NEVER = 100_000;

  /** What a model is called that takes its time. */
  static final String DRIP = "-drip";

  /** How long a provider may stay silent before the gateway gives up. */
  static final Duration FIRST_TOKEN = Duration.ofSeconds(2);

  private static final String POLICIES =
      """
      policies:
        - name: default
          candidates: [at-openai-chat/gpt-4.1]
      """;

  /** Enough for pictures, and little enough to be exceeded. */
  static final int BODY_BYTES_MAX = 256 << 10;

  final Rig rig;
  private final Gateway gateway;

  private SdkStage(Rig rig, Gateway gateway) {
    this.rig = rig;
    this.gateway = gateway;
  }

  static SdkStage start(Path folder) throws Exception {
    List<DemoProvider> providers = new ArrayList<>();
    for (ProviderDialectName dialect : ProviderDialectName.values()) {
      providers.add(provider(dialect));
    }
    Rig rig =
        Rig.start(folder, providers, POLICIES, "limits: { body_bytes: " + BODY_BYTES_MAX + " }\n");
    try {
      GatewayConfig config = rig.config();
      List<Provider> spoken = new ArrayList<>();
      for (ProviderDialectName dialect : ProviderDialectName.values()) {
        Provider plain =
            config.providers().stream()
                .filter(provider -> provider.name().equals(dialect.provider()))
                .findFirst()
                .orElseThrow();
        spoken.add(spoken(plain, dialect, rig.provider(dialect.provider())));
      }
      return new SdkStage(
          rig,
          Gateway.start(ConfigSource.fixed(config.withProviders(spoken)), InstantSource.system()));
    } catch (Exception e) {
      rig.close();
      throw e;
    }
  }

  private static DemoProvider provider(ProviderDialectName dialect) {
    List<SimulatedModel> models = new ArrayList<>();
    models.add(SimulatedModel.instant(dialect.model()));
    models.add(SimulatedModel.instant(dialect.model() + DRIP).paced(Duration.ofMillis(30), 100));
    for (ClientSdk sdk : ClientSdk.values()) {
      models.add(SimulatedModel.instant(dialect.model() + limited(sdk)));
    }
    if (dialect.embeds()) {
      models.add(SimulatedModel.instant(dialect.embedder()));
    }
    Set<Capability> talking = EnumSet.complementOf(EnumSet.of(Capability.EMBEDDINGS));
    Set<Capability> embedding = EnumSet.of(Capability.EMBEDDINGS);
    List<Deployment> deployments =
        models.stream()
            .map(model ->
                new Deployment(
                    dialect.provider(),
                    model.name(),
                    new Model(
                        dialect.provider() + "-" + model.name(),
                        ModelClass.FRONTIER,
                        900_000,
                        1_000_000,
                        100_000,
                        model.name().equals(dialect.embedder()) ? embedding : talking)))
            .toList();
    // Not a secret: the key of a server that exists only here and now.
    ProviderProfile profile =
        ProviderProfile.of(dialect.provider(), 7, "sk-upstream-" + dialect.key, models);
    return new DemoProvider(ModelClass.FRONTIER, profile, deployments);
  }

  /** What a model is called by which one SDK comes to a limit. */
  static String limited(ClientSdk sdk) {
    return "-limited-" + sdk.key.replace(' ', '-');
  }

  private static Provider spoken(
      Provider plain, ProviderDialectName dialect, SimulatedProvider simulated) throws Exception {
    Resilience.Breaker never =
        new Resilience.Breaker(
            NEVER,
            100,
            Duration.ofHours(1),
            100,
            NEVER,
            Duration.ofMillis(1),
            Duration.ofMillis(1),
            NEVER);
    Resilience.Retries none =
        new Resilience.Retries(100, NEVER, 0, Duration.ofMillis(1), Duration.ofMillis(1));
    return new Provider(
        plain.name(),
        URI.create(simulated.root() + basePath(dialect)),
        spoken(dialect),
        authentication(plain, dialect),
        plain.headers(),
        new Deadlines(
            Duration.ofSeconds(5), FIRST_TOKEN, Duration.ofSeconds(5), Duration.ofMinutes(2)),
        plain.connectionsMax(),
        plain.keepAlive(),
        null,
        plain.resilience().withBreaker(never).withRetries(none));
  }

  private static List<SpokenDialect> spoken(ProviderDialectName dialect) {
    List<SpokenDialect> spoken = new ArrayList<>();
    if (dialect.embeds()) {
      EmbeddingsProvider.Api api =
          dialect == ProviderDialectName.OPENAI_CHAT
              ? EmbeddingsProvider.Api.OPENAI
              : EmbeddingsProvider.Api.valueOf(dialect.name());
      spoken.add(new SpokenDialect(EmbeddingsProvider.of(api), List.of(dialect.embedder())));
    }
    spoken.add(SpokenDialect.of(dialect(dialect)));
    return spoken;
  }

  private static String basePath(ProviderDialectName dialect) {
    return switch (dialect) {
      case OPENAI_CHAT, OPENAI_RESPONSES, ANTHROPIC -> "/v1";
      case GEMINI -> "/v1beta";
      case COHERE -> "/v2";
      case BEDROCK, OLLAMA -> "";
    };
  }

  private static ProviderDialect dialect(ProviderDialectName dialect) {
    return switch (dialect) {
      case OPENAI_CHAT -> ChatProvider.of(UsageRule.OPENAI);
      case OPENAI_RESPONSES -> new ResponsesProvider(Set.of(), ResponsesProvider.ENDPOINTS);
      case GEMINI -> new GeminiProvider(Set.of(), GeminiProvider.ENDPOINTS);
      case ANTHROPIC ->
          new AnthropicProvider(Set.of(), AnthropicProvider.ENDPOINTS, AnthropicProvider.VERSION);
      case BEDROCK -> new BedrockProvider(Set.of(), BedrockProvider.ENDPOINTS);
      case COHERE -> new CohereProvider(Set.of(), CohereProvider.ENDPOINTS);
      case OLLAMA -> new OllamaProvider(Set.of(), OllamaProvider.ENDPOINTS);
    };
  }

  private static Authentication authentication(Provider plain, ProviderDialectName dialect) {
    String header =
        switch (dialect) {
          case ANTHROPIC -> "x-api-key";
          case GEMINI -> "x-goog-api-key";
          case OPENAI_CHAT, OPENAI_RESPONSES, BEDROCK, COHERE, OLLAMA -> "";
        };
    return !header.isEmpty() && plain.authentication() instanceof Authentication.Bearer bearer
        ? new Authentication.Header(header, bearer.key())
        : plain.authentication();
  }

  /** The gateway, for SDKs. */
  Target target() {
    String wrong = rig.key().substring(0, rig.key().length() - 1) + "x";
    return new Target("http://127.0.0.1:" + rig.dataPort(), rig.key(), wrong);
  }

  @Override
  public void close() {
    gateway.close();
    rig.close();
  }
}
