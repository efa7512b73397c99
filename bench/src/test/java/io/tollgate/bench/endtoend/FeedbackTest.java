package io.tollgate.bench.endtoend;

import static java.net.http.HttpRequest.BodyPublishers.ofString;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.config.KeyFile;
import io.tollgate.gateway.keys.KeyText;
import io.tollgate.gateway.keys.VirtualKey;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers say of their answers, over HTTP. */
class FeedbackTest {

  @TempDir private static Path folder;
  private static Stage stage;
  private static String otherKey;

  @BeforeAll
  static void start() throws Exception {
    stage = Stage.start(folder, Stage.CHEAPEST, "limits: { feedback: { ttl: 2h } }\n");
    otherKey = KeyText.generate(new SplittableRandom(77));
    KeyFile.write(
        folder.resolve("keys.yaml"),
        List.of(VirtualKey.of(stage.rig.key(), "first"), VirtualKey.of(otherKey, "second")));
    Await.until("the second key is in force", () -> status(otherKey) == 200);
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  private static int status(String key) {
    try {
      return stage
          .send(stage.request("/v1/models").setHeader("authorization", "Bearer " + key).build())
          .status();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static Reply say(String key, String body) throws Exception {
    HttpRequest request =
        stage
            .request("/v1/feedback")
            .setHeader("authorization", "Bearer " + key)
            .POST(ofString(body))
            .build();
    return stage.send(request);
  }

  private static Reply say(String body) throws Exception {
    return say(stage.rig.key(), body);
  }

  private static String answered() throws Exception {
    Reply reply = stage.post(Stage.chat("auto", "Hello"));
    assertThat(reply.status()).isEqualTo(200);
    return reply.requestId();
  }

  private static String score(String request, String score) {
    return "{\"request_id\":\"%s\",\"score\":%s}".formatted(request, score);
  }

  @Test
  void a_caller_says_how_good_an_answer_was_and_may_repeat_it() throws Exception {
    String request = answered();

    Reply first = say(score(request, "0.75"));
    assertThat(first.status()).isEqualTo(202);
    assertThat(first.json().path("object").stringValue()).isEqualTo("feedback");
    assertThat(first.json().path("request_id").stringValue()).isEqualTo(request);
    assertThat(first.json().path("score").asDouble()).isEqualTo(0.75);
    assertThat(say(score(request, "0.75")).status()).isEqualTo(202);

    Reply other = say(score(request, "0.5"));
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.error().path("code").stringValue()).isEqualTo("feedback_given");
    assertThat(other.header("x-should-retry")).isEqualTo("false");
    assertThat(stage.admin("/metrics").body())
        .contains("tollgate_feedback_total{kind=\"score\",result=\"repeated\"}");
  }

  @Test
  void a_request_of_another_tenant_looks_like_one_that_never_was() throws Exception {
    String request = answered();

    Reply others = say(otherKey, score(request, "1"));
    Reply unknown = say(otherKey, score("req_00000000000000000000000000", "1"));

    assertThat(others.status()).isEqualTo(404);
    assertThat(others.body()).isEqualTo(unknown.body());
    assertThat(others.error().path("code").stringValue()).isEqualTo("request_not_found");
    assertThat(others.error().path("param").stringValue()).isEqualTo("request_id");
    assertThat(others.error().path("message").stringValue()).contains("7200 s");
    assertThat(say(score(request, "1")).status()).isEqualTo(202);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'request_id':'r','score':1.5}       | score",
        "{'request_id':'r','score':-1e300}    | score",
        "{'request_id':'r','score':'good'}    | score",
        "{'request_id':'r','thumbs':'UP'}     | thumbs",
        "{'request_id':'r','outcome':true}    | outcome",
        "{'request_id':[],'score':1}          | request_id",
        "{'score':1}                          | request_id",
        "{'request_id':'r'}                   | score"
      })
  void what_is_wrong_is_named(String body, String param) throws Exception {
    Reply reply = say(body.replace('\'', '"'));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error().path("param").stringValue()).isEqualTo(param);
    assertThat(reply.error().path("type").stringValue()).isEqualTo("invalid_request_error");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "NaN", "{\"request_id\":\"r\",\"score\":NaN}", "null", "[]"})
  void what_is_no_feedback_is_refused(String body) throws Exception {
    assertThat(say(body).status()).isEqualTo(400);
  }

  @Test
  void any_unicode_id_is_unknown() throws Exception {
    for (String id : List.of("😀", "\\ud83d", "\\u0000", "é", "../../etc", "req_ ")) {
      assertThat(say("{\"request_id\":\"" + id + "\",\"score\":1}").status()).as(id).isEqualTo(404);
    }
  }

  @Test
  void five_megabytes_are_no_feedback() throws Exception {
    String huge =
        "{\"request_id\":\"r\",\"score\":1,\"comment\":\"" + "x".repeat(5_000_000) + "\"}";

    Reply reply = say(huge);

    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.error().path("code").stringValue()).isEqualTo("body_too_large");
  }

  @Test
  void nobody_speaks_without_a_key_and_nothing_is_read_there() throws Exception {
    assertThat(say("tg_nobody", score("r", "1")).status()).isEqualTo(401);
    Reply read = stage.send(stage.request("/v1/feedback").GET().build());
    assertThat(read.status()).isEqualTo(405);
    assertThat(read.header("allow")).isEqualTo("POST");
  }
}
