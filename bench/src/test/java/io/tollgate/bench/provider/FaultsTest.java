package io.tollgate.bench.provider;

import static io.tollgate.bench.provider.ProviderClient.JSON;
import static io.tollgate.bench.provider.ProviderClient.PATIENCE;
import static io.tollgate.bench.provider.ProviderClient.prompt;
import static io.tollgate.bench.provider.ProviderClient.streamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.bench.provider.ProviderClient.Streamed;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

class FaultsTest {

  private ProviderClient client;

  @BeforeEach
  void start() throws Exception {
    client = ProviderClient.of(SimulatedModel.instant("m"));
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
  }

  private Streamed stream(String fault) throws Exception {
    return client.stream(streamed(prompt("m", "[[tokens:10]] [[fault:" + fault + "]]"), true));
  }

  private HttpResponse<String> plain(String fault) throws Exception {
    return client.post(prompt("m", "[[tokens:10]] [[fault:" + fault + "]]").toString());
  }

  @ParameterizedTest
  @CsvSource({
    "status=400, 400, invalid_request_error, , ",
    "status=429, 429, requests, rate_limit_exceeded, 1",
    "status=429-rate;retry-after=7, 429, requests, rate_limit_exceeded, 7",
    "status=429-quota, 429, insufficient_quota, insufficient_quota, ",
    "status=500, 500, server_error, , ",
    "status=503;retry-after=2, 503, server_error, overloaded, 2",
    "status=529, 529, server_error, overloaded, ",
  })
  void a_status_comes_with_an_error_in_the_shape_of_openai_and_costs_nothing(
      String fault, int status, String type, String code, String retryAfter) throws Exception {
    HttpResponse<String> response = plain(fault);
    assertThat(response.statusCode()).isEqualTo(status);
    JsonNode error = JSON.readTree(response.body()).path("error");
    assertThat(error.path("type").stringValue()).isEqualTo(type);
    assertThat(error.path("code").stringValue(null)).isEqualTo(code);
    assertThat(response.headers().firstValue("retry-after").orElse(null)).isEqualTo(retryAfter);
    assertThat(client.outcome().ending()).isEqualTo(Ending.REFUSED);
    assertThat(client.outcome().status()).isEqualTo(status);
    assertThat(client.outcome().billPico()).isZero();
    assertThat(client.outcome().fault()).isEqualTo(fault);
  }

  @Test
  void a_fault_may_be_meant_for_one_model_or_provider_only() throws Exception {
    try (ProviderClient two =
        ProviderClient.of(SimulatedModel.instant("a"), SimulatedModel.instant("b"))) {
      for (String name : new String[] {"a", "sim/a"}) {
        String text = "[[fault@" + name + ":status=500]]";
        assertThat(two.post(prompt("a", text).toString()).statusCode()).isEqualTo(500);
        assertThat(two.post(prompt("b", text).toString()).statusCode()).isEqualTo(200);
      }
      String text = "[[fault@other:status=500]] [[fault@sim:status=503]]";
      assertThat(two.post(prompt("b", text).toString()).statusCode()).isEqualTo(503);
    }
  }

  @Test
  void a_reset_before_headers_breaks_the_connection_and_charges_the_input() {
    assertThatThrownBy(() -> plain("reset-before-headers")).isInstanceOf(IOException.class);
    assertThat(client.bill.records())
        .singleElement()
        .satisfies(seen -> assertThat(seen.endedOutcome().ending()).isEqualTo(Ending.BROKEN))
        .satisfies(seen -> assertThat(seen.endedOutcome().status()).isZero())
        .satisfies(seen -> assertThat(seen.endedOutcome().usage().completionTokens()).isZero())
        .satisfies(seen -> assertThat(seen.endedOutcome().billPico()).isPositive());
    assertThat(client.bill.peerCloses()).isEmpty();
  }

