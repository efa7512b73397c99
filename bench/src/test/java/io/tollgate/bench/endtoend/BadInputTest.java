package io.tollgate.bench.endtoend;

import static java.net.http.HttpRequest.BodyPublishers.noBody;
import static java.net.http.HttpRequest.BodyPublishers.ofByteArray;
import static java.net.http.HttpRequest.BodyPublishers.ofInputStream;
import static java.net.http.HttpRequest.BodyPublishers.ofString;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.config.KeyFile;
import io.tollgate.gateway.keys.KeyText;
import io.tollgate.gateway.keys.VirtualKey;
import io.tollgate.gateway.ledger.LedgerReport;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Requests that are wrong: each gets a clear error, costs nothing and is sent to nobody. */
class BadInputTest {

  private static final int BODY_BYTES_MAX = 2_000_000;
  private static final String HELLO = "[{\"role\":\"user\",\"content\":\"Hello\"}]";

  @TempDir private static Path folder;
  private static Stage stage;
  private int seenBefore;

  @BeforeAll
  static void start() throws Exception {
    stage =
        Stage.start(
            folder,
            Stage.CHEAPEST,
            "limits: { body_bytes: " + BODY_BYTES_MAX + ", body_read: 500ms }\n",
            config -> config);
  }

  @AfterAll
  static void stop() {
    stage.close();
    try (LedgerReport report = LedgerReport.open(stage.ledger())) {
      assertThat(report.total().attempts()).as("attempts in the ledger").isZero();
      assertThat(report.standing().requestsOpen()).isZero();
    }
  }

  @BeforeEach
  void count() {
    seenBefore = stage.seenUpstream();
  }

  @AfterEach
  void nothing_was_forwarded() {
    assertThat(stage.seenUpstream()).isEqualTo(seenBefore);
  }

