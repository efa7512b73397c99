package io.tollgate.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.bedrock.SigV4;
import io.tollgate.adapters.dialect.ProviderRequest;
import io.tollgate.adapters.json.Segments;
import io.tollgate.adapters.openai.chat.UsageRule;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpstreamAuthenticationTest {

  private static final String ANSWER = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final RecordingListener listener = new RecordingListener();
  private RawServer server;

  @SuppressWarnings("NullAway.Init") // set before each test
  UpstreamAuthenticationTest() {}

  @BeforeEach
  void start() {
    server = RawServer.start(vertx, socket -> socket.write(ANSWER));
  }

  @AfterEach
  void stop() {
    server.close();
    vertx.close().await();
  }

  private void send(Authentication authentication, ProviderRequest request)
      throws InterruptedException {
    URI url = URI.create("http://127.0.0.1:" + server.port() + "/base");
    Provider provider =
        Provider.of("p", url, null, UsageRule.OPENAI).withAuthentication(authentication);
    Context loop = vertx.getOrCreateContext();
    loop.runOnContext(ignored ->
        new Upstreams(vertx, List.of(provider)).send("p", "req_1-1", request, false, listener));
    listener.over().await();
  }

  private static ProviderRequest request(Map<String, String> headers) {
    byte[] body = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    return new ProviderRequest(
        "/model/a%3Ab/converse?x=1", headers, Segments.of(body, 0, body.length));
  }

  @Test
  void a_token_goes_along_and_nothing_a_client_sent_takes_its_place()
      throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("token"), "tok");

    send(new Authentication.TokenFile(file), request(Map.of("authorization", "Bearer other")));

    assertThat(listener.steps()).containsExactly("head 200", "chunk", "ended");
    assertThat(server.requests())
        .singleElement()
        .asString()
        .startsWith("POST /base/model/a%3Ab/converse?x=1 HTTP/1.1\r\n")
        .containsIgnoringCase("authorization: Bearer tok\r\n")
        .doesNotContain("other");
  }

  @Test
  void without_a_token_nothing_is_sent() throws InterruptedException {
    send(new Authentication.TokenFile(folder.resolve("none")), request(Map.of()));

    assertThat(listener.steps()).containsExactly("failed UNPROVABLE");
    assertThat(listener.message()).startsWith("no token: the file ");
    assertThat(server.connections()).isZero();
  }

  @Test
  void a_program_that_takes_too_long_is_no_token() throws InterruptedException {
    send(
        new Authentication.TokenCommand(List.of("sleep", "30"), Duration.ofMillis(100)),
        request(Map.of()));

    assertThat(listener.steps()).containsExactly("failed UNPROVABLE");
  }

  @Test
  void aws_can_check_the_signature_by_what_it_received() throws InterruptedException {
    send(
        new Authentication.SigV4(
            "AKIA1", new Secret("wJalr"), new Secret("session"), "eu-central-1", "bedrock"),
        request(Map.of()));

    String received = server.requests().getFirst();
    Instant time =
        DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
            .withZone(ZoneOffset.UTC)
            .parse(header(received, "x-amz-date"), Instant::from);
    Map<String, String> expected =
        new SigV4("AKIA1", "wJalr", "session", "eu-central-1", "bedrock")
            .sign(
                "POST",
                header(received, "host"),
                "/base/model/a%3Ab/converse",
                "x=1",
                Map.of(),
                SigV4.sha256(
                    received
                        .substring(received.indexOf("\r\n\r\n") + 4)
                        .getBytes(StandardCharsets.UTF_8)),
                time);
    assertThat(header(received, "authorization")).isEqualTo(expected.get("Authorization"));
    assertThat(header(received, "x-amz-security-token")).isEqualTo("session");
  }

  private static String header(String request, String name) {
    Matcher header =
        Pattern.compile("\r\n" + name + ": ([^\r]*)\r\n", Pattern.CASE_INSENSITIVE)
            .matcher(request);
    assertThat(header.find()).as(name).isTrue();
    return header.group(1);
  }
}
