package io.tollgate.gateway.admin;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tollgate.gateway.budget.BudgetReading;
import io.tollgate.gateway.config.GatewayConfig;
import io.tollgate.gateway.exchange.ExchangeLog;
import io.tollgate.gateway.ledger.Ledger;
import io.tollgate.gateway.ledger.LedgerException;
import io.tollgate.gateway.limit.Standing;
import io.tollgate.gateway.quality.DeskReading;
import io.tollgate.gateway.upstream.UpstreamHealth;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listener for those who run the gateway: health, metrics, deployments, decisions, spend, and a
 * page that shows them.
 *
 * <p>It only reads, and it listens on loopback unless it is told otherwise.
 */
public final class AdminPlane extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(AdminPlane.class);
  private static final String JSON = "application/json";
  private static final String PAGE = page();

  private final GatewayConfig config;
  private final PrometheusMeterRegistry registry;
  private final ExchangeLog log;
  private final BooleanSupplier unready;
  private final Path dataDir;
  private final Ledger ledger;
  private final UpstreamHealth health;
  private final Supplier<DeskReading> quality;
  private final Supplier<List<BudgetReading>> budgets;
  private final Supplier<List<Standing>> limits;
  private @Nullable Future<@Nullable String> reading;
  private HttpServer server;

  /**
   * A plane that is not yet listening.
   *
   * @param quality how it stands with quality budgets
   * @param budgets how it stands with spend budgets
   * @param limits how it stands with rate limits
   * @param unready whether requests should be sent elsewhere
   */
  @SuppressWarnings("NullAway.Init") // start() runs before anything else
  public AdminPlane(
      GatewayConfig config,
      PrometheusMeterRegistry registry,
      ExchangeLog log,
      Ledger ledger,
      UpstreamHealth health,
      Supplier<DeskReading> quality,
      Supplier<List<BudgetReading>> budgets,
      Supplier<List<Standing>> limits,
      BooleanSupplier unready) {
    this.config = config;
    this.registry = registry;
    this.log = log;
    this.ledger = ledger;
    this.health = health;
    this.quality = quality;
    this.budgets = budgets;
    this.limits = limits;
    this.dataDir = config.dataDir();
    this.unready = unready;
  }

  @Override
  public Future<?> start() {
    server =
        vertx
            .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
            .requestHandler(this::guarded);
    return server.listen(config.listen().adminPort(), config.listen().adminHost());
  }

  /** The port it listens on. */
  public int actualPort() {
    return server.actualPort();
  }

  private void guarded(HttpServerRequest request) {
    try {
      handle(request);
    } catch (RuntimeException | Error fault) {
      LOG.error("the admin plane failed to answer {}", request.path(), fault);
      if (!request.response().headWritten()) {
        send(request, 500, JSON, problem(500, "The gateway's log says what went wrong."));
      }
    }
  }

  private void handle(HttpServerRequest request) {
    if (!HttpMethod.GET.equals(request.method()) && !HttpMethod.HEAD.equals(request.method())) {
      send(request, 405, JSON, problem(405, "This plane is read only for now."));
      return;
    }
    switch (request.path()) {
      case "/health/live" -> send(request, 200, JSON, "{\"status\":\"live\"}");
      case "/health/ready" -> ready(request);
      case "/metrics" ->
          send(request, 200, "text/plain; version=0.0.4; charset=utf-8", registry.scrape());
      case "/admin/v1/exchanges" -> exchanges(request);
      case "/admin/v1/spend" -> spend(request);
      case "/admin/v1/deployments" ->
          send(request, 200, JSON, AdminJson.deployments(health.statuses()));
      case "/admin/v1/accounts" -> send(request, 200, JSON, AdminJson.accounts(health.accounts()));
      case "/admin/v1/budgets" -> send(request, 200, JSON, BudgetsJson.of(budgets.get()));
      case "/admin/v1/limits" -> send(request, 200, JSON, LimitsJson.of(limits.get()));
      case "/admin/v1/quality" -> send(request, 200, JSON, QualityJson.of(quality.get()));
      case "/" -> send(request, 200, "text/html; charset=utf-8", PAGE);
      case null, default -> send(request, 404, JSON, problem(404, "Nothing is served here."));
    }
  }

  private void ready(HttpServerRequest request) {
    LedgerException refusal = ledger.refusal();
    String reports = ledger.storeProblem();
    if (refusal != null) {
      send(request, 503, JSON, AdminJson.health(String.valueOf(refusal.getMessage()), reports));
    } else if (unready.getAsBoolean()) {
      send(request, 503, JSON, AdminJson.health("draining", reports));
    } else {
      send(request, 200, JSON, AdminJson.health("ready", reports));
    }
  }

  private void exchanges(HttpServerRequest request) {
    String after = request.getParam("after");
    long seen = after != null && after.matches("\\d{1,18}") ? Long.parseLong(after) : 0;
    send(request, 200, JSON, AdminJson.exchanges(log.finished(), log.after(seen)));
  }

  private void spend(HttpServerRequest request) {
    reportedSpend()
        .onComplete(
            json -> send(request, 200, JSON, String.valueOf(json)),
            failure ->
                send(request, 503, JSON, problem(503, "The ledger's store cannot be read.")));
  }

  /** One report at a time: whoever asks while it is read gets the same, however many they are. */
  private Future<@Nullable String> reportedSpend() {
    Future<@Nullable String> under = reading;
    if (under == null) {
      under = vertx.executeBlocking(() -> AdminJson.spend(dataDir), false);
      reading = under;
      under.onComplete(ignored -> reading = null);
    }
    return under;
  }

  private static String problem(int status, String title) {
    return "{\"type\":\"about:blank\",\"status\":" + status + ",\"title\":\"" + title + "\"}";
  }

  private static void send(HttpServerRequest request, int status, String type, String body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, type)
        .putHeader("x-content-type-options", "nosniff")
        .putHeader(
            "content-security-policy",
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline';"
                + " connect-src 'self'")
        .end(body);
  }

  private static String page() {
    try (InputStream resource = AdminPlane.class.getResourceAsStream("page.html")) {
      if (resource == null) {
        throw new IllegalStateException("page.html is not on the class path");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
