package io.tollgate.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.adapters.openai.chat.ChatClient;
import io.tollgate.adapters.openai.chat.ChatRequest;
import io.tollgate.adapters.openai.chat.UsageRule;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.gateway.capacity.WorkMeter;
import io.tollgate.gateway.keys.VirtualKey;
import io.tollgate.gateway.ledger.JournalOptions;
import io.tollgate.gateway.ledger.Ledger;
import io.tollgate.gateway.metrics.GatewayMetrics;
import io.tollgate.gateway.upstream.Deadlines;
import io.tollgate.gateway.upstream.HealthListener;
import io.tollgate.gateway.upstream.Provider;
import io.tollgate.gateway.upstream.RawServer;
import io.tollgate.gateway.upstream.Resilience;
import io.tollgate.gateway.upstream.Signal;
import io.tollgate.gateway.upstream.UpstreamHealth;
import io.tollgate.gateway.upstream.Upstreams;
import io.tollgate.policies.routing.Candidate;
import io.tollgate.policies.routing.Decision;
import io.tollgate.policies.routing.Patience;
import io.tollgate.policies.routing.Tactic;
import io.tollgate.policies.routing.Tolerance;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * Exchanges between a raw client, raw providers and a real ledger, on one event loop. The decision
 * is handed in: every provider in turn, as first choice and fallbacks.
 */
final class Stage implements AutoCloseable {

  /** What a provider does with a request. */
  @FunctionalInterface
  interface Answer {
    void answer(Stage stage, NetSocket socket);
  }

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final VirtualKey KEY = new VirtualKey("abcdef012345", "test", "00", null);

