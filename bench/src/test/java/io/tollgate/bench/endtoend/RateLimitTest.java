package io.tollgate.bench.endtoend;

import static io.tollgate.bench.endtoend.Stage.BRIGHT;
import static io.tollgate.bench.endtoend.Stage.DRIP;
import static io.tollgate.bench.endtoend.Stage.SWIFT;
import static java.net.http.HttpRequest.BodyPublishers.ofString;
import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.tollgate.gateway.budget.Scope;
import io.tollgate.gateway.config.KeyFile;
import io.tollgate.gateway.keys.Directory;
import io.tollgate.gateway.keys.Grants;
import io.tollgate.gateway.keys.KeyTerms;
import io.tollgate.gateway.keys.KeyText;
import io.tollgate.gateway.keys.Unit;
import io.tollgate.gateway.keys.VirtualKey;
import io.tollgate.gateway.limit.RateLimit;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Rate limits through a running gateway. */
final class RateLimitTest {

  private static final Scope ORGANIZATION = Scope.parse("organization:acme");
  private static final Scope TEAM = Scope.parse("team:search");
  private static final List<Unit> UNITS =
      List.of(
          new Unit(ORGANIZATION, "ACME", null, Grants.EVERYTHING),
          new Unit(TEAM, "Search", ORGANIZATION, Grants.EVERYTHING));

  /** Of another caller of the same team. */
  private static final String OTHER = KeyText.generate(new SplittableRandom(7));

  private static final String ANSWER = Stage.chat(SWIFT, "Hello [[tokens:10]]");
  private static final Duration LONG = Duration.ofSeconds(50);

  @TempDir private Path folder;
  private Stage stage;

  @BeforeEach
  void start() throws Exception {
    stage = Stage.start(folder);
  }

  @AfterEach
  void stop() {
    stage.close();
  }

  private void put(RateLimit... limits) throws Exception {
    KeyTerms terms = new KeyTerms(TEAM, null, Map.of(), Grants.EVERYTHING, null, false, null, null);
    KeyFile.write(
        folder.resolve("keys.yaml"),
        Directory.of(
            UNITS,
            List.of(
                VirtualKey.of(stage.rig.key(), "app", terms), VirtualKey.of(OTHER, "other", terms)),
            List.of(),
            List.of(limits)));
    stage.gateway.reload();
  }

  private static RateLimit requests(Scope scope, long perMinute) {
    return new RateLimit("rate", scope, perMinute, 0, 0, Duration.ZERO);
  }

  private static RateLimit concurrent(long count, Duration wait) {
    return new RateLimit("places", TEAM, 0, 0, count, wait);
  }

