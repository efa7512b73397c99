package io.tollgate.bench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.adapters.anthropic.AnthropicProvider;
import io.tollgate.adapters.dialect.ProviderDialect;
import io.tollgate.adapters.openai.chat.ChatClient;
import io.tollgate.adapters.openai.chat.ChatProvider;
import io.tollgate.adapters.openai.chat.ChatRequest;
import io.tollgate.adapters.openai.chat.UsageRule;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.bench.provider.ProviderProfile;
import io.tollgate.bench.provider.SimulatedModel;
import io.tollgate.bench.provider.SimulatedProvider;
import io.tollgate.gateway.capacity.WorkMeter;
import io.tollgate.gateway.exchange.AnswerWitness;
import io.tollgate.gateway.exchange.Beginning;
import io.tollgate.gateway.exchange.ClientRequest;
import io.tollgate.gateway.exchange.Conversations;
import io.tollgate.gateway.exchange.Exchange;
import io.tollgate.gateway.exchange.ExchangeLog;
import io.tollgate.gateway.exchange.ExchangeServices;
import io.tollgate.gateway.exchange.FinishedExchange;
import io.tollgate.gateway.exchange.HeldBytes;
import io.tollgate.gateway.exchange.LoopLedger;
import io.tollgate.gateway.exchange.RememberedThoughts;
import io.tollgate.gateway.exchange.RequestIds;
import io.tollgate.gateway.exchange.RunningRequests;
import io.tollgate.gateway.exchange.Spending;
import io.tollgate.gateway.keys.VirtualKey;
import io.tollgate.gateway.ledger.JournalOptions;
import io.tollgate.gateway.ledger.Ledger;
import io.tollgate.gateway.metrics.GatewayMetrics;
import io.tollgate.gateway.upstream.Authentication;
import io.tollgate.gateway.upstream.HealthListener;
import io.tollgate.gateway.upstream.Provider;
import io.tollgate.gateway.upstream.Secret;
import io.tollgate.gateway.upstream.SpokenDialect;
import io.tollgate.gateway.upstream.UpstreamHealth;
import io.tollgate.gateway.upstream.Upstreams;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.catalog.Model;
import io.tollgate.policies.catalog.ModelClass;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.price.PriceFile;
import io.tollgate.policies.routing.Candidate;
import io.tollgate.policies.routing.Decision;
import io.tollgate.policies.routing.Estimate;
import io.tollgate.policies.routing.Patience;
import io.tollgate.policies.routing.Tactic;
import io.tollgate.policies.routing.Tolerance;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.yaml.Parsed;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tactics in front of simulated providers, one of which is spoken to in another dialect than the
 * client's: what is released, and that what is booked is what the providers charge.
 */
class TacticsTest {

  private static final String KEY = "sk-upstream-tactics";
  private static final VirtualKey CALLER = new VirtualKey("abcdef012345", "test", "00", null);
  private static final Model MODEL =
      new Model("m", ModelClass.LOCAL, 500_000, 100_000, 10_000, Set.of());

  /** What simulated models charge that answer at once. */
  private static final PriceBook PRICES =
      prices(
          """
          prices:
            cheap/m: { input: 2, cache_read: 0.2, output: 8, source: test, as_of: 2020-01-01 }
            other/m: { input: 2, cache_read: 0.2, output: 8, source: test, as_of: 2020-01-01,
                service_tiers: { priority: 1 } }
            dear/m: { input: 2, cache_read: 0.2, output: 8, source: test, as_of: 2020-01-01 }
          """);

  @TempDir private static Path folder;
  private static final Vertx VERTX = Vertx.vertx();
  private static final Context LOOP = VERTX.getOrCreateContext();
  private static final ExchangeLog LOG = new ExchangeLog(100);
  private static final List<SimulatedProvider> PROVIDERS = new ArrayList<>();
  private static Ledger ledger;
  private static HttpServer front;
  private static volatile Tactic tactic = Tactic.STRAIGHT;

  private static PriceBook prices(String text) {
    return switch (PriceFile.parse("prices.yaml", text)) {
      case Parsed.Ok<PriceBook>(PriceBook book) -> book;
      case Parsed.Failed<PriceBook> failed ->
          throw new AssertionError(failed.problems().toString());
    };
  }

