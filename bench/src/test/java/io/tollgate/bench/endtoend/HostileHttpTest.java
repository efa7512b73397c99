package io.tollgate.bench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes on the wire that are meant for another parser, another path or another protocol. */
class HostileHttpTest {

  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  @TempDir private static Path folder;
  private static Stage stage;

  @BeforeAll
  static void start() throws Exception {
    stage = Stage.start(folder);
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  @AfterEach
  void good_clients_are_served() throws Exception {
    assertThat(stage.post(Stage.chat("auto", "Hello [[tokens:1]]")).status()).isEqualTo(200);
  }

  /** An HTTP/2 frame on stream 1. */
  private static String frame(int type, int flags, int length) {
    char[] bytes = new char[9 + length];
    bytes[1] = (char) (length >> 8);
    bytes[2] = (char) (length & 0xff);
    bytes[3] = (char) type;
    bytes[4] = (char) flags;
    bytes[8] = 1;
    return new String(bytes);
  }

  private static int count(String text, String part) {
    return (int) Pattern.compile(Pattern.quote(part)).matcher(text).results().count();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "settings", "rapid reset", "continuation flood"})
  void row_50_http_2_is_refused_at_its_first_line(String attack) throws Exception {
    int before = stage.seenUpstream();
    String frames =
        switch (attack) {
          case "settings" -> frame(4, 0, 0);
          case "rapid reset" -> (frame(1, 0x5, 16) + frame(3, 0, 4)).repeat(20_000);
          case "continuation flood" -> frame(1, 0, 16) + frame(9, 0, 0).repeat(50_000);
          default -> "";
        };
    try (RawClient client = RawClient.connect(stage.rig.dataPort())) {
      long start = System.nanoTime();
      try {
        client.send(PREFACE + frames);
      } catch (java.net.SocketException e) {
        // Refused before all of it was sent.
      }
      String answer = client.readToEnd();
      assertThat((System.nanoTime() - start) / 1_000_000).as("milliseconds").isLessThan(5_000);
      assertThat(count(answer, "HTTP/1.1 ")).as("answers: " + answer).isLessThanOrEqualTo(1);
      assertThat(answer).doesNotContain(" 200 ").doesNotContain(" 101 ");
    }
    assertThat(stage.seenUpstream()).isEqualTo(before);
  }

  @Test
  void row_50_an_upgrade_to_http_2_is_not_taken_up() throws Exception {
    String body = Stage.chat("auto", "Hello [[tokens:1]]");
    try (RawClient client = RawClient.connect(stage.rig.dataPort())) {
      String answer =
          client
              .send(
                  RawClient.head(stage, "POST /v1/chat/completions")
                      + "connection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\n"
                      + "http2-settings: AAMAAABkAARAAAAAAAIAAAAA\r\ncontent-length: "
                      + body.length()
                      + "\r\n\r\n"
                      + body)
              .await("\"usage\"")
              .send(PREFACE + frame(4, 0, 0))
              .readToEnd();
      assertThat(answer).startsWith("HTTP/1.1 200").doesNotContain(" 101 ");
      assertThat(answer).contains("HTTP/1.1 400").contains("invalid_http");
    }
  }

  @Test
  void row_48_two_requests_sent_at_once_are_two_requests() throws Exception {
    int before = stage.seenUpstream();
    String first = Stage.chat("auto", "First [[tokens:1]]");
    String second = Stage.chat("auto", "Second [[tokens:1]]", "\"user\":\"second\"");
    try (RawClient client = RawClient.connect(stage.rig.dataPort())) {
      String both =
          RawClient.head(stage, "POST /v1/chat/completions", first)
              + first
              + RawClient.head(stage, "POST /v1/chat/completions")
              + "connection: close\r\ncontent-length: "
              + second.length()
              + "\r\n\r\n"
              + second;
      assertThat(count(client.send(both).readToEnd(), "HTTP/1.1 200")).isEqualTo(2);
    }
    assertThat(stage.seenUpstream()).isEqualTo(before + 2);
  }