  final Signal clientLeft = new Signal();
  final ExchangeLog log = new ExchangeLog(100);
  private final MeterRegistry registry = new SimpleMeterRegistry();
  final GatewayMetrics metrics = new GatewayMetrics(registry);
  final RunningRequests running = new RunningRequests(metrics);
  final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setPreferNativeTransport(true));
  final List<RawServer> providers = new ArrayList<>();
  final Context loop = vertx.getOrCreateContext();
  final UpstreamHealth health =
      new UpstreamHealth(System::nanoTime, () -> 0.5, HealthListener.NONE);

  /** How long the decision has candidates waited for; set before asking. */
  Patience patience = Patience.ENDLESS;

  /** How the decision has its plan gone through; set before asking. */
  Tactic tactic = Tactic.STRAIGHT;

  /** Bytes that may be held at a time; set before asking. */
  long heldBytesMax = Long.MAX_VALUE;

  /** Who wants to read the answers; set before asking. */
  volatile AnswerWitness witness = AnswerWitness.NONE;

  /** Who measures the work of deployments; set before asking. */
  volatile WorkMeter work = WorkMeter.NONE;

  private final Path folder;
  private final Ledger ledger;
  final List<Candidate> plan = new ArrayList<>();
  private final HttpServer front;

  Stage(Path folder, Answer... answers) {
    this(folder, Resilience.DEFAULTS, answers);
  }

  Stage(Path folder, Resilience resilience, Answer... answers) {
    this(folder, provider -> provider.withResilience(resilience), answers);
  }

  /** Providers that are configured otherwise than they are by default. */
  Stage(Path folder, UnaryOperator<Provider> tuned, Answer... answers) {
    this(folder, JournalOptions.DEFAULTS, tuned, answers);
  }

  /** A ledger that appends as these options say. */
  Stage(Path folder, JournalOptions options, UnaryOperator<Provider> tuned, Answer... answers) {
    this.folder = folder;
    this.ledger = Ledger.open(folder, options, "test", InstantSource.system());
    List<Provider> configured = new ArrayList<>();
    for (Answer answer : answers) {
      RawServer server = RawServer.start(vertx, socket -> answer.answer(this, socket));
      providers.add(server);
      String name = "p" + providers.size();
      configured.add(
          tuned.apply(
              Provider.of(
                      name,
                      URI.create("http://127.0.0.1:" + server.port() + "/v1"),
                      null,
                      UsageRule.OPENAI)
                  .withDeadlines(new Deadlines(LONG, LONG, LONG, LONG))
                  .withConnectionsMax(4)));
      plan.add(Samples.candidate(name, "m"));
    }
    this.front = listen(configured);
  }

  private HttpServer listen(List<Provider> configured) {
    health.configure(configured);
    Signal listening = new Signal();
    HttpServer server = vertx.createHttpServer();
    loop.runOnContext(ignored -> {
      ExchangeServices services =
          new ExchangeServices(
              loop,
              new Upstreams(vertx, configured),
              new LoopLedger(ledger, loop),
              health,
              metrics,
              running,
              log,
              new RequestIds(new SplittableRandom(1)),
              InstantSource.system(),
              () -> 0.5,
              new RememberedThoughts(),
              new Conversations(),
              (request, key, call, decision) -> witness.about(request, key, call, decision),
              (key, candidate, atMs) -> Spending.unbudgeted(Instant.ofEpochMilli(atMs)),
              (deployment, done, at) -> work.done(deployment, done, at),
              new ExchangeServices.AnswerLimits(1 << 20, 1 << 16, false));
      server
          .requestHandler(request -> {
            request.connection().closeHandler(gone -> clientLeft.give());
            request.bodyHandler(body -> begin(services, request, body.getBytes()));
          })
          .listen(0, "127.0.0.1")
          .onComplete(done -> listening.give());
    });
    try {
      listening.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return server;
  }

  private void begin(ExchangeServices services, HttpServerRequest request, byte[] body) {
    RunningRequests.Ticket ticket = running.enter();
    try {
      Beginning beginning =
          Exchange.begin(
              services,
              ticket,
              new ClientRequest(
                  request, new HeldBytes(() -> heldBytesMax).share(), new ChatClient()),
              KEY,
              ChatRequest.read(body),
              new Decision(
                  "default",
                  "default",
                  plan,
                  List.of(),
                  "the test says so",
                  patience,
                  Tolerance.HINTS,
                  tactic,
                  null),
              Samples.PRICES,
              Spending.unbudgeted(Instant.now()));
      if (!(beginning instanceof Beginning.Begun)) {
        ticket.leave();
        request.response().setStatusCode(503).end();
      }
    } catch (MalformedRequest e) {
      throw new AssertionError(e);
    } catch (RuntimeException fault) {
      // As admission does where nothing has begun.
      ticket.leave();
      request.response().setStatusCode(500).end();
    }
  }

  /** Adds a candidate that nobody configured, or that cannot be sent to. */
  Stage thenTry(Candidate candidate) {
    plan.add(candidate);
    return this;
  }

  Stage firstTry(Candidate candidate) {
    plan.addFirst(candidate);
    return this;
  }

  /** Waits until no request is inside. */
  void awaitLeft() throws InterruptedException {
    Signal left = new Signal();
    loop.runOnContext(
        ignored -> running.drain(vertx, Duration.ofSeconds(30)).onComplete(drained -> left.give()));
    left.await();
    assertThat(metrics.active()).as("requests inside").isZero();
  }

  RawClient ask(boolean stream) throws IOException {
    return RawClient.ask(front.actualPort(), stream);
  }

  /** How often something was counted under these tags. */
  double count(String meter, String... tags) {
    return registry.find(meter).tags(tags).counters().stream().mapToDouble(Counter::count).sum();
  }

  Ledger ledger() {
    return ledger;
  }

  /** Closes the ledger and gives its entries, one line each, without the texts that vary. */
  List<String> entries() throws IOException {
    return lines(JournalLine::summary);
  }

  /** Closes the ledger and gives why each attempt was made, in their order. */
  List<String> reasons() throws IOException {
    return lines(JournalLine::reason);
  }

  /**
   * What a start would find in the journal if the process were killed now, one line for each entry,
   * and what it would end.
   */
  List<String> entriesAfterKill() throws IOException {
    Path left = Files.createTempDirectory(folder, "left");
    Path journal = Files.createDirectory(left.resolve("journal"));
    try (var files = Files.list(folder.resolve("journal"))) {
      for (Path file : files.toList()) {
        Files.copy(file, journal.resolve(file.getFileName()));
      }
    }
    Ledger.open(left, JournalOptions.DEFAULTS, "test", InstantSource.system()).close();
    return read(left, JournalLine::summary);
  }

  private List<String> lines(UnaryOperator<String> reading) throws IOException {
    ledger.close();
    return read(folder, reading);
  }

  private static List<String> read(Path ledger, UnaryOperator<String> reading) throws IOException {
    List<String> lines = new ArrayList<>();
    try (var files = Files.list(ledger.resolve("journal"))) {
      for (Path file : files.filter(it -> it.toString().endsWith(".journal")).sorted().toList()) {
        Files.readAllLines(file).stream()
            .map(reading)
            .filter(line -> !line.isEmpty())
            .forEach(lines::add);
      }
    }
    return lines;
  }

  @Override
  public void close() {
    vertx.close().await();
    ledger.close();
  }
}