  @BeforeAll
  static void start() {
    ledger = Ledger.open(folder, JournalOptions.DEFAULTS, "test", InstantSource.system());
    List<Provider> configured = new ArrayList<>();
    for (String name : List.of("cheap", "other", "dear")) {
      SimulatedProvider provider =
          SimulatedProvider.start(
                  VERTX, ProviderProfile.of(name, 7, KEY, List.of(SimulatedModel.instant("m"))))
              .await();
      PROVIDERS.add(provider);
      configured.add(configured(provider, name.equals("other")));
    }
    GatewayMetrics metrics = new GatewayMetrics(new SimpleMeterRegistry());
    RunningRequests running = new RunningRequests(metrics);
    UpstreamHealth health = new UpstreamHealth(System::nanoTime, () -> 0.5, HealthListener.NONE);
    health.configure(configured);
    Promise<HttpServer> listening = Promise.promise();
    LOOP.runOnContext(ignored -> {
      ExchangeServices services =
          new ExchangeServices(
              LOOP,
              new Upstreams(VERTX, configured),
              new LoopLedger(ledger, LOOP),
              health,
              metrics,
              running,
              LOG,
              new RequestIds(new SplittableRandom(1)),
              InstantSource.system(),
              () -> 0.5,
              new RememberedThoughts(),
              new Conversations(),
              AnswerWitness.NONE,
              (key, candidate, atMs) -> Spending.unbudgeted(Instant.ofEpochMilli(atMs)),
              WorkMeter.NONE,
              new ExchangeServices.AnswerLimits(1 << 20, 1 << 16, false));
      VERTX
          .createHttpServer()
          .requestHandler(
              request -> request.bodyHandler(body -> begin(services, request, body.getBytes())))
          .listen(0, "127.0.0.1")
          .onComplete(listening);
    });
    front = listening.future().await();
  }

  private static Provider configured(SimulatedProvider provider, boolean translated) {
    ProviderDialect dialect =
        translated
            ? new AnthropicProvider(
                Set.of(), AnthropicProvider.ENDPOINTS, AnthropicProvider.VERSION)
            : ChatProvider.of(UsageRule.OPENAI);
    Provider plain =
        Provider.of(
            provider.name(), URI.create(provider.baseUrl()), new Secret(KEY), UsageRule.OPENAI);
    return new Provider(
        plain.name(),
        plain.baseUrl(),
        List.of(SpokenDialect.of(dialect)),
        translated
            ? new Authentication.Header("x-api-key", new Secret(KEY))
            : plain.authentication(),
        plain.headers(),
        plain.deadlines(),
        plain.connectionsMax(),
        plain.keepAlive(),
        null,
        plain.resilience());
  }

  @AfterAll
  static void stop() {
    VERTX.close().await();
    ledger.close();
  }

  private static Candidate candidate(String provider) {
    return new Candidate(
        new Deployment(provider, "m", MODEL),
        new Estimate(
            Usage.of(100, 100),
            new Picodollars(1_000_000_000),
            new Picodollars(2_000_000_000),
            new Picodollars(4_000_000_000L),
            100,
            1_000,
            500_000),
        0);
  }

  private static void begin(ExchangeServices services, HttpServerRequest request, byte[] body) {
    try {
      Beginning beginning =
          Exchange.begin(
              services,
              services.running().enter(),
              new ClientRequest(
                  request, new HeldBytes(() -> Long.MAX_VALUE).share(), new ChatClient()),
              CALLER,
              ChatRequest.read(body),
              new Decision(
                  "default",
                  "default",
                  List.of(candidate("cheap"), candidate("other"), candidate("dear")),
                  List.of(),
                  "the test says so",
                  Patience.ENDLESS,
                  Tolerance.ANYTHING,
                  tactic,
                  null),
              PRICES,
              Spending.unbudgeted(Instant.now()));
      assertThat(beginning).isInstanceOf(Beginning.Begun.class);
    } catch (MalformedRequest e) {
      throw new AssertionError(e);
    }
  }

  /** What a request came to: its answer, and what is booked for it. */
  private record Outcome(HttpResponse<String> reply, FinishedExchange exchange, BigInteger bills) {

    String header(String name) {
      return reply.headers().firstValue(name).orElse("");
    }
  }

