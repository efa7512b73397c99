package io.tollgate.bench.endtoend;

import static java.net.http.HttpRequest.BodyPublishers.ofString;

import io.tollgate.bench.provider.BillLog;
import io.tollgate.bench.provider.BillRecord;
import io.tollgate.bench.provider.DemoProvider;
import io.tollgate.bench.provider.ProviderProfile;
import io.tollgate.bench.provider.SimulatedModel;
import io.tollgate.bench.provider.SimulatedProvider;
import io.tollgate.bench.provider.TokenPrices;
import io.tollgate.bench.rig.Rig;
import io.tollgate.bench.rig.RigFiles;
import io.tollgate.gateway.Gateway;
import io.tollgate.gateway.config.ConfigSource;
import io.tollgate.gateway.config.GatewayConfig;
import io.tollgate.gateway.ledger.AttemptRow;
import io.tollgate.gateway.ledger.LedgerReport;
import io.tollgate.gateway.upstream.Deadlines;
import io.tollgate.gateway.upstream.Provider;
import io.tollgate.gateway.upstream.Resilience;
import io.tollgate.policies.catalog.Capability;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.catalog.Model;
import io.tollgate.policies.catalog.ModelClass;
import io.tollgate.policies.money.Picodollars;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A gateway of this process in front of three simulated providers, and a client.
 *
 * <p>{@code cheap/swift} and {@code dear/bright} answer at once, the second at a hundred times the
 * price, so that no difference in length makes up for it; {@code slow/drip} takes its time. {@code
 * auto} takes the first and falls back to the second.
 */
final class Stage implements AutoCloseable {

  /** The cheapest, and a policy that only knows the other one. */
  static final String CHEAPEST =
      """
      aliases:
        gpt-4o: auto/default
      policies:
        - name: default
          candidates: [cheap/swift, dear/bright]
        - name: never-slow
          candidates: [dear/bright]
      """;

  static final String SWIFT = "cheap/swift";
  static final String BRIGHT = "dear/bright";
  static final String DRIP = "slow/drip";

  /** More than any test sends. */
  private static final int NEVER = 10_000;

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  final Rig rig;
  final Gateway gateway;

  private final Runnable afterwards;

  private Stage(Rig rig, Gateway gateway, Runnable afterwards) {
    this.rig = rig;
    this.gateway = gateway;
    this.afterwards = afterwards;
  }

  /** The whole of it, as it is by default; a change of its configuration is taken in. */
  static Stage start(Path folder) throws Exception {
    return start(folder, CHEAPEST, "");
  }

  /**
   * The whole of it; a change of its configuration is taken in.
   *
   * @param policies the text of the policies
   * @param settings further lines of the configuration
   */
  static Stage start(Path folder, String policies, String settings) throws Exception {
    Rig rig = Rig.start(folder, providers(), policies, settings);
    return start(rig, rig.configSource(), InstantSource.system());
  }

  /**
   * The whole of it.
   *
   * @param policies the text of the policies
   * @param settings further lines of the configuration
   * @param tuned applied to the configuration before the start
   */
  static Stage start(
      Path folder, String policies, String settings, UnaryOperator<GatewayConfig> tuned)
      throws Exception {
    return start(folder, List.of(), policies, settings, tuned);
  }

  /**
   * The whole of it, with further providers that somebody else runs or that are not to be reached.
   */
  static Stage start(
      Path folder,
      List<RigFiles.Running> elsewhere,
      String policies,
      String settings,
      UnaryOperator<GatewayConfig> tuned)
      throws Exception {
    Rig rig = Rig.start(folder, providers(), elsewhere, policies, settings);
    return start(rig, ConfigSource.fixed(tuned.apply(rig.config())), InstantSource.system());
  }

  private static Stage start(Rig rig, ConfigSource source, InstantSource clock) throws Exception {
    try {
      return new Stage(rig, Gateway.start(source, clock), rig::close);
    } catch (Exception e) {
      rig.close();
      throw e;
    }
  }

  /** The whole of it, on a wall clock that is not the system's. */
  static Stage start(Path folder, InstantSource clock) throws Exception {
    Rig rig = Rig.start(folder, providers(), CHEAPEST, "");
    return start(rig, rig.configSource(), clock);
  }

  /**
   * The same with providers that are never taken out of routing for what they did, for tests that
   * break one of them again and again.
   */
  static GatewayConfig forgiving(GatewayConfig config) {
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
    Resilience.Retries unlimited =
        new Resilience.Retries(100, NEVER, 0, Duration.ofMillis(1), Duration.ofMillis(1));
    return withProviders(
        config, p -> p.withResilience(p.resilience().withBreaker(never).withRetries(unlimited)));
  }

