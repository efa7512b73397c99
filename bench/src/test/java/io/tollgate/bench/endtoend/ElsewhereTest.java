package io.tollgate.bench.endtoend;

import static io.tollgate.bench.endtoend.Stage.BRIGHT;
import static io.tollgate.bench.endtoend.Stage.SWIFT;
import static java.net.http.HttpRequest.BodyPublishers.ofString;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.provider.FaultyAddresses;
import io.tollgate.gateway.ledger.AttemptRow;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients and providers that would have the gateway connect to somebody else: a canary listens
 * there, and hears nothing.
 */
class ElsewhereTest {

  /** Names of this machine, as filters for addresses have overlooked them. */
  private static final List<String> HERE =
      List.of(
          "127.0.0.1",
          "localhost",
          "0.0.0.0",
          "127.1",
          "2130706433",
          "0x7f000001",
          "0177.0.0.1",
          "[::1]",
          "[::ffff:127.0.0.1]",
          "user@127.0.0.1");

  @TempDir private static Path folder;
  private static FaultyAddresses addresses;
  private static URI canary;
  private static Stage stage;

  @BeforeAll
  static void start() throws Exception {
    addresses = new FaultyAddresses();
    canary = addresses.canary();
    stage = Stage.start(folder, Stage.CHEAPEST, "", Stage::forgiving);
  }

  @AfterAll
  static void stop() throws Exception {
    stage.close();
    addresses.close();
  }

  @AfterEach
  void the_canary_has_heard_nothing() {
    assertThat(addresses.accepted()).as("connections to the canary").isZero();
  }

  /** The canary's URL under each of its names. */
  private static List<String> urls() {
    return HERE.stream().map(host -> "http://" + host + ":" + canary.getPort() + "/v1").toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void row_19_a_redirect_is_not_followed_and_the_next_deployment_answers(int status)
      throws Exception {
    for (String url : urls()) {
      String prompt = "Hello [[fault@cheap:redirect=" + status + ";" + url + "]]";
      Reply reply = stage.post(Stage.stream("auto", prompt));
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("x-tollgate-model")).isEqualTo(BRIGHT);
      assertThat(stage.attempts(reply.requestId()))
          .extracting(AttemptRow::state)
          .containsExactly("VOID", "SETTLE");
    }
  }

  @Test
  void row_19_a_redirect_of_all_providers_is_an_error_that_does_not_name_the_place()
      throws Exception {
    Reply reply =
        stage.post(Stage.chat("auto", "Hello [[fault:redirect=307;" + canary + "/secret]]"));
    assertThat(reply.status()).isEqualTo(502);
    assertThat(reply.headers().firstValue("location")).isEmpty();
    assertThat(reply.body()).doesNotContain("secret", "" + canary.getPort());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api_base",
        "base_url",
        "api_key",
        "custom_llm_provider",
      })
  void row_57_an_address_or_a_key_in_the_body_is_refused_and_sent_to_nobody(String field)
      throws Exception {
    long seen = stage.seenUpstream();
    for (String url : urls()) {
      Reply reply = stage.post(Stage.chat(SWIFT, "Hello", "\"" + field + "\":\"" + url + "\""));
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.error().path("message").stringValue()).contains(field);
    }
    assertThat(stage.seenUpstream()).isEqualTo(seen);
  }

  @ParameterizedTest
  @CsvSource({
    "x-api-base",
    "x-base-url",
    "x-portkey-custom-host",
    "x-litellm-api-base",
    "helicone-target-url",
    "x-forwarded-host",
    "x-original-url",
    "x-rewrite-url",
    "forwarded",
    "referer",
    "webhook-url"
  })
  void row_57_an_address_in_a_header_has_no_effect(String header) throws Exception {
    for (String url : urls()) {
      String value = header.equals("forwarded") ? "host=" + url.substring(7) : url;
      Reply reply =
          stage.send(
              stage
                  .request("/v1/chat/completions")
                  .header(header, value)
                  .POST(ofString(Stage.chat("auto", "Hello [[tokens:3]]")))
                  .build());
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("x-tollgate-model")).isEqualTo(SWIFT);
    }
  }

  @Test
  void row_57_a_model_named_like_an_address_is_no_model() throws Exception {
    for (String url : urls()) {
      Reply reply = stage.post(Stage.chat(url, "Hello"));
      assertThat(reply.status()).isIn(400, 404);
    }
  }

  @Test
  void row_57_the_host_and_the_target_of_a_request_do_not_say_where_it_is_sent() throws Exception {
    String body = Stage.chat("auto", "Hello [[tokens:3]]");
    for (String url : urls()) {
      String host = url.substring("http://".length(), url.length() - "/v1".length());
      for (String target : List.of("/v1/chat/completions", url + "/chat/completions")) {
        try (RawClient client = RawClient.connect(stage.rig.dataPort())) {
          String head =
              RawClient.head(stage, "POST " + target, body).replace("gateway\r\n", host + "\r\n");
          String answer =
              client
                  .send(head.replace("\r\n\r\n", "\r\nconnection: close\r\n\r\n") + body)
                  .readToEnd();
          assertThat(answer).matches("(?s)HTTP/1\\.1 (200|400|404) .*");
        }
      }
    }
  }

  @Test
  void row_57_what_a_message_refers_to_is_not_fetched() throws Exception {
    for (String url : urls()) {
      Reply reply =
          stage.post(
              """
              {"model":"auto","messages":[{"role":"user","content":[
                {"type":"text","text":"Hello [[tokens:3]]"},
                {"type":"image_url","image_url":{"url":"%s/x.png"}}]}]}
              """
                  .formatted(url));
      assertThat(reply.status()).isIn(200, 400, 422);
    }
  }
}