  private static BigInteger bills() {
    return PROVIDERS.stream()
        .map(provider -> provider.billLog().totalPico())
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static Outcome ask(String prompt, boolean stream, String more) throws Exception {
    BigInteger before = bills();
    long finished = LOG.finished();
    String body =
        "{\"model\":\"auto\",\"stream\":"
            + stream
            + more
            + ",\"messages\":[{\"role\":\"user\",\"content\":\""
            + prompt
            + "\"}]}";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + front.actualPort() + "/v1/x"))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> reply = client.send(request, HttpResponse.BodyHandlers.ofString());
      Await.until("the end of the request", () -> LOG.finished() > finished);
      return new Outcome(reply, LOG.after(finished).getFirst(), bills().subtract(before));
    }
  }

  private static void assertBookedAsBilled(Outcome outcome) {
    assertThat(outcome.bills()).as("what the providers charge").isPositive();
    assertThat(Objects.requireNonNull(outcome.exchange().cost()).pico())
        .as("what is booked")
        .isEqualTo(outcome.bills().longValueExact());
  }

  @Test
  void an_answer_that_passes_is_released_and_only_its_provider_is_paid() throws Exception {
    tactic = new Tactic.Verified();
    for (boolean stream : new boolean[] {true, false}) {
      Outcome outcome = ask("Hello [[say:Good day]]", stream, "");
      assertThat(outcome.reply().statusCode()).isEqualTo(200);
      assertThat(outcome.header("x-tollgate-model")).isEqualTo("cheap/m");
      assertThat(outcome.header("x-tollgate-reason")).endsWith("; verified");
      assertBookedAsBilled(outcome);
    }
  }

  @Test
  void a_refusal_goes_to_nobody_and_the_translated_answer_of_the_next_is_released()
      throws Exception {
    tactic = new Tactic.Verified();
    for (boolean stream : new boolean[] {true, false}) {
      Outcome outcome = ask("Hello [[refuse@cheap:I will not]] [[tokens:5]]", stream, "");
      assertThat(outcome.reply().statusCode()).isEqualTo(200);
      assertThat(outcome.reply().body()).doesNotContain("I will not");
      assertThat(outcome.header("x-tollgate-model")).isEqualTo("other/m");
      assertThat(outcome.header("x-tollgate-reason"))
          .endsWith("; fallback after verifier: the model declined");
      assertThat(outcome.exchange().attempts()).isEqualTo(2);
      assertBookedAsBilled(outcome);
    }
  }

  @Test
  void an_answer_that_breaks_its_schema_goes_to_nobody() throws Exception {
    tactic = new Tactic.Verified();
    for (boolean stream : new boolean[] {true, false}) {
      Outcome right = ask("Where?", stream, schema("{\"type\":\"string\"}"));
      assertThat(right.header("x-tollgate-model")).isEqualTo("cheap/m");
      assertThat(right.header("x-tollgate-reason")).endsWith("; verified");
      assertBookedAsBilled(right);
      // The simulated provider knows no patterns.
      Outcome wrong =
          ask("Where?", stream, schema("{\"type\":\"string\",\"pattern\":\"^[0-9]{9}$\"}"));
      assertThat(wrong.header("x-tollgate-model")).isEqualTo("other/m");
      assertThat(wrong.header("x-tollgate-reason")).endsWith("the answer does not fit its schema");
      assertBookedAsBilled(wrong);
    }
  }

  private static String schema(String city) {
    return ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"s\","
        + "\"schema\":{\"type\":\"object\",\"properties\":{\"city\":"
        + city
        + "},\"required\":[\"city\"],\"additionalProperties\":false}}}";
  }

  @Test
  void two_that_agree_across_dialects_are_both_paid_and_the_first_is_released() throws Exception {
    tactic = new Tactic.Agreement();
    for (boolean stream : new boolean[] {true, false}) {
      Outcome outcome =
          ask("Which? [[say@cheap:The answer is (C).]] [[say@other:Answer: C]]", stream, "");
      assertThat(outcome.header("x-tollgate-model")).isEqualTo("cheap/m");
      assertThat(outcome.header("x-tollgate-reason")).endsWith("; agreed with other/m");
      assertThat(outcome.exchange().attempts()).isEqualTo(2);
      assertBookedAsBilled(outcome);
    }
  }

  @Test
  void where_two_disagree_the_third_answers_and_all_three_are_paid() throws Exception {
    tactic = new Tactic.Agreement();
    for (boolean stream : new boolean[] {true, false}) {
      Outcome outcome = ask("Which? [[say@cheap:41]] [[say@other:42]] [[say@dear:43]]", stream, "");
      assertThat(outcome.header("x-tollgate-model")).isEqualTo("dear/m");
      assertThat(outcome.header("x-tollgate-reason")).endsWith("; fallback after disagreement");
      assertThat(outcome.exchange().attempts()).isEqualTo(3);
      assertBookedAsBilled(outcome);
    }
  }
}
