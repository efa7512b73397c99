package io.tollgate.bench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.sun.net.httpserver.HttpServer;
import io.tollgate.bench.endtoend.MailServer.Mail;
import io.tollgate.bench.endtoend.MailServer.Offer;
import io.tollgate.bench.provider.ThrowawayAuthority;
import io.tollgate.bench.provider.ThrowawayAuthority.Certificate;
import io.tollgate.gateway.alerts.AlertPace;
import io.tollgate.gateway.alerts.AlertSettings;
import io.tollgate.gateway.alerts.Alerts;
import io.tollgate.gateway.alerts.EmailSettings;
import io.tollgate.gateway.alerts.EmailSettings.Login;
import io.tollgate.gateway.alerts.EmailSettings.Tls;
import io.tollgate.gateway.budget.Budget;
import io.tollgate.gateway.budget.BudgetEvent;
import io.tollgate.gateway.budget.BudgetWindow;
import io.tollgate.gateway.budget.BudgetWindow.Every;
import io.tollgate.gateway.budget.Scope;
import io.tollgate.gateway.upstream.Secret;
import io.tollgate.gateway.upstream.TrustedCertificates;
import io.tollgate.policies.money.Picodollars;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Alerts by e-mail, to a server that speaks SMTP on loopback. */
final class EmailAlertsTest {

  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
  private static final List<String> OPS = List.of("ops@example.com");
  private static final Login LOGIN = new Login("tollgate", new Secret("s3cret-word"));
  private static final AlertPace AT_ONCE =
      new AlertPace(Duration.ofMillis(1), Duration.ofSeconds(10));

