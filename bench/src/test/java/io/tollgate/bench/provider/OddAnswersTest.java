package io.tollgate.bench.provider;

import static io.tollgate.bench.provider.ProviderClient.JSON;
import static io.tollgate.bench.provider.ProviderClient.PATIENCE;
import static io.tollgate.bench.provider.ProviderClient.prompt;
import static io.tollgate.bench.provider.ProviderClient.streamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.bench.provider.ProviderClient.Streamed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Answers that are odd, slow to come, or refused in one of many ways. */
class OddAnswersTest {

  private ProviderClient client;

  @BeforeEach
  void start() throws Exception {
    client = ProviderClient.of(SimulatedModel.instant("m"));
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
  }

  private static String asking(String fault) {
    return "[[tokens:10]] [[fault:" + fault + "]]";
  }

  private HttpResponse<String> plain(String fault) throws Exception {
    return client.post(prompt("m", asking(fault)).toString());
  }

  /** The bytes of a stream. */
  private String bytes(String fault) throws Exception {
    try (InputStream in = client.open(streamed(prompt("m", asking(fault)), true)).body()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Everything that comes over the connection, with one read to an element. */
  private List<byte[]> reads(String fault, boolean stream) throws IOException {
    var request = prompt("m", asking(fault));
    String body = (stream ? streamed(request, true) : request).toString();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), client.provider.port())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      String head =
          "POST /v1/chat/completions HTTP/1.1\r\nhost: h\r\nconnection: close\r\n"
              + "authorization: Bearer %s\r\ncontent-length: %d\r\n\r\n"
                  .formatted(ProviderClient.KEY, body.length());
      socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
      List<byte[]> reads = new ArrayList<>();
      byte[] piece = new byte[8192];
      for (int n = socket.getInputStream().read(piece);
          n >= 0;
          n = socket.getInputStream().read(piece)) {
        reads.add(Arrays.copyOf(piece, n));
      }
      return reads;
    }
  }

  private static String text(List<byte[]> reads) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    reads.forEach(bytes::writeBytes);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "429-slow_down, requests, slow_down",
    "429-credit_balance_exhausted, insufficient_quota, credit_balance_exhausted",
    "429-organization_spend_limit_exceeded, insufficient_quota,"
        + " organization_spend_limit_exceeded",
    "429-project_spend_limit_exceeded, insufficient_quota, project_spend_limit_exceeded",
    "429-organization_usage_limit_exceeded, insufficient_quota,"
        + " organization_usage_limit_exceeded",
    "429-enforced_spend_limit_reached, rate_limit_error,",
    "429-rate_limit_error, rate_limit_error,",
    "402-billing_error, billing_error,",
    "400-usage_limits, invalid_request_error,"
  })
  void a_limit_of_each_kind_is_told_in_its_providers_words(String fault, String type, String code)
      throws Exception {
    HttpResponse<String> response = plain("status=" + fault);
    assertThat(response.statusCode()).isEqualTo(Integer.parseInt(fault.substring(0, 3)));
    assertThat(response.headers().firstValue("retry-after")).isEmpty();
    JsonNode error = JSON.readTree(response.body()).path("error");
    assertThat(error.path("type").stringValue()).isEqualTo(type);
    assertThat(error.path("code").stringValue(null)).isEqualTo(code);
    assertThat(error.at("/details/error_code").stringValue(""))
        .isEqualTo(fault.contains("enforced") ? "enforced_spend_limit_reached" : "");
    assertThat(client.outcome().billPico()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "retry-after=7, retry-after, 7",
    "retry-after-ms=1500, retry-after-ms, 1500",
    "retry-after-date=60, retry-after, '\\w{3}, \\d{1,2} \\w{3} \\d{4} [\\d:]{8} GMT'"
  })
  void how_long_to_wait_is_said_in_each_form(String wait, String header, String value)
      throws Exception {
    assertThat(plain("status=429-rate;" + wait).headers().firstValue(header))
        .hasValueSatisfying(said -> assertThat(said).matches(value));
  }

  @ParameterizedTest
  @CsvSource({"line-ends=crlf, '\r\n'", "line-ends=cr, '\r'"})
  void a_stream_has_the_line_ends_that_were_asked_for(String fault, String end) throws Exception {
    String stream = bytes(fault);
    assertThat(stream).endsWith("data: [DONE]" + end + end);
    assertThat(stream.replace(end, "")).doesNotContain("\r", "\n");
    assertThat(stream.split(end + end, -1))
        .hasSizeGreaterThan(3)
        .allMatch(event -> event.isEmpty() || event.startsWith("data: "));
  }

  @Test
  void a_byte_order_mark_and_comments_stand_before_events_that_stay_the_same() throws Exception {
    assertThat(bytes("bom")).startsWith("\ufeffdata: {");
    String commented = bytes("comments=2");
    assertThat(commented).startsWith(": keep-alive\n\n: keep-alive\n\n: inside\ndata: {");
    assertThat(commented.lines().filter(line -> line.equals(": inside")).count())
        .isEqualTo(commented.lines().filter(line -> line.startsWith("data: ")).count());
    assertThat(JSON.readTree(plain("comments=2").body()).path("choices").isArray()).isTrue();
  }

  @Test
  void characters_are_split_between_reads() throws Exception {
    List<byte[]> reads = reads("split-utf8", true);
    // The framing of the next write is in the middle of each character.
    assertThat(text(reads)).contains("\ufffd").doesNotContain("\u00fc", "\u20ac", "\ud83c\udf89");
    Streamed whole = client.stream(streamed(prompt("m", asking("split-utf8")), true));
    assertThat(whole.done()).isTrue();
    assertThat(whole.text()).contains("\ud83c\udf89");
    assertThat(client.outcome().usageReported()).isTrue();
    assertThat(
            JSON.readTree(plain("split-utf8").body()).at("/choices/0/message/content").asString())
        .contains("\ud83c\udf89");
  }

  @Test
  void a_drip_takes_its_time_and_is_whole_in_the_end() throws Exception {
    long start = System.nanoTime();
    String plain = plain("drip=2000").body();
    assertThat(System.nanoTime() - start)
        .isGreaterThan(TimeUnit.SECONDS.toNanos(1) * (plain.length() - 1) / 2000);
    assertThat(JSON.readTree(plain).at("/usage/completion_tokens").intValue()).isEqualTo(10);
    Streamed streamed = client.stream(streamed(prompt("m", asking("drip=8000")), true));
    assertThat(streamed.done()).isTrue();
    assertThat(client.outcome().complete()).isTrue();
  }

  @Test
  void nothing_but_comments_comes_before_the_answer() throws Exception {
    long start = System.nanoTime();
    String text = bytes("no-content=150");
    assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(150));
    assertThat(text).startsWith(": keep-alive\n\n: keep-alive\n\n").endsWith("data: [DONE]\n\n");
    assertThat(plain("no-content=60").body()).startsWith("\n").endsWith("}");
  }

  @Test
  void an_error_takes_the_place_of_an_event() throws Exception {
    Streamed third = client.stream(streamed(prompt("m", asking("error-event=3")), true));
    assertThat(third.done()).isTrue();
    assertThat(third.chunks()).hasSize(1 + 2 + 1);
    assertThat(third.chunks().getLast().at("/error/message").stringValue()).isNotBlank();
    assertThat(client.outcome().usage().completionTokens()).isEqualTo(2);
    Streamed first = client.stream(streamed(prompt("m", asking("error-event=1")), true));
    assertThat(first.chunks().getLast().has("error")).isTrue();
    assertThat(client.outcome().billPico()).isZero();
    HttpResponse<String> plain = plain("error-event=1");
    assertThat(plain.statusCode()).isEqualTo(200);
    assertThat(JSON.readTree(plain.body()).has("error")).isTrue();
  }

  @Test
  void the_end_of_a_stream_may_be_odd() throws Exception {
    assertThat(bytes("no-finish"))
        .doesNotContain("\"finish_reason\":\"stop\"")
        .endsWith("data: [DONE]\n\n");
    assertThat(bytes("done-twice")).endsWith("data: [DONE]\n\ndata: [DONE]\n\n");
    String early = bytes("usage=early");
    assertThat(early.indexOf("\"total_tokens\""))
        .isBetween(0, early.indexOf("\"content\":", early.indexOf("\"content\":") + 1));
    assertThat(early.lastIndexOf("\"total_tokens\"")).isEqualTo(early.indexOf("\"total_tokens\""));
    assertThat(client.outcome().usageReported()).isTrue();
    assertThat(plain("wrong-type").headers().firstValue("content-type"))
        .hasValue("text/plain; charset=utf-8");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_head_says_what_no_server_should_say(boolean stream) throws Exception {
    assertThat(text(reads("headers=set-cookie", stream))).contains("set-cookie: session=");
    assertThat(text(reads("headers=forged", stream))).contains("x-tollgate-cost: 0");
    assertThat(text(reads("headers=huge", stream))).hasSizeGreaterThan(1 << 20);
    assertThat(text(reads("headers=length-and-chunks", stream)))
        .contains("content-length: 3\r\ntransfer-encoding: chunked\r\n")
        .endsWith("\r\n0\r\n\r\n");
    assertThat(text(reads("headers=two-lengths", stream)).split("content-length", -1)).hasSize(3);
    assertThat(text(reads("headers=bare-cr", stream))).contains("a\rx-tollgate-cost: 0\r\n");
    assertThat(text(reads("headers=bare-lf", stream))).contains("a\nx-tollgate-cost: 0\r\n");
    assertThat(client.outcome().billPico()).isPositive();
    assertThat(client.bill.peerCloses()).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void a_redirect_goes_where_it_is_told_to() throws Exception {
    for (String url : List.of("http://127.0.0.1:9/x", "http://[::1]:9/x")) {
      HttpResponse<String> response = plain("redirect=307;" + url);
      assertThat(response.statusCode()).isEqualTo(307);
      assertThat(response.headers().firstValue("location")).hasValue(url);
    }
  }

  @Test
  void a_provider_that_is_broken_breaks_every_request_until_it_is_healed() throws Exception {
    String ordinary = prompt("m", "Hello").toString();
    String wanting = prompt("m", "[[fault:status=429]]").toString();
    client.provider.breakAll(Fault.parse("status=503"));
    assertThat(client.post(ordinary).statusCode()).isEqualTo(503);
    assertThat(client.post(wanting).statusCode()).isEqualTo(503);
    client.provider.heal();
    assertThat(client.post(ordinary).statusCode()).isEqualTo(200);
    assertThat(client.post(wanting).statusCode()).isEqualTo(429);
    assertThat(client.bill.seen()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no-such-fault",
        "drip=0",
        "status=429-no_such_reason",
        "status=503;wait=1",
        "redirect=elsewhere",
        "headers=none",
        "line-ends=lf",
        "malformed-event=0"
      })
  void a_fault_that_does_not_exist_is_refused(String fault) {
    assertThatThrownBy(() -> Fault.parse(fault)).isInstanceOf(IllegalArgumentException.class);
  }
}
