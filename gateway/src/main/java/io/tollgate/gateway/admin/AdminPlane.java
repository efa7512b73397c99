package io.tollgate.gateway.admin;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tollgate.gateway.audit.AuditEntry;
import io.tollgate.gateway.audit.AuditLog;
import io.tollgate.gateway.budget.BudgetReading;
import io.tollgate.gateway.config.AdminSettings;
import io.tollgate.gateway.config.DirectoryEditor;
import io.tollgate.gateway.config.GatewayConfig;
import io.tollgate.gateway.config.LiveConfiguration;
import io.tollgate.gateway.exchange.ExchangeLog;
import io.tollgate.gateway.ledger.Ledger;
import io.tollgate.gateway.ledger.LedgerException;
import io.tollgate.gateway.limit.Standing;
import io.tollgate.gateway.quality.DeskReading;
import io.tollgate.gateway.roles.Action;
import io.tollgate.gateway.roles.AdminToken;
import io.tollgate.gateway.roles.Reach;
import io.tollgate.gateway.roles.Role;
import io.tollgate.gateway.signin.SignIn;
import io.tollgate.gateway.signin.Visitor;
import io.tollgate.gateway.upstream.UpstreamHealth;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listener for those who run the gateway: health, metrics, deployments, decisions, spend, and a
 * page that shows them.
 *
 * <p>What it changes are units, keys, budgets, limits and which months are closed, for those who
 * have a token or are signed in. It listens on loopback unless it is told otherwise.
 */
