package io.tollgate.bench.endtoend;

import static java.net.http.HttpRequest.BodyPublishers.ofByteArray;
import static java.net.http.HttpRequest.BodyPublishers.ofString;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.endtoend.ScriptedProvider.Received;
import io.tollgate.gateway.ledger.AttemptRow;
import io.tollgate.gateway.ledger.Entry.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Same dialect on both sides: what need not change is, byte for byte, what came. */
class PassThroughTest {

  /** Everything that a parser and a writer of JSON would have put in order. */
  private static final String ODD =
      " {\n\t\"messages\" : [ {\"role\":\"user\",\"content\":\"h\u00e9llo \ud83c\udf89 \\u00e9"
          + " \\ud83c\\udf89 \\/ \u2028 <b>\"} ,{\"content\":[{\"type\":\"text\",\"text\":\"\"}],"
          + "\"role\":\"assistant\"}],\r\n  \"x_unknown\": {\"model\":\"not this\",\"a\":[1,2.50,"
          + "1e3,-0.0, 12345678901234567890123],\"b\":null}, \"model\" :  \"scripted\\/exact\" ,"
          + "\"temperature\":0.70%s, \"seed\": 9007199254740993 } \n";

  private static final String PLAIN =
      " { \"id\":\"chatcmpl-1\", \"object\":\"chat.completion\",\n"
          + "\"created\" :1, \"model\":\"exact-2026\","
          + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"\u00fc"
          + " \ud83c\udf89 \\u00fc \\/\",\"annotations\":[]},\"finish_reason\":\"stop\"}],\"usage\""
          + " : {\"prompt_tokens\": 20"
          + " ,\"completion_tokens\":5,\"total_tokens\":25,\"x_joules\":1.50 <cost>} ,\"x_new\":["
          + " ]}\r\n";