  @Test
  void a_reset_after_headers_leaves_a_status_and_nothing_else() throws Exception {
    Streamed streamed = stream("reset-after-headers");
    assertThat(streamed.status()).isEqualTo(200);
    assertThat(streamed.broken()).isTrue();
    assertThat(streamed.events()).isEmpty();
    assertThat(client.outcome().ending()).isEqualTo(Ending.BROKEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut-after", "close-after", "eof-after"})
  void a_stream_that_ends_early_delivers_its_events_and_bills_them(String kind) throws Exception {
    for (int events : new int[] {0, 1, 4, 10}) {
      Streamed streamed = stream(kind + "=" + events);
      assertThat(streamed.broken()).as(kind).isEqualTo(!kind.equals("eof-after"));
      assertThat(streamed.done()).isFalse();
      assertThat(streamed.chunks()).hasSize(1 + events);
      assertThat(client.outcome().ending()).isEqualTo(Ending.BROKEN);
      assertThat(client.outcome().usage().completionTokens()).isEqualTo(events);
      assertThat(client.outcome().usageReported()).isFalse();
    }
    assertThat(client.bill.peerCloses()).isEmpty();
  }

  @Test
  void a_cut_is_a_reset_and_a_close_is_not() throws Exception {
    assertThatThrownBy(() -> readRaw("cut-after=2")).isInstanceOf(SocketException.class);
    assertThatThrownBy(() -> readRaw("reset-before-headers")).isInstanceOf(SocketException.class);
    assertThat(readRaw("close-after=2")).contains("data: ").doesNotEndWith("0\r\n\r\n");
  }

  /** All that comes before the connection is closed in good order. */
  private String readRaw(String fault) throws IOException {
    String body = streamed(prompt("m", "[[fault:" + fault + "]]"), false).toString();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), client.provider.port())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      String head =
          "POST /v1/chat/completions HTTP/1.1\r\nhost: h\r\nauthorization: Bearer %s\r\n"
              .formatted(ProviderClient.KEY);
      String length = "content-length: " + body.length() + "\r\n\r\n";
      socket.getOutputStream().write((head + length + body).getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void an_answer_in_one_piece_breaks_in_the_middle() throws Exception {
    assertThatThrownBy(() -> plain("cut-after=3")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> plain("close-after=3")).isInstanceOf(IOException.class);
    HttpResponse<String> response = plain("eof-after=3");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThatThrownBy(() -> JSON.readTree(response.body())).isInstanceOf(JacksonException.class);
    assertThat(client.outcome().usage().completionTokens()).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stall-before-headers", "stall-after=2"})
  void a_stall_lasts_until_the_client_leaves_which_is_noted_within_a_second(String fault)
      throws Exception {
    Thread reader = Thread.ofVirtual().start(() -> readUntilBroken(fault));
    assertThat(client.bill.awaitSeen(1, PATIENCE)).isTrue();
    assertThat(client.bill.awaitAllEnded(1, Duration.ofMillis(150))).isFalse();
    long left = System.nanoTime();
    reader.interrupt();
    BillOutcome outcome = client.outcome();
    assertThat(outcome.ending()).isEqualTo(Ending.CLIENT_LEFT);
    assertThat(outcome.nanos() - left).isLessThan(TimeUnit.SECONDS.toNanos(1));
    assertThat(outcome.usage().completionTokens()).isEqualTo(fault.endsWith("2") ? 2 : 0);
    assertThat(client.bill.awaitPeerCloses(1, PATIENCE)).isTrue();
    assertThat(client.bill.peerCloses().getFirst().nanos())
        .isBetween(left, left + TimeUnit.SECONDS.toNanos(1));
    reader.join();
  }

  private void readUntilBroken(String fault) {
    try {
      stream(fault);
    } catch (Exception e) {
      // The interrupt, which closes the connection.
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void a_slow_answer_takes_that_long_for_each_event() throws Exception {
    long start = System.nanoTime();
    assertThat(stream("slow=20").done()).isTrue();
    assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(9 * 20));
    assertThat(JSON.readTree(plain("slow=5").body()).at("/usage/completion_tokens").intValue())
        .isEqualTo(10);
  }

  @Test
  void a_malformed_event_is_the_one_that_was_named() throws Exception {
    Streamed streamed = stream("malformed-event=3");
    assertThat(streamed.done()).isTrue();
    for (int i = 0; i < streamed.events().size() - 1; i++) {
      String data = streamed.events().get(i);
      if (i == 3) {
        assertThatThrownBy(() -> JSON.readTree(data)).isInstanceOf(JacksonException.class);
      } else {
        assertThat(JSON.readTree(data).path("choices").isArray()).isTrue();
      }
    }
    assertThatThrownBy(() -> JSON.readTree(plain("malformed-event=1").body()))
        .isInstanceOf(JacksonException.class);
  }

  @Test
  void a_huge_event_has_the_size_that_was_asked_for() throws Exception {
    Streamed streamed = stream("huge-event=3000001");
    assertThat(streamed.done()).isTrue();
    assertThat(streamed.chunks().get(1).at("/choices/0/delta/content").stringValue())
        .hasSize(3_000_001);
    assertThat(streamed.chunks()).hasSize(12 + 1);
    assertThat(plain("huge-event=100000").body()).hasSizeGreaterThan(100_000);
    assertThat(client.outcome().complete()).isTrue();
  }

  @Test
  void bytes_that_are_not_utf8_are_in_the_first_event() throws Exception {
    for (boolean stream : new boolean[] {true, false}) {
      var body = prompt("m", "[[fault:bad-utf8]]");
      byte[] bytes;
      try (InputStream in = client.open(stream ? streamed(body, false) : body).body()) {
        bytes = in.readAllBytes();
      }
      assertThatThrownBy(
              () -> StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes)))
          .isInstanceOf(MalformedInputException.class);
    }
  }

  @Test
  void a_page_an_empty_body_and_a_redirect_come_in_place_of_an_answer() throws Exception {
    HttpResponse<String> page = plain("html-200");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("content-type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
    HttpResponse<String> empty = plain("empty-200");
    assertThat(empty.statusCode()).isEqualTo(200);
    assertThat(empty.body()).isEmpty();
    HttpResponse<String> redirect = plain("redirect");
    assertThat(redirect.statusCode()).isEqualTo(302);
    assertThat(redirect.headers().firstValue("location")).isPresent();
    assertThat(client.bill.totalPico()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "no-usage, ''",
    "usage=negative, -11",
    "usage=huge, 1000000000000000000",
    "usage=string, '\"10\"'",
    "usage=float, 10.5",
    "usage=null, ''",
  })
  void a_false_usage_is_sent_and_the_true_one_billed(String fault, String completionTokens)
      throws Exception {
    JsonNode plain = JSON.readTree(plain(fault).body());
    JsonNode last = stream(fault).chunks().getLast();
    for (JsonNode answer : new JsonNode[] {plain, last}) {
      assertThat(answer.at("/usage/completion_tokens").toString()).isEqualTo(completionTokens);
    }
    assertThat(plain.has("usage")).isEqualTo(!fault.equals("no-usage"));
    assertThat(last.path("choices").isEmpty()).isEqualTo(!fault.equals("no-usage"));
    assertThat(client.outcome().usage().completionTokens()).isEqualTo(10);
    assertThat(client.outcome().usageReported()).isFalse();
    assertThat(client.outcome().complete()).isTrue();
  }
}