  private static JsonNode assertRefused(Reply reply, int status, String code) {
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.header("content-type")).startsWith("application/json");
    assertThat(reply.header("x-tollgate-error-source")).isEqualTo("gateway");
    assertThat(reply.requestId()).startsWith("req_");
    assertThat(reply.header("x-request-id")).isEqualTo(reply.requestId());
    JsonNode error = reply.error();
    assertThat(error.propertyNames()).containsExactlyInAnyOrder("message", "type", "param", "code");
    assertThat(error.path("code").stringValue()).isEqualTo(code);
    assertThat(error.path("message").stringValue()).isNotBlank().hasSizeLessThan(400);
    assertThat(error.path("type").stringValue()).isEqualTo("invalid_request_error");
    return error;
  }

  static Stream<Arguments> bodies() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    return Stream.of(
        body("nothing", "", "invalid_json", null),
        body("half", "{\"model\":\"auto\",\"messages\":", "invalid_json", null),
        body("text", "hello", "invalid_json", null),
        body("array", "[]", "invalid_type", null),
        body("trailing", Stage.chat("auto", "Hello") + "{}", "invalid_json", null),
        body("single quotes", "{'model':'auto'}", "invalid_json", null),
        body("comment", "/* */" + Stage.chat("auto", "Hello"), "invalid_json", null),
        body("nan", Stage.chat("auto", "Hello", "\"temperature\":NaN"), "invalid_json", null),
        body(
            "duplicate model",
            Stage.chat("auto", "Hello", "\"model\":\"" + Stage.BRIGHT + "\""),
            "duplicate_key",
            null),
        body(
            "duplicate deep in an unknown field",
            Stage.chat("auto", "Hello", "\"x\":{\"a\":{\"b\":1,\"b\":2}}"),
            "duplicate_key",
            null),
        body("deep", Stage.chat("auto", "Hello", "\"x\":" + deep), "json_limit_exceeded", null),
        body(
            "huge number",
            Stage.chat("auto", "Hello", "\"seed\":" + "9".repeat(1_000_000)),
            "json_limit_exceeded",
            null),
        body("no model", "{\"messages\":" + HELLO + "}", "missing_required_parameter", "model"),
        body("no messages", "{\"model\":\"auto\"}", "missing_required_parameter", "messages"),
        body("empty messages", "{\"model\":\"auto\",\"messages\":[]}", "empty_array", "messages"),
        body("model a number", "{\"model\":1,\"messages\":" + HELLO + "}", "invalid_type", "model"),
        body(
            "model of a megabyte",
            Stage.chat("x".repeat(1 << 20), "Hello"),
            "string_above_max_length",
            "model"),
        body(
            "a billion answers",
            Stage.chat("auto", "Hello", "\"n\":1000000000"),
            "integer_above_max_value",
            "n"),
        body("no answer", Stage.chat("auto", "Hello", "\"n\":0"), "integer_below_min_value", "n"),
        body(
            "absurd max_tokens",
            Stage.chat("auto", "Hello", "\"max_tokens\":2147483648"),
            "integer_above_max_value",
            "max_tokens"),
        body(
            "negative max_completion_tokens",
            Stage.chat("auto", "Hello", "\"max_completion_tokens\":-1"),
            "integer_below_min_value",
            "max_completion_tokens"),
        body(
            "more than anybody writes",
            Stage.chat("auto", "Hello", "\"max_tokens\":5000000"),
            "no_candidate",
            "model"),
        body(
            "stream a text",
            Stage.chat("auto", "Hello", "\"stream\":\"yes\""),
            "invalid_type",
            "stream"));
  }

  private static Arguments body(String name, String body, String code, @Nullable String param) {
    return Arguments.argumentSet(name, body, code, param);
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void row_40_a_wrong_body_is_a_bad_request(String body, String code, @Nullable String param)
      throws Exception {
    long start = System.nanoTime();
    JsonNode error = assertRefused(stage.post(body), 400, code);
    assertThat((System.nanoTime() - start) / 1_000_000).as("milliseconds").isLessThan(2_000);
    assertThat(error.path("param").stringValue(null)).isEqualTo(param);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api_base",
        "base_url",
        "api_key",
        "custom_llm_provider",
        "extra_headers",
        "input_cost_per_token",
        "output_cost_per_token",
        "Input_Cost_Per_Token",
        "cost",
        "usage"
      })
  void row_40_prices_and_addresses_are_not_for_the_client_to_set(String field) throws Exception {
    JsonNode error =
        assertRefused(
            stage.post(Stage.chat("auto", "Hello", "\"" + field + "\":\"http://127.0.0.1/\"")),
            400,
            "forbidden_parameter");
    assertThat(error.path("param").stringValue()).isEqualToIgnoringCase(field);
    // Escapes name the same field.
    String escaped = "\\u%04x%s".formatted((int) field.charAt(0), field.substring(1));
    assertRefused(
        stage.post(Stage.chat("auto", "Hello", "\"" + escaped + "\":0")),
        400,
        "forbidden_parameter");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpt-9",
        "auto/none",
        "Auto",
        "cheap",
        "../swift",
        "sw\\r\\nx-evil: 1",
        "%s%n",
        "' OR 1=1"
      })
  void an_unknown_model_is_not_found(String model) throws Exception {
    Reply reply = stage.post(Stage.chat(model, "Hello"));
    JsonNode error = assertRefused(reply, 404, "model_not_found");
    assertThat(error.path("param").stringValue()).isEqualTo("model");
    assertThat(reply.headers().map()).doesNotContainKey("x-evil");
  }

  @Test
  void bytes_that_are_not_utf8_are_a_bad_request() throws Exception {
    byte[] body = Stage.chat("auto", "Hell\u00f6").getBytes(StandardCharsets.ISO_8859_1);
    Reply reply = stage.send(stage.request("/v1/chat/completions").POST(ofByteArray(body)).build());
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error().path("message").stringValue()).contains("UTF-8");
    byte[] sixteen = Stage.chat("auto", "Hello").getBytes(StandardCharsets.UTF_16);
    assertThat(
            stage
                .send(stage.request("/v1/chat/completions").POST(ofByteArray(sixteen)).build())
                .status())
        .isEqualTo(400);
  }

  @Test
  void a_body_over_the_limit_is_too_large_whether_it_says_so_or_not() throws Exception {
    String body = Stage.chat("auto", "x".repeat(BODY_BYTES_MAX));
    assertRefused(stage.post(body), 413, "body_too_large");
    HttpRequest chunked =
        stage
            .request("/v1/chat/completions")
            .POST(
                ofInputStream(
                    () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
            .build();
    assertRefused(stage.send(chunked), 413, "body_too_large");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/plain", "application/xml", "multipart/form-data; boundary=x", "json"})
  void another_content_type_is_unsupported(String type) throws Exception {
    assertRefused(
        stage.send(
            stage
                .request("/v1/chat/completions")
                .setHeader("content-type", type)
                .POST(ofString(Stage.chat("auto", "Hello")))
                .build()),
        415,
        "unsupported_media_type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "br", "zstd", "deflate", "GZIP", "identity, gzip"})
  void row_47_an_encoded_body_is_unsupported_and_is_not_unpacked(String encoding) throws Exception {
    assertRefused(
        stage.send(
            stage
                .request("/v1/chat/completions")
                .header("content-encoding", encoding)
                .POST(ofString(Stage.chat("auto", "Hello")))
                .build()),
        415,
        "unsupported_encoding");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/chat/completions, 405",
    "PUT, /v1/chat/completions, 405",
    "DELETE, /v1/models, 405",
    "POST, /v1/models/auto, 405",
    "POST, /v1/moderations, 404",
    "POST, /v1/chat/completions/, 404",
    "POST, /v1//chat/completions, 404",
    "POST, /V1/chat/completions, 404",
    "POST, /v1/chat%2Fcompletions, 404",
    "POST, /v1/x/../chat/completions, 404",
    "POST, /v1/chat/completions;x=1, 404",
    "POST, /, 405",
    "GET, /metrics, 404",
    "GET, /admin/v1/spend, 404",
    "GET, /v1/models/%zz, 404"
  })
  void row_49_another_method_or_path_is_told_what_there_is(String method, String path, int status)
      throws Exception {
    try (RawClient client = RawClient.connect(stage.rig.dataPort())) {
      String body = Stage.chat("auto", "Hello");
      String answer =
          client
              .send(
                  RawClient.head(stage, method + " " + path)
                      + "connection: close\r\n"
                      + "content-length: "
                      + body.length()
                      + "\r\n\r\n"
                      + body)
              .readToEnd();
      assertThat(answer).startsWith("HTTP/1.1 " + status);
      assertThat(answer).contains("\"type\":\"invalid_request_error\"");
      assertThat(answer.contains("allow: ")).isEqualTo(status == 405);
    }
  }

  @Test
  void row_53_only_the_key_itself_opens_the_gate() throws Exception {
    String key = stage.rig.key();
    String digest = HexFormat.of().formatHex(KeyText.digest(key));
    String another = KeyText.generate(new SplittableRandom(99));
    List<String> wrong =
        List.of(
            "",
            "Bearer",
            "Bearer ",
            "Bearer x",
            "Basic " + key,
            key,
            "Bearer " + digest,
            "Bearer " + key.substring(0, key.length() - 1),
            "Bearer " + key + "0",
            "Bearer " + key.toUpperCase(java.util.Locale.ROOT),
            // The right public id, another secret, and a checksum that fits.
            "Bearer " + another,
            "Bearer tg_" + key.substring(3, 15) + "_" + digest.substring(0, 56),
            "Bearer ' OR 1=1 --",
            "Bearer " + "a".repeat(10_000));
    for (String authorization : wrong) {
      Reply reply =
          stage.send(
              stage
                  .request("/v1/chat/completions")
                  .setHeader("authorization", authorization)
                  .POST(ofString(Stage.chat("auto", "Hello")))
                  .build());
      assertRefused(reply, 401, "invalid_api_key");
      assertThat(reply.body()).doesNotContain(digest).doesNotContain(key);
      Reply models =
          stage.send(stage.request("/v1/models").setHeader("authorization", authorization).build());
      assertThat(models.status()).isEqualTo(401);
    }
  }

  @Test
  void row_53_a_revoked_key_stays_out_while_another_comes_in(@TempDir Path other) throws Exception {
    try (Stage own = Stage.start(other)) {
      String revoked = KeyText.generate(new SplittableRandom(5));
      String good = KeyText.generate(new SplittableRandom(6));
      KeyFile.write(
          other.resolve("keys.yaml"),
          List.of(virtualKey(revoked, "2026-01-01T00:00:00Z"), virtualKey(good, null)));
      Await.until("the good key is in force", () -> status(own, good) == 200);
      assertThat(status(own, revoked)).isEqualTo(401);
    }
  }

  private static VirtualKey virtualKey(String text, @Nullable String revokedAt) {
    return new VirtualKey(
        text.substring(3, 15), "test", HexFormat.of().formatHex(KeyText.digest(text)), revokedAt);
  }

  private static int status(Stage own, String key) {
    try {
      return own.send(own.request("/v1/models").setHeader("authorization", "Bearer " + key).build())
          .status();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void huge_headers_and_request_lines_are_refused() throws Exception {
    String large = "x".repeat(100_000);
    String post = RawClient.head(stage, "POST /v1/chat/completions");
    assertHeadRefused(post + "x-large: " + large, 431, "headers_too_large");
    assertHeadRefused(post + large + ": x", 431, "headers_too_large");
    String get = RawClient.head(stage, "GET /v1/models?" + large);
    assertHeadRefused(get.strip(), 414, "request_line_too_long");
  }

  private static void assertHeadRefused(String head, int status, String code) throws Exception {
    try (RawClient client = RawClient.connect(stage.rig.dataPort())) {
      String answer = client.send(head + "\r\ncontent-length: 0\r\n\r\n").readToEnd();
      assertThat(answer).startsWith("HTTP/1.").contains(" " + status + " ");
      assertThat(answer).contains("{\"error\":{").contains("\"code\":\"" + code + "\"");
    }
  }

  @Test
  void row_24_a_body_that_does_not_come_is_given_up() throws Exception {
    try (RawClient client = RawClient.connect(stage.rig.dataPort())) {
      String answer =
          client
              .send(
                  RawClient.head(stage, "POST /v1/chat/completions")
                      + "content-length: 1000\r\n\r\n{\"model\":")
              .readToEnd();
      assertThat(answer).startsWith("HTTP/1.1 408").contains("body_too_slow");
    }
  }

  static Stream<Arguments> smuggling() {
    String good = Stage.chat("auto", "Hello [[tokens:1]]");
    String chunked = Integer.toHexString(good.length()) + "\r\n" + good + "\r\n0\r\n\r\n";
    String length = "content-length: " + good.length() + "\r\n";
    return Stream.of(
        Arguments.argumentSet("CL.TE", length + "transfer-encoding: chunked\r\n", chunked),
        Arguments.argumentSet(
            "TE.CL", "transfer-encoding: chunked\r\ncontent-length: 4\r\n", chunked),
        Arguments.argumentSet("two lengths", length + "content-length: 1\r\n", good),
        Arguments.argumentSet("two lengths in one", "content-length: 1, 2\r\n", good),
        Arguments.argumentSet("negative length", "content-length: -1\r\n", good),
        Arguments.argumentSet("signed length", "content-length: +" + good.length() + "\r\n", good),
        Arguments.argumentSet("hex length", "content-length: 0x10\r\n", good),
        Arguments.argumentSet(
            "length beyond long", "content-length: 99999999999999999999\r\n", good),
        Arguments.argumentSet(
            "space before colon", length + "transfer-encoding : chunked\r\n", good),
        Arguments.argumentSet("NUL in a value", length + "x-a: 1\0002\r\n", good),
        Arguments.argumentSet("equal lengths twice", length + length, good),
        Arguments.argumentSet("folded value", length + "x-a: 1\r\n 2\r\n", good),
        Arguments.argumentSet("folded value, tab", length + "x-a: 1\r\n\t2\r\n", good),
        Arguments.argumentSet(
            "folded length", "content-length:\r\n " + good.length() + "\r\n", good),
        Arguments.argumentSet(
            "TE in a fold", length + "x-a: 1\r\n transfer-encoding: chunked\r\n", good),
        Arguments.argumentSet("bare LF after a header", length + "x-a: 1\n", good),
        Arguments.argumentSet(
            "bare LF hides TE", length + "x-a: 1\ntransfer-encoding: chunked\r\n", good),
        Arguments.argumentSet(
            "bare CR in a value", length + "x-a: 1\rtransfer-encoding: chunked\r\n", good),
        Arguments.argumentSet("control byte in a name", length + "x\001a: 1\r\n", good),
        Arguments.argumentSet("control byte in a value", length + "x-a: \001\r\n", good),
        Arguments.argumentSet("space in a name", length + "x a: 1\r\n", good),
        Arguments.argumentSet("empty name", length + ": 1\r\n", good),
        Arguments.argumentSet(
            "TE twice", "transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n", chunked),
        Arguments.argumentSet(
            "TE: chunked, identity", "transfer-encoding: chunked, identity\r\n", chunked),
        Arguments.argumentSet(
            "TE after a vertical tab", "transfer-encoding: \013chunked\r\n", chunked),
        Arguments.argumentSet("two hosts", length + "host: other\r\n", good),
        Arguments.argumentSet("odd TE", "transfer-encoding: xchunked\r\n", chunked));
  }

  @ParameterizedTest
  @MethodSource("smuggling")
  void row_48_a_request_that_can_be_read_in_two_ways_is_refused_and_hides_nothing(
      String headers, String body) throws Exception {
    String hidden = Stage.chat("auto", "Smuggled [[tokens:1]]");
    try (RawClient client = RawClient.connect(stage.rig.dataPort())) {
      String answer =
          client
              .send(
                  RawClient.head(stage, "POST /v1/chat/completions")
                      + headers
                      + "\r\n"
                      + body
                      + RawClient.head(stage, "POST /v1/chat/completions", hidden)
                      + hidden)
              .readToEnd();
      assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain(" 200 ");
      assertThat(answer).contains("{\"error\":{").contains("\"code\":\"invalid_http\"");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zz\r\n",
        "-5\r\n",
        "0x5\r\n",
        "ffffffffffffffff5\r\n",
        "7fffffffffffffff\r\n",
        "5;x=\001\r\n",
        "5;x=1\n",
        "5\n"
      })
  void row_48_chunks_that_are_none_end_the_connection(String size) throws Exception {
    try (RawClient client = RawClient.connect(stage.rig.dataPort())) {
      String answer =
          client
              .send(
                  RawClient.head(stage, "POST /v1/chat/completions")
                      + "transfer-encoding: chunked\r\n\r\n"
                      + size
                      + Stage.chat("auto", "Hello"))
              .readToEnd();
      assertThat(answer).doesNotContain(" 200 ");
    }
  }

  @Test
  void row_48_http_1_0_with_chunks_is_refused() throws Exception {
    String body = Stage.chat("auto", "Hello [[tokens:1]]");
    try (RawClient client = RawClient.connect(stage.rig.dataPort())) {
      String answer =
          client
              .send(
                  RawClient.head(stage, "POST /v1/chat/completions").replace("HTTP/1.1", "HTTP/1.0")
                      + "transfer-encoding: chunked\r\n\r\n"
                      + Integer.toHexString(body.length())
                      + "\r\n"
                      + body
                      + "\r\n0\r\n\r\n")
              .readToEnd();
      assertThat(answer).doesNotContain(" 200 ");
    }
  }

  @Test
  void the_admin_plane_only_reads() throws Exception {
    assertThat(stage.admin("/nothing").status()).isEqualTo(404);
    HttpRequest post =
        HttpRequest.newBuilder(
                java.net.URI.create("http://127.0.0.1:" + stage.rig.adminPort() + "/metrics"))
            .method("DELETE", noBody())
            .build();
    assertThat(stage.send(post).status()).isEqualTo(405);
  }
}