  private static final String CONTENT =
      ": hello\r\n\r\n"
          + "id: 7\r\n"
          + "retry: 10\r\n"
          + "event: chunk\r\n"
          + "data:"
          + " {\"id\":\"c1\",\"model\":\"exact-2026\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"}}]}\r\n\r\n"
          + "data:{\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"gr\u00fc\u00df"
          + " \ud83c\udf89\"}}],\"x\":1.0}\n\n"
          + ": ping\n\n"
          + "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\\n\\ndata:"
          + " [DONE]\\n\\n\"}}]}\n\n"
          + "data: {\"id\":\"c1\",\n"
          + "data: \"choices\":[{\"index\":0,\"delta\":{\"content\":\"two lines\"}}]}\n\n"
          + "data:"
          + " {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";

  private static final String USAGE =
      "data: {\"id\":\"c1\",\"choices\":[],\"usage\":{\"prompt_tokens\":20,"
          + "\"completion_tokens\":5,\"total_tokens\":25%s}}\n\n";

  private static final String JSON_HEAD = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";

  private static final String DONE = "data: [DONE]\n\n";

  @TempDir private static Path folder;
  private static ScriptedProvider provider;
  private static Stage stage;

  @BeforeAll
  static void start() throws Exception {
    provider = new ScriptedProvider();
    stage =
        Stage.start(
            folder, Stage.CHEAPEST, "", config -> Stage.forgiving(provider.addTo(config, folder)));
  }

  @AfterAll
  static void stop() throws Exception {
    stage.close();
    provider.close();
  }

  private static Reply post(String body) throws Exception {
    return stage.send(
        stage
            .request("/v1/chat/completions")
            .POST(ofByteArray(body.getBytes(StandardCharsets.UTF_8)))
            .build());
  }

  private static String plain(String cost) {
    return PLAIN.replace("<cost>", cost);
  }

  @Test
  void a_plain_request_differs_in_the_models_name_only() throws Exception {
    provider.answerJson(plain(""));
    String body = ODD.formatted("");
    assertThat(post(body).status()).isEqualTo(200);
    assertThat(provider.take().body()).isEqualTo(body.replace("\"scripted\\/exact\"", "\"exact\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`, \"stream_options\" : null `|`, \"stream_options\" : {\"include_usage\":true} `",
        "`,\"stream_options\":{ }`|`,\"stream_options\":{\"include_usage\":true }`",
        "`,\"stream_options\":{ \"x\": 1}`|`,\"stream_options\":{\"include_usage\":true, \"x\":"
            + " 1}`",
        "`,\"stream_options\":{\"include_usage\" : false}`"
            + "|`,\"stream_options\":{\"include_usage\" : true}`",
        "`,\"stream_options\":{\"include_usage\":true } `"
            + "|`,\"stream_options\":{\"include_usage\":true } `"
      })
  void a_streamed_request_differs_in_the_wish_for_usage_too(String asked, String sent)
      throws Exception {
    assertThat(sentUpstream(",\"stream\" :true" + asked))
        .isEqualTo(
            ODD.formatted(",\"stream\" :true" + sent).replace("\"scripted\\/exact\"", "\"exact\""));
  }

  @Test
  void a_streamed_request_without_options_gets_them_behind_the_model() throws Exception {
    assertThat(sentUpstream(",\"stream\":true"))
        .isEqualTo(
            ODD.formatted(",\"stream\":true")
                .replace(
                    "\"scripted\\/exact\"",
                    "\"exact\",\"stream_options\":{\"include_usage\":true}"));
  }

  private static String sentUpstream(String members) throws Exception {
    provider.answerStream(CONTENT + USAGE.formatted("") + DONE, Integer.MAX_VALUE);
    assertThat(post(ODD.formatted(members)).status()).isEqualTo(200);
    return provider.take().body();
  }

  @Test
  void a_plain_answer_differs_in_its_cost_only() throws Exception {
    provider.answerJson(plain(""));
    Reply reply = post(Stage.chat(ScriptedProvider.MODEL, "Hello"));
    provider.take();
    AttemptRow row = stage.attempts(reply.requestId()).getFirst();
    String cost = Stage.amount(row).toPlainDollars();
    assertThat(cost).isEqualTo("0.00007");
    assertThat(row.servedModel()).isEqualTo("exact-2026");
    assertThat(reply.body()).isEqualTo(plain(",\"cost\":" + cost));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 64, 1_000_000})
  void row_15_a_stream_differs_in_the_usage_that_was_not_asked_for_however_it_is_cut(int pieceBytes)
      throws Exception {
    provider.answerStream(CONTENT + USAGE.formatted("") + DONE, pieceBytes);
    Reply reply = post(Stage.stream(ScriptedProvider.MODEL, "Hello"));
    provider.take();
    assertThat(reply.broken()).isFalse();
    assertThat(reply.body()).isEqualTo(CONTENT + DONE);
    AttemptRow row = stage.attempts(reply.requestId()).getFirst();
    assertThat(row.quality()).isEqualTo("provider_reported");
    assertThat(Stage.amount(row).toPlainDollars()).isEqualTo("0.00007");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1_000_000})
  void a_stream_whose_usage_was_asked_for_differs_in_its_cost_only(int pieceBytes)
      throws Exception {
    provider.answerStream(CONTENT + USAGE.formatted("") + DONE, pieceBytes);
    Reply reply =
        post(
            Stage.stream(
                ScriptedProvider.MODEL, "Hello", "\"stream_options\":{\"include_usage\":true}"));
    provider.take();
    assertThat(reply.body()).isEqualTo(CONTENT + USAGE.formatted(",\"cost\":0.00007") + DONE);
  }

  @Test
  void row_18_only_the_headers_that_belong_there_pass_in_either_direction() throws Exception {
    provider.answerWith(
        ("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nset-cookie: a=b\r\n"
                + "x-request-id: up-1\r\nx-ratelimit-remaining-tokens: 7\r\nserver: secret\r\n"
                + "x-tollgate-cost: 0\r\nconnection: close\r\n\r\n"
                + plain(""))
            .getBytes(StandardCharsets.UTF_8),
        Integer.MAX_VALUE);
    Reply reply =
        stage.send(
            stage
                .request("/v1/chat/completions")
                .header("cookie", "session=1")
                .header("x-api-key", "mine")
                .header("x-forwarded-for", "203.0.113.7")
                .header("openai-organization", "org-1")
                .header("x-tollgate-cost", "0")
                .header("accept-encoding", "gzip")
                .POST(
                    ofByteArray(
                        Stage.chat(ScriptedProvider.MODEL, "Hello")
                            .getBytes(StandardCharsets.UTF_8)))
                .build());
    assertThat(reply.header("x-tollgate-cost")).isEqualTo("0.00007");
    assertThat(reply.headers().map())
        .doesNotContainKeys("set-cookie", "x-ratelimit-remaining-tokens", "server");
    assertThat(reply.header("x-request-id")).isEqualTo(reply.requestId());
    assertThat(stage.attempts(reply.requestId()).getFirst().providerRequest()).isEqualTo("up-1");

    Received sent = provider.take();
    assertThat(sent.head()).startsWith("POST /base/v1/chat/completions HTTP/1.1\r\n");
    List<String> names =
        sent.head()
            .lines()
            .skip(1)
            .filter(line -> !line.isEmpty())
            .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT))
            .toList();
    assertThat(names)
        .containsExactlyInAnyOrder(
            "host",
            "content-type",
            "content-length",
            "accept-encoding",
            "user-agent",
            "x-client-request-id",
            "authorization");
    assertThat(sent.head())
        .contains("Bearer " + ScriptedProvider.KEY)
        .contains("x-client-request-id: " + reply.requestId() + "-1")
        .contains("accept-encoding: identity")
        .doesNotContain(stage.rig.key());
  }

  @Test
  void row_40_what_a_client_says_of_prices_in_headers_changes_nothing() throws Exception {
    Reply forged =
        stage.send(
            stage
                .request("/v1/chat/completions?api_base=http://127.0.0.1/")
                .header("x-tollgate-cost", "0")
                .header("x-tollgate-model", Stage.BRIGHT)
                .header("x-original-url", "/admin/v1/spend")
                .POST(ofString(Stage.chat("auto", "Hello [[tokens:3]]")))
                .build());
    Reply honest = stage.post(Stage.chat("auto", "Hello [[tokens:3]]"));
    assertThat(forged.header("x-tollgate-model")).isEqualTo(Stage.SWIFT);
    assertThat(forged.header("x-tollgate-cost")).isEqualTo(honest.header("x-tollgate-cost"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Two ways to say where the body ends, and no way to know which is meant.
        JSON_HEAD + "content-length: 3\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n",
        JSON_HEAD + "content-length: 3\r\ncontent-length: 5\r\n\r\n{}   ",
        JSON_HEAD + "content-encoding: gzip\r\ncontent-length: 2\r\n\r\n{}",
        "HTTP/9.9 200 OK\r\n\r\n",
        "nothing like HTTP at all\r\n\r\n",
        ""
      })
  void row_18_an_answer_that_is_not_proper_http_is_a_bad_gateway(String answer) throws Exception {
    provider.answerWith(answer.getBytes(StandardCharsets.ISO_8859_1), Integer.MAX_VALUE);
    Reply reply = post(Stage.chat(ScriptedProvider.MODEL, "Hello"));
    provider.take();
    assertThat(reply.status()).isEqualTo(502);
    assertThat(reply.error().path("type").stringValue()).isEqualTo("server_error");
    assertThat(Stage.amount(stage.attempts(reply.requestId()).getFirst()).pico()).isPositive();
  }

  @Test
  void what_a_provider_says_of_its_own_limits_is_not_told_to_clients() throws Exception {
    byte[] body = plain("").getBytes(StandardCharsets.UTF_8);
    String head =
        JSON_HEAD
            + "x-ratelimit-limit-requests: 1000\r\nx-ratelimit-remaining-requests: 900\r\n"
            + "anthropic-ratelimit-requests-remaining: 900\r\nratelimit: \"p\";r=900;t=1\r\n"
            + "ratelimit-policy: \"p\";q=1000\r\ncontent-length: "
            + body.length
            + "\r\n\r\n";
    provider.answerWith((head + plain("")).getBytes(StandardCharsets.UTF_8), Integer.MAX_VALUE);
    Reply reply = post(Stage.chat(ScriptedProvider.MODEL, "Hello"));
    provider.take();
    assertThat(reply.status()).isEqualTo(200);
    for (String name :
        List.of(
            "x-ratelimit-limit-requests",
            "x-ratelimit-remaining-requests",
            "anthropic-ratelimit-requests-remaining",
            "ratelimit",
            "ratelimit-policy")) {
      assertThat(reply.header(name)).as(name).isEmpty();
    }
  }

  @Test
  void row_18_a_megabyte_of_headers_is_a_bad_gateway() throws Exception {
    String head = JSON_HEAD + "x-large: " + "x".repeat(1 << 20) + "\r\n\r\n{}";
    provider.answerWith(head.getBytes(StandardCharsets.ISO_8859_1), Integer.MAX_VALUE);
    Reply reply = post(Stage.chat(ScriptedProvider.MODEL, "Hello"));
    provider.take();
    assertThat(reply.status()).isEqualTo(502);
  }

  private static final String ERROR =
      "data: {\"error\":{\"message\":\"CUDA out of memory\",\"type\":\"x\",\"code\":500}}\n\n";

  @Test
  void an_error_in_the_place_of_a_stream_is_an_error_status() throws Exception {
    provider.answerStream(ERROR + DONE, Integer.MAX_VALUE);
    Reply reply = post(Stage.stream(ScriptedProvider.MODEL, "Hello"));
    provider.take();
    assertThat(reply.status()).isEqualTo(502);
    assertThat(reply.error().path("message").stringValue()).contains("CUDA out of memory");
    assertThat(stage.attempts(reply.requestId()).getFirst().state()).isEqualTo("VOID");
  }

  @Test
  void an_error_in_the_place_of_a_plain_answer_is_an_error_status() throws Exception {
    provider.answerJson("{\"error\":{\"message\":\"no such thing\"}}");
    Reply reply = post(Stage.chat(ScriptedProvider.MODEL, "Hello"));
    provider.take();
    assertThat(reply.status()).isEqualTo(502);
    assertThat(reply.error().path("message").stringValue()).contains("no such thing");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1_000_000})
  void an_error_in_the_middle_is_passed_on_and_a_done_after_it_is_not(int pieceBytes)
      throws Exception {
    provider.answerStream(
        CONTENT.substring(0, CONTENT.indexOf(": ping")) + ERROR + DONE, pieceBytes);
    Reply reply = post(Stage.stream(ScriptedProvider.MODEL, "Hello"));
    provider.take();
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.broken()).isTrue();
    assertThat(reply.done()).isFalse();
    assertThat(reply.body()).startsWith(CONTENT.substring(0, CONTENT.indexOf(": ping")));
    assertThat(reply.error().path("message").stringValue()).contains("CUDA out of memory");
    // A number here breaks clients that were told it is a text.
    assertThat(reply.error().path("code").isString()).isTrue();
    AttemptRow row = stage.attempts(reply.requestId()).getFirst();
    assertThat(row.outcome()).isEqualTo(Outcome.TRUNCATED);
    assertThat(Stage.amount(row).pico()).isPositive();
  }
}