  @Test
  void row_48_trailers_and_chunk_extensions_mean_nothing() throws Exception {
    String body = Stage.chat("auto", "Hello [[tokens:1]]");
    int before = stage.seenUpstream();
    try (RawClient client = RawClient.connect(stage.rig.dataPort())) {
      String answer =
          client
              .send(
                  RawClient.head(stage, "POST /v1/chat/completions")
                      + "connection: close\r\ntransfer-encoding: chunked\r\n\r\n"
                      + Integer.toHexString(body.length())
                      + ";content-length=5\r\n"
                      + body
                      + "\r\n0\r\ncontent-length: 5\r\nauthorization: Bearer x\r\n\r\n")
              .readToEnd();
      assertThat(answer).startsWith("HTTP/1.1 200");
    }
    assertThat(stage.seenUpstream()).isEqualTo(before + 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET http://127.0.0.1:ADMIN/metrics",
        "GET http://127.0.0.1:ADMIN/admin/v1/spend",
        "GET //admin/v1/spend",
        "GET /admin/v1/spend",
        "GET /admin/v1/exchanges",
        "GET /health/live",
        "GET /health/ready",
        "GET /./metrics",
        "GET /v1/../metrics",
        "GET /v1/%2e%2e/metrics",
        "GET /v1/models/..%2f..%2fmetrics",
        "GET /%6detrics",
        "GET /metrics.",
        "GET /METRICS",
        "GET /metrics;/v1/models",
        "GET /v1/models/../../metrics",
        "GET /v1/models?/metrics#/metrics",
        "GET *",
        "OPTIONS *",
        "CONNECT 127.0.0.1:ADMIN",
        "TRACE /v1/models",
        "GET metrics",
        "GET \\metrics"
      })
  void row_49_no_path_and_no_host_leads_to_the_admin_plane(String methodAndPath) throws Exception {
    String admin = Integer.toString(stage.rig.adminPort());
    try (RawClient client = RawClient.connect(stage.rig.dataPort())) {
      String answer =
          client
              .send(
                  methodAndPath.replace("ADMIN", admin)
                      + " HTTP/1.1\r\nhost: 127.0.0.1:"
                      + admin
                      + "\r\nx-original-url: /metrics\r\nx-rewrite-url: /metrics\r\n"
                      + "x-forwarded-host: 127.0.0.1:"
                      + admin
                      + "\r\nx-forwarded-prefix: /admin\r\nauthorization: Bearer "
                      + stage.rig.key()
                      + "\r\nconnection: close\r\n\r\n")
              .readToEnd();
      assertThat(answer)
          .doesNotContain("tollgate_")
          .doesNotContain("by_deployment")
          .doesNotContain("\"status\":\"");
      if (!methodAndPath.contains("/v1/models?")) {
        assertThat(answer).containsPattern("^HTTP/1\\.[01] 40[045] ");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "host: a\r\nhost: b\r\n"})
  void row_49_a_request_has_one_host(String hosts) throws Exception {
    try (RawClient client = RawClient.connect(stage.rig.dataPort())) {
      String answer =
          client
              .send(
                  "GET /v1/models HTTP/1.1\r\n"
                      + hosts
                      + "authorization: Bearer "
                      + stage.rig.key()
                      + "\r\n\r\n")
              .readToEnd();
      assertThat(answer).startsWith("HTTP/1.1 400").contains("invalid_http");
    }
  }

  @Test
  void row_47_a_compressed_bomb_is_refused_before_its_body_is_read() throws Exception {
    try (RawClient client = RawClient.connect(stage.rig.dataPort())) {
      client.send(
          RawClient.head(stage, "POST /v1/chat/completions")
              + "content-encoding: gzip\r\ncontent-length: "
              + (10 << 20)
              + "\r\n\r\n");
      String answer = client.await("unsupported_encoding").text();
      assertThat(answer).startsWith("HTTP/1.1 415");
    }
  }
}