  @TempDir private Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final List<AutoCloseable> running = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : running.reversed()) {
      each.close();
    }
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private MailServer server(Offer offer) throws Exception {
    MailServer server = MailServer.start(offer);
    running.add(server);
    return server;
  }

  private Alerts alerts(AlertSettings settings, String node, AlertPace pace) {
    Alerts alerts = new Alerts(vertx, () -> settings, node, InstantSource.fixed(NOON), pace);
    running.add(alerts);
    return alerts;
  }

  private Alerts alerts(EmailSettings settings) {
    return alerts(new AlertSettings(null, null, settings), "node-7", AT_ONCE);
  }

  private static EmailSettings to(MailServer server, @Nullable Login login, Tls tls) {
    return new EmailSettings(
        OPS, "tollgate@example.com", "127.0.0.1", server.port(), login, tls, null);
  }

  private static EmailSettings to(MailServer server) {
    return to(server, null, Tls.NONE);
  }

  private static BudgetEvent.Reached reached(int percent) {
    BudgetWindow day = new BudgetWindow(Every.DAY, ZoneOffset.UTC);
    return new BudgetEvent.Reached(
        new Budget(
            "search-daily",
            Scope.parse("team:search"),
            Picodollars.ofDollars("100"),
            day,
            List.of(percent),
            true),
        day.around(NOON),
        percent,
        Picodollars.ofDollars("80.000000000001"));
  }

  @Test
  void an_alert_arrives_as_a_sentence_with_the_figures_below_it() throws Exception {
    MailServer server = server(Offer.PLAIN);
    alerts(to(server)).send(reached(80));
    Mail mail = server.next();
    assertThat(mail.from()).isEqualTo("tollgate@example.com");
    assertThat(mail.to()).isEqualTo(OPS);
    assertThat(mail.login()).isEmpty();
    assertThat(mail.header("to")).isEqualTo("ops@example.com");
    assertThat(mail.header("auto-submitted")).isEqualTo("auto-generated");
    assertThat(mail.header("subject"))
        .isEqualTo(
            "Tollgate node-7: budget search-daily (team:search) has spent 80 % of its limit:"
                + " 80.000000000001 of 100 USD");
    assertThat(mail.header("content-type")).startsWith("text/plain");
    assertThat(mail.body())
        .contains(
            "On node-7, budget search-daily (team:search) has spent",
            "budget: search-daily\n",
            "scope:  team:search\n",
            "limit:  100 USD\n",
            "spent:  80.000000000001 USD\n",
            "window: 2026-11-30T00:00:00Z to 2026-12-01T00:00:00Z\n",
            "node:   node-7\n",
            "at:     2026-11-30T12:00:00Z\n");
  }

  @Test
  void what_the_server_refuses_is_sent_again_and_given_up_after_three_times() throws Exception {
    MailServer server = server(Offer.PLAIN);
    Alerts alerts = alerts(to(server));
    server.refusals.addAll(List.of("451 later", "554 no"));
    alerts.send(reached(50));
    assertThat(server.next().header("subject")).contains(" 50 %");
    server.refusals.addAll(List.of("451 later", "451 later", "451 later"));
    alerts.send(reached(80));
    alerts.send(reached(90));
    assertThat(server.next().header("subject")).contains(" 90 %");
    assertThat(server.isEmpty()).isTrue();
  }

  @Test
  void a_recipient_that_is_not_known_keeps_no_other_from_being_told() throws Exception {
    MailServer server = server(Offer.PLAIN);
    server.unknown.add("gone@example.com");
    EmailSettings both =
        new EmailSettings(
            List.of("gone@example.com", "ops@example.com"),
            "tollgate@example.com",
            "127.0.0.1",
            server.port(),
            null,
            Tls.NONE,
            null);
    Alerts alerts = alerts(both);
    alerts.send(reached(80));
    assertThat(server.next().to()).isEqualTo(OPS);
    server.unknown.add("ops@example.com");
    alerts.send(reached(85));
    alerts.send(reached(90));
    for (int i = 0; i < 7; i++) {
      server.connected();
    }
    assertThat(server.isEmpty()).isTrue();
  }

  @Test
  void a_mail_server_that_never_answers_holds_up_no_webhook_and_is_given_up() throws Exception {
    MailServer silent = server(Offer.SILENCE);
    LinkedBlockingQueue<String> posts = new LinkedBlockingQueue<>();
    HttpServer hook = hook(posts, new CountDownLatch(0));
    AlertSettings settings = new AlertSettings(address(hook), null, to(silent));
    Alerts alerts =
        alerts(settings, "n", new AlertPace(Duration.ofMillis(1), Duration.ofSeconds(1)));
    alerts.send(reached(80));
    alerts.send(reached(90));
    // On a busy machine one may be posted more than once.
    Await.until(
        "the second post", () -> posts.stream().anyMatch(post -> post.contains("\"percent\":90")));
    assertThat(posts.peek()).contains("\"percent\":80");
    // Three times for each of the two.
    for (int i = 0; i < 6; i++) {
      silent.connected();
    }
  }

  @Test
  void a_webhook_that_never_answers_holds_up_no_mail() throws Exception {
    MailServer server = server(Offer.PLAIN);
    CountDownLatch answer = new CountDownLatch(1);
    HttpServer hook = hook(new LinkedBlockingQueue<>(), answer);
    Alerts alerts = alerts(new AlertSettings(address(hook), null, to(server)), "n", AT_ONCE);
    alerts.send(reached(80));
    alerts.send(reached(90));
    assertThat(server.next().header("subject")).contains(" 80 %");
    assertThat(server.next().header("subject")).contains(" 90 %");
    answer.countDown();
  }

  private HttpServer hook(LinkedBlockingQueue<String> posts, CountDownLatch answer)
      throws Exception {
    HttpServer hook =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hook.createContext(
        "/",
        exchange -> {
          posts.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          try {
            answer.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    hook.start();
    running.add(() -> hook.stop(0));
    return hook;
  }

  private static URI address(HttpServer hook) {
    return URI.create("http://127.0.0.1:" + hook.getAddress().getPort() + "/");
  }

  @Test
  void where_starttls_is_demanded_and_not_offered_nothing_is_said_in_clear() throws Exception {
    MailServer server = server(Offer.PLAIN);
    alerts(to(server, LOGIN, Tls.STARTTLS)).send(reached(80));
    for (int i = 0; i < 3; i++) {
      server.connected();
    }
    Await.until("the last goodbye", () -> server.inClear.size() >= 6);
    assertThat(server.inClear).allMatch(line -> line.startsWith("EHLO ") || line.equals("QUIT"));
    assertThat(server.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"STARTTLS", "IMPLICIT"})
  void over_tls_the_password_and_the_alert_go_to_whom_is_trusted(Tls tls) throws Exception {
    ThrowawayAuthority authority = ThrowawayAuthority.create(folder);
    TrustedCertificates trusted =
        TrustedCertificates.of(authority.pem(), Files.readString(authority.pem()));
    Offer offer = tls == Tls.STARTTLS ? Offer.STARTTLS : Offer.IMPLICIT;
    try (MailServer right = MailServer.start(offer, authority.issue(Certificate.RIGHT))) {
      alerts(over(tls, right, trusted)).send(reached(80));
      Mail mail = right.next();
      assertThat(mail.tls()).isTrue();
      assertThat(mail.login()).isEqualTo("tollgate s3cret-word");
      assertThat(right.inClear).allMatch(line -> line.matches("EHLO .*|STARTTLS"));
    }
    for (Certificate wrong : List.of(Certificate.OTHER_HOST, Certificate.SELF_SIGNED)) {
      try (MailServer other = MailServer.start(offer, authority.issue(wrong))) {
        alerts(over(tls, other, trusted)).send(reached(80));
        for (int i = 0; i < 3; i++) {
          other.connected();
        }
        assertThat(other.isEmpty()).isTrue();
        assertThat(other.inClear).allMatch(line -> line.matches("EHLO .*|STARTTLS"));
      }
    }
  }

  private static EmailSettings over(Tls tls, MailServer server, TrustedCertificates trusted) {
    return new EmailSettings(
        OPS, "tollgate@example.com", "localhost", server.port(), LOGIN, tls, trusted);
  }

  @Test
  void no_name_adds_a_header_or_a_recipient() throws Exception {
    MailServer server = server(Offer.PLAIN);
    String node = "n\r\nBcc: thief@example.com\r\n\r\nGive\u2028me\u0085all";
    alerts(new AlertSettings(null, null, to(server)), node, AT_ONCE).send(reached(80));
    Mail mail = server.next();
    assertThat(mail.to()).isEqualTo(OPS);
    assertThat(mail.header("bcc")).isEmpty();
    assertThat(mail.header("subject"))
        .startsWith("Tollgate n Bcc: thief@example.com Give me all: budget");
    assertThat(mail.header("from")).isEqualTo("tollgate@example.com");
  }

  @Test
  void the_password_is_in_no_log_even_if_the_server_repeats_it() throws Exception {
    MailServer server = server(Offer.PLAIN);
    String encoded =
        Base64.getEncoder()
            .encodeToString("\0tollgate\0s3cret-word".getBytes(StandardCharsets.US_ASCII));
    try (LogCapture log = LogCapture.asInProduction(Level.TRACE)) {
      Alerts alerts = alerts(to(server, LOGIN, Tls.NONE));
      for (int i = 0; i < 3; i++) {
        server.loginRefusals.add("535 no: s3cret-word, " + encoded);
      }
      alerts.send(reached(80));
      alerts.send(reached(90));
      assertThat(server.next().login()).isEqualTo("tollgate s3cret-word");
      assertThat(log.lines())
          .anyMatch(line -> line.contains("an alert could not be sent by e-mail"))
          .noneMatch(line -> line.contains("s3cret-word") || line.contains(encoded));
    }
  }

  @Test
  void a_running_gateway_writes_to_whom_its_configuration_names_at_the_moment() throws Exception {
    MailServer first = server(Offer.PLAIN);
    MailServer second = server(Offer.PLAIN);
    String block =
        "alerts: { email: { to: [a@example.com], from: t@example.com, smtp: \"127.0.0.1:"
            + first.port()
            + "\" } }\n";
    try (AdminStage admin = AdminStage.start(folder, AdminStage.tokens(List.of("admin")) + block)) {
      refuse(admin, "one");
      Mail mail = first.next();
      assertThat(mail.header("subject")).contains("budget one (project:ranking) refuses requests");
      assertThat(mail.body()).contains("held:   0 USD\n");
      Path config = admin.stage.rig.files().config();
      Files.writeString(
          config,
          Files.readString(config)
              .replace(":" + first.port() + "\"", ":" + second.port() + "\"")
              .replace("a@example.com", "b@example.com"));
      assertThat(admin.stage.gateway.reload()).isEmpty();
      refuse(admin, "two");
      assertThat(second.next().to()).containsExactly("b@example.com");
      assertThat(first.isEmpty()).isTrue();
    }
  }

  /** A budget for nothing, and a request that it refuses. */
  private static void refuse(AdminStage admin, String id) throws Exception {
    String body = "{\"scope\":\"project:ranking\",\"limit_usd\":\"0\"}";
    assertThat(admin.as("admin", "PUT", "/budgets/" + id, body).status()).isEqualTo(201);
    Await.until(
        "the budget refuses",
        () -> {
          try {
            return admin.ask(AdminStage.RANKING_KEY);
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        },
        status -> status == 429);
  }
}
