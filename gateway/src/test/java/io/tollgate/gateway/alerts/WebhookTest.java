package io.tollgate.gateway.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tollgate.gateway.budget.Budget;
import io.tollgate.gateway.budget.BudgetEvent;
import io.tollgate.gateway.budget.BudgetWindow;
import io.tollgate.gateway.budget.BudgetWindow.Every;
import io.tollgate.gateway.budget.Scope;
import io.tollgate.gateway.upstream.Secret;
import io.tollgate.policies.money.Picodollars;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class WebhookTest {

  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
  private static final AlertPace AT_ONCE =
      new AlertPace(Duration.ofMillis(1), Duration.ofSeconds(10));

  private record Post(String body, @Nullable String signature) {}

  private final LinkedBlockingQueue<Post> posts = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
  private HttpServer server;
  private Webhook webhook;

  @SuppressWarnings("NullAway.Init") // start() runs before anything else
  WebhookTest() {}

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/hook", this::receive);
    server.start();
    webhook = webhook(new Secret("s3cret"));
  }

  @AfterEach
  void stop() {
    webhook.close();
    server.stop(0);
  }

  private Webhook webhook(@Nullable Secret secret) {
    URI receiver = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    return new Webhook(
        () -> new AlertSettings(receiver, secret, null),
        "node-7",
        InstantSource.fixed(NOON),
        AT_ONCE);
  }

  private void receive(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    posts.add(new Post(body, exchange.getRequestHeaders().getFirst(Webhook.SIGNATURE)));
    Integer status = answers.poll();
    exchange.sendResponseHeaders(status == null ? 204 : status, -1);
    exchange.close();
  }

  private Post next() throws InterruptedException {
    return Objects.requireNonNull(posts.poll(20, TimeUnit.SECONDS), "no post");
  }

  private static BudgetEvent.Reached reached(int percent) {
    BudgetWindow day = new BudgetWindow(Every.DAY, ZoneOffset.UTC);
    Budget budget =
        new Budget(
            "search-daily",
            Scope.parse("team:search"),
            Picodollars.ofDollars("100"),
            day,
            List.of(percent),
            true);
    return new BudgetEvent.Reached(
        budget, day.around(NOON), percent, Picodollars.ofDollars("80.000000000001"));
  }

  @Test
  void an_alert_is_posted_with_exact_amounts_and_a_signature() throws Exception {
    webhook.send(reached(80));
    Post post = next();
    JsonNode body = JsonMapper.builder().build().readTree(post.body());
    assertThat(body.path("event").stringValue("")).isEqualTo("reached");
    assertThat(body.path("percent").intValue()).isEqualTo(80);
    assertThat(body.path("budget").stringValue("")).isEqualTo("search-daily");
    assertThat(body.path("scope").stringValue("")).isEqualTo("team:search");
    assertThat(body.path("limit_usd").stringValue("")).isEqualTo("100");
    assertThat(body.path("spent_usd").stringValue("")).isEqualTo("80.000000000001");
    assertThat(body.path("window_end").stringValue("")).isEqualTo("2026-12-01T00:00:00Z");
    assertThat(body.path("node").stringValue("")).isEqualTo("node-7");
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("s3cret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    assertThat(post.signature())
        .isEqualTo(
            "sha256="
                + HexFormat.of()
                    .formatHex(mac.doFinal(post.body().getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void what_the_receiver_does_not_take_is_sent_again_and_then_given_up() throws Exception {
    answers.addAll(List.of(500, 302, 404));
    webhook.send(reached(50));
    webhook.send(reached(90));
    Post first = next();
    assertThat(next()).isEqualTo(first);
    assertThat(next()).isEqualTo(first);
    assertThat(next().body()).contains("\"percent\":90");
  }

  @Test
  void without_a_secret_nothing_is_signed_and_without_an_address_nothing_is_sent()
      throws Exception {
    try (Webhook plain = webhook(null);
        Webhook none =
            new Webhook(() -> AlertSettings.NONE, "n", InstantSource.fixed(NOON), AT_ONCE)) {
      none.send(reached(10));
      plain.send(reached(20));
      Post post = next();
      assertThat(post.signature()).isNull();
      assertThat(post.body()).contains("\"percent\":20");
    }
  }
}