  private HttpRequest as(String key, String body) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + stage.rig.dataPort() + "/v1/chat/completions"))
        .timeout(LONG)
        .header("authorization", "Bearer " + key)
        .header("content-type", "application/json")
        .POST(ofString(body))
        .build();
  }

  private JsonNode row(String kind) {
    try {
      for (JsonNode row : stage.admin("/admin/v1/limits").json().path("limits")) {
        if (row.path("kind").stringValue("").equals(kind)) {
          return row;
        }
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("no limit of " + kind);
  }

  private void awaitWaiting(int count) {
    Await.until(count + " requests wait", () -> row("concurrent").path("waiting").asInt() == count);
  }

  private long metric(String line) throws Exception {
    return stage
        .admin("/metrics")
        .body()
        .lines()
        .filter(each -> each.startsWith(line))
        .mapToLong(each -> (long) Double.parseDouble(each.substring(each.lastIndexOf(' ') + 1)))
        .sum();
  }

  @ParameterizedTest
  @ValueSource(strings = {"key", "team", "organization", "everything"})
  void of_a_thousand_requests_at_once_exactly_as_many_are_answered_as_the_limit_has(String level)
      throws Exception {
    long limit = 173;
    Scope scope =
        switch (level) {
          case "key" -> Scope.parse("key:" + stage.rig.key().substring(3, 15));
          case "team" -> TEAM;
          case "organization" -> ORGANIZATION;
          default -> Scope.EVERYTHING;
        };
    put(requests(scope, limit));
    int parallel = 1_000;
    CyclicBarrier barrier = new CyclicBarrier(parallel);
    List<Reply> replies = new ArrayList<>();
    long before = System.nanoTime();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Reply>> futures = new ArrayList<>();
      for (int i = 0; i < parallel; i++) {
        futures.add(
            pool.submit(() -> {
              barrier.await();
              return stage.send(as(stage.rig.key(), ANSWER));
            }));
      }
      for (Future<Reply> future : futures) {
        replies.add(future.get());
      }
    }
    long refilled = Duration.ofNanos(System.nanoTime() - before).toMillis() * limit / 60_000 + 1;
    long answered = replies.stream().filter(reply -> reply.status() == 200).count();
    assertThat(answered).isBetween(limit, limit + refilled);
    assertThat(replies)
        .filteredOn(reply -> reply.status() == 429)
        .hasSize((int) (parallel - answered))
        .allSatisfy(reply -> {
          assertThat(reply.error().path("code").stringValue("")).isEqualTo("rate_limit_exceeded");
          assertThat(reply.header("x-should-retry")).isEqualTo("true");
        });
    assertThat(stage.bill("cheap").records()).hasSize((int) answered);
    assertThat(metric("tollgate_rate_limit_refused_total{")).isEqualTo(parallel - answered);
  }

  /** Whose attempt a provider has seen. */
  private static String name(Map<String, String> names, String attempt) {
    return names.entrySet().stream()
        .filter(name -> attempt.startsWith(name.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("nobody's " + attempt);
  }

  @Test
  void those_who_wait_are_served_in_their_order_and_the_keys_in_turn() throws Exception {
    put(concurrent(1, LONG));
    Map<String, String> names = new ConcurrentHashMap<>();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Reply>> futures = new ArrayList<>();
      futures.add(
          pool.submit(
              () -> stage.send(as(stage.rig.key(), Stage.chat(DRIP, "Hold on [[tokens:600]]")))));
      assertThat(stage.bill("slow").awaitSeen(1, Await.PATIENCE)).isTrue();
      List<String> asked = List.of("a1", "a2", "a3", "a4", "a5", "b1", "b2", "b3");
      for (int i = 0; i < asked.size(); i++) {
        String name = asked.get(i);
        futures.add(
            pool.submit(() -> {
              String key = name.startsWith("a") ? stage.rig.key() : OTHER;
              Reply reply = stage.send(as(key, ANSWER));
              names.put(reply.requestId(), name);
              return reply;
            }));
        awaitWaiting(i + 1);
      }
      for (Future<Reply> future : futures) {
        assertThat(future.get().status()).isEqualTo(200);
      }
    }
    assertThat(stage.bill("cheap").records()).hasSize(8);
    // Each begins when the one before has ended.
    assertThat(stage.bill("cheap").records())
        .extracting(record -> name(names, String.valueOf(record.clientRequestId())))
        .containsExactly("a1", "b1", "a2", "b2", "a3", "b3", "a4", "a5");
    assertThat(metric("tollgate_rate_limit_waited_seconds_count{end=\"admitted\"")).isEqualTo(8);
    assertThat(metric("tollgate_rate_limit_waiting")).isZero();
  }

  @Test
  void a_wait_ends_at_its_deadline_and_is_left_by_a_client_that_leaves() throws Exception {
    put(concurrent(1, LONG));
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor();
        HttpClient leaving = HttpClient.newHttpClient()) {
      Future<Reply> running =
          pool.submit(
              () -> stage.send(as(stage.rig.key(), Stage.chat(DRIP, "Hold on [[tokens:400]]"))));
      assertThat(stage.bill("slow").awaitSeen(1, Await.PATIENCE)).isTrue();
      CompletableFuture<?> left = leaving.sendAsync(as(OTHER, ANSWER), BodyHandlers.ofString());
      awaitWaiting(1);
      left.cancel(true);
      awaitWaiting(0);
      put(concurrent(1, Duration.ofMillis(200)));
      Reply late = stage.send(as(OTHER, ANSWER));
      assertThat(late.status()).isEqualTo(429);
      assertThat(late.header("retry-after")).isEqualTo("1");
      assertThat(late.header("retry-after-ms")).isEqualTo("500");
      assertThat(late.header("x-should-retry")).isEqualTo("true");
      assertThat(late.error().path("message").stringValue(""))
          .isEqualTo(
              "Limit places of team:search is reached (1 requests at one time); try again in 500"
                  + " ms.");
      assertThat(running.get().status()).isEqualTo(200);
    }
    assertThat(stage.bill("cheap").records()).isEmpty();
    // A sequence of requests is never at its limit.
    for (int i = 0; i < 20; i++) {
      put(concurrent(1, Duration.ZERO));
      assertThat(stage.send(as(OTHER, ANSWER)).status()).isEqualTo(200);
    }
  }

  @Test
  void a_gateway_that_stops_lets_nobody_wait() throws Exception {
    put(concurrent(1, LONG));
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Reply> running =
          pool.submit(
              () -> stage.send(as(stage.rig.key(), Stage.chat(DRIP, "Hold on [[tokens:200]]"))));
      assertThat(stage.bill("slow").awaitSeen(1, Await.PATIENCE)).isTrue();
      Future<Reply> waiting = pool.submit(() -> stage.send(as(OTHER, ANSWER)));
      awaitWaiting(1);
      stage.gateway.drain();
      assertThat(waiting.get().status()).isEqualTo(503);
      assertThat(waiting.get().error().path("code").stringValue("")).isEqualTo("gateway_stopping");
      assertThat(running.get().status()).isEqualTo(200);
    }
  }

  @Test
  void a_deployment_at_its_limit_is_passed_over_and_refused_only_where_nothing_else_is_left()
      throws Exception {
    put(requests(Scope.parse("model:cheap/*"), 2));
    assertThat(stage.post(Stage.chat("auto", "Hello")).header("x-tollgate-model")).isEqualTo(SWIFT);
    assertThat(stage.send(as(OTHER, ANSWER)).status()).isEqualTo(200);
    Reply elsewhere = stage.post(Stage.chat("auto", "Hello"));
    assertThat(elsewhere.status()).isEqualTo(200);
    assertThat(elsewhere.header("x-tollgate-model")).isEqualTo(BRIGHT);
    assertThat(elsewhere.header("ratelimit")).isEmpty();
    Reply refused = stage.send(as(OTHER, ANSWER));
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.error().path("code").stringValue("")).isEqualTo("rate_limit_exceeded");
    assertThat(Long.parseLong(refused.header("retry-after"))).isBetween(1L, 30L);
    assertThat(Long.parseLong(refused.header("retry-after-ms"))).isBetween(1L, 30_000L);
    assertThat(refused.header("x-should-retry")).isEqualTo("true");
    assertThat(stage.bill("cheap").records()).hasSize(2);
  }

  @Test
  void tokens_count_as_estimated_and_are_put_right_by_the_bill() throws Exception {
    put(new RateLimit("rate", TEAM, 0, 60, 0, Duration.ZERO));
    Reply first = stage.post(Stage.chat(SWIFT, "Hello [[tokens:10]]", "\"max_tokens\":40"));
    assertThat(first.status()).isEqualTo(200);
    Await.until(
        "what was not used is given back", () -> row("tokens").path("remaining").asLong() > 20);
    // More than a minute has: it is taken once all is there, and paid off in time.
    put(new RateLimit("rate", TEAM, 0, 600, 0, Duration.ZERO));
    Reply beyond = stage.post(Stage.chat(SWIFT, "Hello [[tokens:900]]", "\"max_tokens\":100"));
    assertThat(beyond.status()).isEqualTo(200);
    put(new RateLimit("rate", TEAM, 0, 60, 0, Duration.ZERO));
    Await.until("its bill is counted", () -> row("tokens").path("remaining").asLong() == 0);
    Reply refused = stage.post(Stage.chat(SWIFT, "Hello [[tokens:10]]", "\"max_tokens\":10"));
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("x-ratelimit-remaining-tokens")).isEqualTo("0");
    assertThat(refused.header("x-ratelimit-limit-tokens")).isEqualTo("60");
  }

  @Test
  void every_answer_says_how_the_limits_stand_and_none_what_the_provider_said() throws Exception {
    put(requests(TEAM, 60));
    Reply first = stage.post(ANSWER);
    assertThat(first.header("ratelimit-policy")).isEqualTo("\"rate-requests\";q=60;w=60");
    assertThat(first.header("ratelimit")).isEqualTo("\"rate-requests\";r=59;t=1");
    assertThat(first.header("x-ratelimit-limit-requests")).isEqualTo("60");
    assertThat(first.header("x-ratelimit-remaining-requests")).isEqualTo("59");
    Reply streamed = stage.post(Stage.stream(SWIFT, "Hello [[tokens:10]]"));
    assertThat(streamed.header("ratelimit")).startsWith("\"rate-requests\";r=5");
    Reply wrong = stage.post("{\"model\":");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.header("ratelimit")).startsWith("\"rate-requests\";r=5");
    put(requests(TEAM, 1));
    Reply anthropic =
        stage.send(
            stage
                .request("/v1/messages")
                .header("anthropic-version", "2023-06-01")
                .POST(
                    ofString(
                        "{\"model\":\"cheap/swift\",\"max_tokens\":10,\"messages\":[{\"role\":"
                            + "\"user\",\"content\":\"Hello\"}]}"))
                .build());
    assertThat(anthropic.status()).isEqualTo(429);
    assertThat(anthropic.json().at("/error/type").stringValue("")).isEqualTo("rate_limit_error");
    assertThat(anthropic.header("anthropic-ratelimit-requests-limit")).isEqualTo("1");
    assertThat(anthropic.header("anthropic-ratelimit-requests-remaining")).isEqualTo("0");
    assertThat(anthropic.header("anthropic-ratelimit-requests-reset")).startsWith("20");
    put();
    Reply free = stage.post(ANSWER);
    assertThat(free.header("ratelimit")).isEmpty();
    assertThat(free.header("x-ratelimit-limit-requests")).isEmpty();
  }

  @Test
  void openais_sdk_sees_the_refusal_and_asks_again_once_it_may() throws Exception {
    put(requests(TEAM, 10));
    OpenAIClient client =
        OpenAIOkHttpClient.builder()
            .baseUrl(stage.rig.baseUrl())
            .apiKey(stage.rig.key())
            .maxRetries(2)
            .timeout(LONG)
            .build();
    try {
      // Its classes take longer to load than a busy machine has between two requests.
      assertThat(tokens(client)).isEqualTo(10);
      int answered = 1;
      while (stage.post(ANSWER).status() == 200) {
        answered++;
      }
      assertThat(answered).isGreaterThanOrEqualTo(10);
      assertThat(tokens(client)).isEqualTo(10);
      assertThat(stage.bill("cheap").records()).hasSize(answered + 1);
      // The one that ended the loop, and the SDK's first: it waited as long as it was told.
      assertThat(metric("tollgate_rate_limit_refused_total{")).isEqualTo(2);
    } finally {
      client.close();
    }
  }

  /** Asks for ten tokens. */
  private static long tokens(OpenAIClient client) {
    ChatCompletionCreateParams params =
        ChatCompletionCreateParams.builder()
            .model(SWIFT)
            .addUserMessage("Hello [[tokens:10]]")
            .build();
    return client.chat().completions().create(params).usage().get().completionTokens();
  }
}