public final class AdminPlane extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(AdminPlane.class);
  private static final String JSON = "application/json";
  private static final String PAGE = page();
  private static final String BEARER = "Bearer ";
  private static final int BEARER_END = BEARER.length();
  private static final int PATH_CHARS = 300;

  /** Calls that wait for the disk at one time: nobody fills it or the memory from outside. */
  private static final int WAITING_MAX = 64;

  /** The part of them that may be of people without a token, so that they keep nobody out. */
  private static final int STRANGERS_WAITING_MAX = 16;

  /** What somebody may have put into a path by mistake. */
  private static final Pattern SECRET = Pattern.compile("tga?_\\w+");

  private static final String NO_ROLE =
      "You are signed in and have no role here any more: admin.oidc.roles of the configuration says"
          + " who has one.";

  /** Whoever reaches the plane of a gateway without tokens. */
  private static final AdminToken ANYONE = new AdminToken("", "", Role.OPS, null);

  private final LiveConfiguration live;
  private final AdminCalls calls;
  private final SignIn signIn;
  private final PrometheusMeterRegistry registry;
  private final ExchangeLog log;
  private final BooleanSupplier unready;
  private final Path dataDir;
  private final Ledger ledger;
  private final UpstreamHealth health;
  private final Supplier<DeskReading> quality;
  private final Supplier<List<BudgetReading>> budgets;
  private final Supplier<List<Standing>> limits;
  private int waiting;
  private @Nullable Future<@Nullable String> reading;
  private SignInCalls signInCalls;
  private HttpServer server;

  /**
   * A plane that is not yet listening.
   *
   * @param audit where changes and denials are recorded
   * @param quality how it stands with quality budgets
   * @param budgets how it stands with spend budgets
   * @param limits how it stands with rate limits
   * @param directory where units, keys, budgets and limits are changed
   * @param unready whether requests should be sent elsewhere
   */
  @SuppressWarnings("NullAway.Init") // start() runs before anything else
  public AdminPlane(
      LiveConfiguration live,
      AuditLog audit,
      InstantSource clock,
      PrometheusMeterRegistry registry,
      ExchangeLog log,
      Ledger ledger,
      UpstreamHealth health,
      Supplier<DeskReading> quality,
      Supplier<List<BudgetReading>> budgets,
      Supplier<List<Standing>> limits,
      Supplier<DirectoryEditor> directory,
      BooleanSupplier unready) {
    this.live = live;
    SecureRandom random = new SecureRandom();
    this.calls = new AdminCalls(live, directory, audit, ledger, clock, random);
    this.signIn = new SignIn(() -> live.current().config().admin().signIn(), audit, clock, random);
    this.registry = registry;
    this.log = log;
    this.ledger = ledger;
    this.health = health;
    this.quality = quality;
    this.budgets = budgets;
    this.limits = limits;
    this.dataDir = live.current().config().dataDir();
    this.unready = unready;
  }

  @Override
  public Future<?> start() {
    signInCalls = new SignInCalls(signIn, vertx);
    server =
        vertx
            .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
            .requestHandler(this::guarded);
    GatewayConfig config = live.current().config();
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
        send(request, Answer.problem(500, "The gateway's log says what went wrong."));
      }
    }
  }

  private void handle(HttpServerRequest request) {
    String path = request.path();
    if (path != null && path.startsWith("/admin/")) {
      call(request, path);
      return;
    }
    if (!isRead(request)) {
      send(request, Answer.problem(405, "Here is only something to read."), "GET");
      return;
    }
    switch (path) {
      case "/health/live" -> send(request, Answer.json("{\"status\":\"live\"}"));
      case "/health/ready" -> ready(request);
      case "/metrics" ->
          send(
              request,
              new Answer(200, "text/plain; version=0.0.4; charset=utf-8", registry.scrape(), null));
      case "/" -> send(request, new Answer(200, "text/html; charset=utf-8", PAGE, null));
      case null, default -> send(request, Answer.problem(404, "Nothing is served here."));
    }
  }

  private static boolean isRead(HttpServerRequest request) {
    return HttpMethod.GET.equals(request.method()) || HttpMethod.HEAD.equals(request.method());
  }

  /** Who it is, what it is about, whether he may: in this order, and nothing else before. */
  private void call(HttpServerRequest request, String path) {
    if (signInCalls.answers(request, path, address(request))) {
      return;
    }
    AdminSettings admin = live.current().config().admin();
    Endpoint.Place place = Endpoint.at(path);
    String method = request.method().name();
    Action action = place == null ? null : place.endpoint().action(method);
    Visitor visitor = signInCalls.visitor(request, address(request));
    AdminToken who =
        switch (visitor) {
          case Visitor.Person(AdminToken as) -> as;
          case Visitor.Unmapped(String name) -> null;
          case Visitor.Nobody() -> caller(request, admin, place);
        };
    if (visitor instanceof Visitor.Unmapped(String name)) {
      deny(request, name, "", place, action, Answer.problem(403, NO_ROLE), NO_ROLE);
    } else if (who == null && (!admin.isOpen() || action != null)) {
      String detail =
          admin.isOpen()
              ? "There is no admin token yet: make one with `tollgate admin token`."
              : "Send an admin token: authorization: Bearer tga_..."
                  + (admin.signIn() == null ? "" : " Or sign in: " + SignIn.BEGIN);
      deny(request, "", "", place, action, Answer.problem(401, detail), detail);
    } else if (place == null) {
      send(request, Answer.problem(404, "Nothing is served here."));
    } else if (action == null || who == null) {
      String allowed = place.endpoint().allowed();
      send(request, Answer.problem(405, "There is " + allowed + " here."), allowed);
    } else if (who.reach(place.endpoint().resource(), action) == Reach.NONE) {
      String detail =
          "The role "
              + who.role().key()
              + " does not go to "
              + AdminCall.name(place.endpoint(), action)
              + ".";
      deny(request, who, place, action, detail);
    } else if (visitor instanceof Visitor.Person
        && action != Action.READ
        && !signInCalls.objection(request, address(request)).isEmpty()) {
      deny(request, who, place, action, signInCalls.objection(request, address(request)));
    } else {
      serve(
          request,
          new AdminCall(
              who,
              place.endpoint(),
              action,
              place.item(),
              address(request),
              method,
              shown(request),
              new Paging(request.getParam("limit"), request.getParam("after")),
              request.getHeader(HttpHeaders.IF_MATCH)));
    }
  }

  private static @Nullable AdminToken caller(
      HttpServerRequest request, AdminSettings admin, Endpoint.@Nullable Place place) {
    if (admin.isOpen()) {
      return place != null && place.endpoint().isOpenWithoutTokens() ? ANYONE : null;
    }
    List<String> headers = request.headers().getAll(HttpHeaders.AUTHORIZATION);
    if (headers.size() != 1 || !headers.getFirst().regionMatches(true, 0, BEARER, 0, BEARER_END)) {
      return null;
    }
    return admin.tokens().authenticate(headers.getFirst().substring(BEARER_END));
  }

  private static String address(HttpServerRequest request) {
    SocketAddress address = request.remoteAddress();
    return address == null ? "" : String.valueOf(address.hostAddress());
  }

  /** The path as it may be recorded. */
  private static String shown(HttpServerRequest request) {
    String path = SECRET.matcher(String.valueOf(request.path())).replaceAll("tg_***");
    return path.length() > PATH_CHARS ? path.substring(0, PATH_CHARS) : path;
  }

  private void deny(
      HttpServerRequest request,
      AdminToken who,
      Endpoint.Place place,
      Action action,
      String detail) {
    Answer answer = Answer.problem(403, detail);
    deny(request, who.name(), who.role().key(), place, action, answer, detail);
  }

  /** Says no when it is in the audit log. */
  private void deny(
      HttpServerRequest request,
      String who,
      String role,
      Endpoint.@Nullable Place place,
      @Nullable Action action,
      Answer answer,
      String detail) {
    AuditEntry entry =
        new AuditEntry(
            who,
            role,
            address(request),
            request.method().name(),
            shown(request),
            place == null || action == null ? "" : AdminCall.name(place.endpoint(), action),
            Map.of(),
            answer.status(),
            detail);
    work(
        request,
        who.isEmpty() ? STRANGERS_WAITING_MAX : WAITING_MAX,
        () -> {
          calls.record(entry);
          return answer;
        });
  }

  private void serve(HttpServerRequest request, AdminCall call) {
    switch (call.endpoint()) {
      case EXCHANGES -> exchanges(request);
      case SPEND -> spend(request);
      case DEPLOYMENTS -> send(request, Answer.json(AdminJson.deployments(health.statuses())));
      case ACCOUNTS -> send(request, Answer.json(AdminJson.accounts(health.accounts())));
      case QUALITY -> send(request, Answer.json(QualityJson.of(quality.get())));
      case BUDGETS ->
          show(
              request,
              () -> DirectoryReads.standings(call, live.current().directory(), budgets.get()));
      case LIMITS ->
          show(
              request, () -> DirectoryReads.limits(call, live.current().directory(), limits.get()));
      case UNITS, UNIT, KEYS, KEY, KEY_ROTATE, KEY_REVOKE, BUDGET, LIMIT, LEDGER_CLOSE, AUDIT -> {
        long after = after(request);
        RequestBody.read(
            request,
            answer -> send(request, answer),
            body -> work(request, WAITING_MAX, () -> calls.answer(call, body, after)));
      }
    }
  }

  private static void show(HttpServerRequest request, Supplier<Answer> reading) {
    Answer answer;
    try {
      answer = reading.get();
    } catch (Refusal refusal) {
      answer = refusal.answer();
    }
    send(request, answer);
  }

  /** One after the other, on a thread that may wait for the disk. */
  private void work(HttpServerRequest request, int waitingMax, Callable<Answer> work) {
    if (waiting >= waitingMax) {
      send(request, Answer.problem(503, "Many calls wait already: come again."));
      return;
    }
    waiting++;
    vertx
        .executeBlocking(work, true)
        .onComplete(done -> {
          waiting--;
          Answer answer = done.result();
          if (answer == null) {
            LOG.error("the admin plane failed to answer {}", request.path(), done.cause());
            answer = Answer.problem(500, "The gateway's log says what went wrong.");
          }
          send(request, answer);
        });
  }

  private void ready(HttpServerRequest request) {
    LedgerException refusal = ledger.refusal();
    String reports = ledger.storeProblem();
    boolean refuses = refusal != null || unready.getAsBoolean();
    String state =
        refusal != null ? String.valueOf(refusal.getMessage()) : refuses ? "draining" : "ready";
    send(request, new Answer(refuses ? 503 : 200, JSON, AdminJson.health(state, reports), null));
  }

  private static long after(HttpServerRequest request) {
    String after = request.getParam("after");
    return after != null && after.matches("\\d{1,18}") ? Long.parseLong(after) : 0;
  }

  private void exchanges(HttpServerRequest request) {
    send(request, Answer.json(AdminJson.exchanges(log.finished(), log.after(after(request)))));
  }

  private void spend(HttpServerRequest request) {
    reportedSpend()
        .onComplete(
            json -> send(request, Answer.json(String.valueOf(json))),
            failure -> send(request, Answer.problem(503, "The ledger's store cannot be read.")));
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

  static void send(HttpServerRequest request, Answer answer) {
    send(request, answer, "");
  }

  static void send(HttpServerRequest request, Answer answer, String allowed) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response
        .setStatusCode(answer.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, answer.type())
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("x-content-type-options", "nosniff")
        .putHeader(
            "content-security-policy",
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline';"
                + " connect-src 'self'; frame-ancestors 'none'");
    if (answer.etag() != null) {
      response.putHeader(HttpHeaders.ETAG, answer.etag());
    }
    if (answer.link() != null) {
      response.putHeader("link", answer.link());
    }
    if (!allowed.isEmpty()) {
      response.putHeader(HttpHeaders.ALLOW, allowed);
    }
    if (answer.status() == 401) {
      response.putHeader("www-authenticate", "Bearer");
    }
    if (answer.status() == 413) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    response.end(answer.body());
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
