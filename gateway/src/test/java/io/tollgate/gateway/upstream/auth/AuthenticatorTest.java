package io.tollgate.gateway.upstream.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.dialect.ProviderRequest;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.openai.chat.UsageRule;
import io.tollgate.gateway.upstream.Authentication;
import io.tollgate.gateway.upstream.Provider;
import io.tollgate.gateway.upstream.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class AuthenticatorTest {

  private static final ProviderRequest REQUEST =
      ProviderRequest.of("/x", "{}".getBytes(StandardCharsets.UTF_8));
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private TokenServer server;

  @SuppressWarnings("NullAway.Init") // set before each test
  AuthenticatorTest() {}

  @BeforeEach
  void start() throws IOException {
    server = new TokenServer();
  }

  @AfterEach
  void stop() {
    server.close();
    vertx.close().await();
  }

  private Authenticator authenticator(Authentication authentication) {
    Provider provider =
        Provider.of("p", URI.create("http://p.example"), null, UsageRule.OPENAI)
            .withAuthentication(authentication);
    return Authenticator.of(vertx, provider, provider.accounts().getFirst(), now::get);
  }

  private static Future<Map<CharSequence, CharSequence>> ask(Authenticator authenticator) {
    return authenticator.headers(REQUEST, "/x");
  }

  /** The value of the only header, by whatever name. */
  private static String said(Authenticator authenticator) {
    return value(await(ask(authenticator)));
  }

  private static String value(Map<CharSequence, CharSequence> headers) {
    assertThat(headers).hasSize(1);
    return headers.values().iterator().next().toString();
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  private static String failure(Authenticator authenticator) {
    Future<?> asked = ask(authenticator);
    asked
        .transform(ignored -> Future.succeededFuture())
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(20, TimeUnit.SECONDS)
        .join();
    assertThat(asked.failed()).as("it fails").isTrue();
    return String.valueOf(asked.cause().getMessage());
  }

  private void later(Duration passed) {
    now.updateAndGet(instant -> instant.plus(passed));
  }

  private Authentication credentials() {
    return new Authentication.ClientCredentials("c-1", new Secret("s&1"), server.url(), "scope/x");
  }

  /** Until a token that was got on another thread is there. */
  private static void awaitToken(Authenticator authenticator, String token) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!said(authenticator).equals("Bearer " + token)) {
      assertThat(System.nanoTime()).as(token + " comes").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @Test
  void a_key_is_at_hand_at_once_and_always_the_same_object() {
    Authenticator bearer = authenticator(new Authentication.Bearer(new Secret("k")));
    Authenticator header = authenticator(new Authentication.Header("x-key", new Secret("k")));

    assertThat(ask(bearer).result().toString()).isEqualTo("{authorization=Bearer k}");
    assertThat(ask(header).result().toString()).isEqualTo("{x-key=k}");
    assertThat(ask(authenticator(new Authentication.None())).result()).isEmpty();
    assertThat(ask(bearer)).isSameAs(ask(bearer));
  }

  @Test
  void a_service_account_gets_its_token_against_a_signed_statement() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair keys = generator.generateKeyPair();
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    server.sayToken("ya29.x", 3599);

    String said =
        said(
            authenticator(
                new Authentication.GoogleServiceAccount(
                    "bot@p", "k1", new Secret(pem), server.url(), "scope/x")));

    assertThat(said).isEqualTo("Bearer ya29.x");
    Map<String, String> form = server.forms().getFirst();
    assertThat(form)
        .containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer")
        .hasSize(2);
    String[] parts = String.valueOf(form.get("assertion")).split("\\.", -1);
    assertThat(json(parts[0]).toString())
        .isEqualTo("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k1\"}");
    JsonNode claims = json(parts[1]);
    assertThat(claims.get("iss").stringValue()).isEqualTo("bot@p");
    assertThat(claims.get("aud").stringValue()).isEqualTo(server.url().toString());
    assertThat(claims.get("scope").stringValue()).isEqualTo("scope/x");
    assertThat(claims.get("iat").longValue()).isEqualTo(NOON.getEpochSecond());
    assertThat(claims.get("exp").longValue()).isEqualTo(NOON.getEpochSecond() + 3600);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(keys.getPublic());
    signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
    assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
  }

  private static JsonNode json(String part) {
    return JsonDocument.read(
        new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
  }

  @Test
  void other_tokens_are_asked_for_as_oauth_wants_it() {
    server.sayToken("t", 3600);

    said(authenticator(credentials()));
    said(
        authenticator(
            new Authentication.RefreshToken(
                "c-2", new Secret("s2"), new Secret("r2"), server.url())));

    assertThat(server.forms())
        .containsExactly(
            Map.of(
                "grant_type", "client_credentials",
                "client_id", "c-1",
                "client_secret", "s&1",
                "scope", "scope/x"),
            Map.of(
                "grant_type", "refresh_token",
                "client_id", "c-2",
                "client_secret", "s2",
                "refresh_token", "r2"));
  }

  @Test
  void one_token_serves_all_who_wait_and_all_who_come_after() {
    server.sayToken("t", 3600);
    server.hold();
    Authenticator one = authenticator(credentials());
    Authenticator sameProvider = authenticator(credentials());
    List<Future<Map<CharSequence, CharSequence>>> waiting = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      waiting.add(ask(i % 2 == 0 ? one : sameProvider));
    }
    assertThat(waiting).noneMatch(Future::isComplete);
    server.go();

    assertThat(waiting).allSatisfy(w -> assertThat(value(await(w))).isEqualTo("Bearer t"));
    assertThat(ask(one)).isSameAs(ask(sameProvider));
    assertThat(server.forms()).hasSize(1);
  }

  @Test
  void a_token_is_got_anew_before_it_ends_and_nobody_waits_for_that() {
    Authenticator authenticator = authenticator(credentials());
    server.sayToken("one", 3600);
    assertThat(said(authenticator)).isEqualTo("Bearer one");
    server.sayToken("two", 3600);
    later(Duration.ofMinutes(54));
    assertThat(said(authenticator)).isEqualTo("Bearer one");
    assertThat(server.forms()).hasSize(1);

    server.hold();
    later(Duration.ofMinutes(2));
    assertThat(ask(authenticator).isComplete()).as("the present one is still good").isTrue();
    assertThat(said(authenticator)).isEqualTo("Bearer one");
    server.go();

    awaitToken(authenticator, "two");
    assertThat(server.forms()).hasSize(2);
  }

  @Test
  void a_token_that_has_ended_is_not_sent() {
    Authenticator authenticator = authenticator(credentials());
    server.sayToken("one", 3600);
    said(authenticator);
    server.say(503, "down");

    later(Duration.ofMinutes(60).minusSeconds(20));

    assertThat(failure(authenticator)).isEqualTo("no token: 127.0.0.1 answered 503");
  }

  @Test
  void a_refusal_is_repeated_without_secrets_and_without_asking_again_at_once() {
    Authenticator authenticator = authenticator(credentials());
    server.say(
        401,
        "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215:\\r\\nInvalid"
            + " secret\"}");

    assertThat(failure(authenticator))
        .isEqualTo(
            "no token: 127.0.0.1 answered 401: invalid_client AADSTS7000215: Invalid secret");
    assertThat(failure(authenticator)).contains("invalid_client");
    assertThat(server.forms()).hasSize(1);

    server.sayToken("t", 3600);
    later(Duration.ofSeconds(3));
    assertThat(said(authenticator)).isEqualTo("Bearer t");
  }

  @Test
  void what_is_no_token_is_not_sent() {
    Authenticator authenticator = authenticator(credentials());
    for (String body :
        List.of(
            "",
            "{",
            "{}",
            "{\"access_token\":7}",
            "{\"access_token\":\"\"}",
            "{\"access_token\":\"a\\r\\nx: y\"}",
            "{\"access_token\":\"" + "x".repeat(70_000) + "\"}")) {
      server.say(200, body);
      assertThat(failure(authenticator)).as(body).startsWith("no token: ");
      later(Duration.ofSeconds(3));
    }
  }

  @Test
  void an_endpoint_that_is_not_there_is_said_to_be() {
    server.close();

    assertThat(failure(authenticator(credentials()))).startsWith("no token: 127.0.0.1: ");
  }

  @Test
  void a_token_in_a_file_is_read_again_when_it_changes() throws IOException {
    Path file = folder.resolve("token");
    Authenticator authenticator = authenticator(new Authentication.TokenFile(file));
    assertThat(failure(authenticator)).isEqualTo("no token: the file " + file + " cannot be read");
    later(Duration.ofSeconds(3));
    Files.writeString(file, "one\n");
    assertThat(said(authenticator)).isEqualTo("Bearer one");

    Files.writeString(file, "two");
    assertThat(said(authenticator)).as("looked at once a second").isEqualTo("Bearer one");
    later(Duration.ofSeconds(2));
    awaitToken(authenticator, "two");

    Files.delete(file);
    later(Duration.ofSeconds(2));
    assertThat(said(authenticator)).as("sent until it ends").isEqualTo("Bearer two");
    later(Duration.ofHours(2));
    assertThat(failure(authenticator)).startsWith("no token: ");
  }

  @Test
  void a_web_token_in_a_file_is_sent_until_it_says_it_ends() throws IOException {
    Path file = folder.resolve("token");
    String claims = "{\"exp\":" + NOON.plusSeconds(600).getEpochSecond() + "}";
    String token =
        "h."
            + Base64.getUrlEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
            + ".s";
    Files.writeString(file, token);
    Authenticator authenticator = authenticator(new Authentication.TokenFile(file));
    assertThat(said(authenticator)).isEqualTo("Bearer " + token);

    later(Duration.ofSeconds(601));

    assertThat(failure(authenticator)).contains("ended at 2026-11-21T12:10:00Z");
  }

  private Authenticator command(Duration timeout, String script) {
    return authenticator(
        new Authentication.TokenCommand(List.of("/bin/sh", "-c", script), timeout));
  }

  @Test
  void a_program_prints_a_token_by_itself_or_in_json() {
    Duration patience = Duration.ofSeconds(20);
    long end = NOON.plusSeconds(1000).getEpochSecond();

    assertThat(said(command(patience, "echo tok"))).isEqualTo("Bearer tok");
    assertThat(
            said(
                command(
                    patience,
                    "echo '{\"accessToken\":\"az\",\"expiresOn\":\"2026-11-21 13:00:00.0\","
                        + "\"expires_on\":"
                        + end
                        + "}'")))
        .isEqualTo("Bearer az");
    assertThat(said(command(patience, "yes noise | head -c 200000 >&2; echo tok2")))
        .isEqualTo("Bearer tok2");
  }

  @Test
  void a_program_that_fails_is_named_with_what_it_said() {
    Duration patience = Duration.ofSeconds(20);

    assertThat(failure(command(patience, "echo 'Please run az login' >&2; exit 3")))
        .isEqualTo("no token: /bin/sh ended with 3: Please run az login");
    assertThat(failure(command(patience, "exit 0"))).isEqualTo("no token: /bin/sh printed nothing");
    assertThat(failure(command(Duration.ofMillis(200), "exec sleep 60")))
        .isEqualTo("no token: /bin/sh took longer than 200 ms");
    // Where nobody reads yet when the program ends, the JDK takes its output for complete.
    assertThat(failure(command(Duration.ofMillis(400), "sleep 5 & exit 0")))
        .isIn("no token: the output of /bin/sh does not end", "no token: /bin/sh printed nothing");
    assertThat(
            failure(
                authenticator(
                    new Authentication.TokenCommand(
                        List.of(folder.resolve("none").toString()), patience))))
        .contains("none");
  }

  @Test
  void an_event_loop_goes_on_while_a_token_is_got() {
    server.hold();
    server.sayToken("t", 60);
    Authenticator authenticator = authenticator(credentials());
    List<String> order = new ArrayList<>();

    Future<String> done =
        Future.future(promise ->
            vertx.runOnContext(ignored -> {
              ask(authenticator)
                  .onComplete(headers -> {
                    order.add("token");
                    promise.complete(Thread.currentThread().getName());
                  });
              vertx.runOnContext(next -> {
                order.add("other work");
                server.go();
              });
            }));

    assertThat(await(done)).as("told on the loop that asked").contains("eventloop");
    assertThat(order).containsExactly("other work", "token");
  }
}