  /** A gateway on a rig that outlives it. */
  static Stage on(Rig rig) throws Exception {
    return new Stage(rig, Gateway.start(rig.config()), () -> {});
  }

  static List<DemoProvider> providers() {
    TokenPrices hundredfold = new TokenPrices(200_000_000, 20_000_000, 800_000_000);
    TokenPrices fourfold = new TokenPrices(8_000_000, 800_000, 32_000_000);
    return List.of(
        provider("cheap", ModelClass.LOCAL, SimulatedModel.instant("swift"), 700_000),
        provider(
            "dear",
            ModelClass.FRONTIER,
            SimulatedModel.instant("bright").pricedAt(hundredfold),
            950_000),
        provider(
            "slow",
            ModelClass.OPEN_MOE,
            SimulatedModel.instant("drip").pricedAt(fourfold).paced(Duration.ofMillis(30), 100),
            800_000));
  }

  static DemoProvider provider(
      String name, ModelClass modelClass, SimulatedModel behaviour, int qualityPpm) {
    Set<Capability> all = Set.of(Capability.TOOLS, Capability.JSON_SCHEMA);
    Model model = new Model(behaviour.name(), modelClass, qualityPpm, 1_000_000, 100_000, all);
    return new DemoProvider(
        modelClass,
        // Not a secret: the key of a server that exists only here and now.
        ProviderProfile.of(name, 7, "sk-upstream-" + name, List.of(behaviour)),
        List.of(new Deployment(name, behaviour.name(), model)));
  }

  /** The same configuration with these deadlines for every provider. */
  static GatewayConfig withDeadlines(GatewayConfig config, Deadlines deadlines) {
    return withProviders(config, p -> p.withDeadlines(deadlines));
  }

  /** The same configuration with its providers changed. */
  static GatewayConfig withProviders(GatewayConfig config, UnaryOperator<Provider> changed) {
    return config.withProviders(config.providers().stream().map(changed).toList());
  }

  /** The body of a request with one message. */
  static String chat(String model, String prompt, String... members) {
    String more = members.length == 0 ? "" : "," + String.join(",", members);
    return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
        .formatted(model, prompt, more);
  }

  /** The same, streamed. */
  static String stream(String model, String prompt, String... members) {
    String more = members.length == 0 ? "" : "," + String.join(",", members);
    return chat(model, prompt, "\"stream\":true" + more);
  }

  HttpRequest.Builder request(String path) {
    return request(rig, path);
  }

  static HttpRequest.Builder request(Rig rig, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + rig.dataPort() + path))
        .timeout(Await.PATIENCE)
        .header("authorization", "Bearer " + rig.key())
        .header("content-type", "application/json");
  }

  Reply send(HttpRequest request) throws IOException, InterruptedException {
    return send(CLIENT, request);
  }

  static Reply send(HttpClient client, HttpRequest request)
      throws IOException, InterruptedException {
    return Arrival.of(client, request);
  }

  /** Sends a chat request and reads whatever comes back. */
  Reply post(String body) throws IOException, InterruptedException {
    return send(request("/v1/chat/completions").POST(ofString(body)).build());
  }

  /** Asks the admin plane. */
  Reply admin(String path) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + rig.adminPort() + path))
            .timeout(Await.PATIENCE)
            .build());
  }

  BillLog bill(String provider) {
    return rig.provider(provider).billLog();
  }

  /** What a provider knows of one attempt. */
  List<BillRecord> seenAt(String provider, String request, int attempt) {
    return bill(provider).byClientRequestId(request + "-" + attempt);
  }

  /** Requests that any provider has seen. */
  int seenUpstream() {
    return rig.providers().stream()
        .map(SimulatedProvider::billLog)
        .mapToInt(log -> log.records().size())
        .sum();
  }

  Path ledger() {
    return rig.files().folder().resolve("ledger");
  }

  /** The attempts of a request that has ended. */
  List<AttemptRow> attempts(String request) {
    return Await.until(
        "the end of " + request + " in the ledger",
        () -> {
          try (LedgerReport report = LedgerReport.open(ledger())) {
            return report.attempts(request);
          }
        },
        rows -> !rows.isEmpty() && rows.getLast().requestResolved());
  }

  /** What an attempt cost; everything here has a price. */
  static Picodollars amount(AttemptRow row) {
    return Objects.requireNonNull(row.amount(), () -> "no amount: " + row);
  }

  @Override
  public void close() {
    gateway.close();
    afterwards.run();
  }
}
