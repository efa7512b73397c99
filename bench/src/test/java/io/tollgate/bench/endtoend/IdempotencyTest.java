package io.tollgate.bench.endtoend;

import static io.tollgate.bench.endtoend.Stage.DRIP;
import static io.tollgate.bench.endtoend.Stage.SWIFT;
import static java.net.http.HttpRequest.BodyPublishers.ofString;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.config.KeyFile;
import io.tollgate.gateway.keys.KeyText;
import io.tollgate.gateway.keys.VirtualKey;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that is sent again with its {@code Idempotency-Key} is not done again. */
class IdempotencyTest {

  private static final String REPLAY = "x-tollgate-idempotent-replay";

  @TempDir private static Path folder;
  private static Stage stage;
  private static String otherKey;

  @BeforeAll
  static void start() throws Exception {
    stage = Stage.start(folder);
    otherKey = KeyText.generate(new SplittableRandom(77));
    KeyFile.write(
        folder.resolve("keys.yaml"),
        List.of(virtualKey(stage.rig.key(), "one"), virtualKey(otherKey, "two")));
    Await.until(
        "the second key is in force", () -> post("", Stage.chat("x", "x"), otherKey) == 404);
  }

  private static VirtualKey virtualKey(String text, String name) {
    return new VirtualKey(
        text.substring(3, 15), name, HexFormat.of().formatHex(KeyText.digest(text)), null);
  }

  private static int post(String idempotencyKey, String body, String key) {
    try {
      return send(idempotencyKey, body, key).status();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static Reply send(String idempotencyKey, String body, String key) throws Exception {
    var request =
        stage
            .request("/v1/chat/completions")
            .setHeader("authorization", "Bearer " + key)
            .POST(ofString(body));
    if (!idempotencyKey.isEmpty()) {
      request.header("idempotency-key", idempotencyKey);
    }
    return stage.send(request.build());
  }

  private static Reply send(String idempotencyKey, String body) throws Exception {
    return send(idempotencyKey, body, stage.rig.key());
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void row_41_a_request_sent_again_gets_the_same_answer_and_is_charged_once(boolean streamed)
      throws Exception {
    String prompt = "Hello " + streamed + " [[tokens:5]]";
    String body =
        streamed
            ? Stage.stream(SWIFT, prompt, "\"stream_options\":{\"include_usage\":true}")
            : Stage.chat(SWIFT, prompt);
    String key = "again-" + streamed;
    Reply first = send(key, body);
    int seen = stage.seenUpstream();
    Reply again = send(key, body);

    assertThat(first.status()).isEqualTo(200);
    assertThat(first.header(REPLAY)).isEmpty();
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.header(REPLAY)).isEqualTo("true");
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.broken()).isFalse();
    assertThat(again.header("content-type")).isEqualTo(first.header("content-type"));
    assertThat(again.requestId()).isEqualTo(first.requestId());
    assertThat(again.header("x-tollgate-cost")).isEqualTo(first.header("x-tollgate-cost"));
    assertThat(stage.seenUpstream()).isEqualTo(seen);
    assertThat(stage.attempts(first.requestId())).hasSize(1);
  }

  @Test
  void row_41_a_key_used_for_another_body_is_refused() throws Exception {
    assertThat(send("reused", Stage.chat(SWIFT, "One [[tokens:1]]")).status()).isEqualTo(200);
    int seen = stage.seenUpstream();
    Reply other = send("reused", Stage.chat(SWIFT, "Two [[tokens:1]]"));
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.error().path("code").stringValue()).isEqualTo("idempotency_key_reused");
    assertThat(other.header("x-should-retry")).isEqualTo("false");
    assertThat(stage.seenUpstream()).isEqualTo(seen);
  }

  @Test
  void row_41_a_request_that_still_runs_is_not_run_twice() throws Exception {
    String body = Stage.stream(DRIP, "Hello [[tokens:150]]");
    int seen = stage.seenUpstream();
    try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<Reply> running =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return send("running", body);
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              },
              other);
      Await.until("it has begun", () -> stage.seenUpstream() == seen + 1);
      Reply again = send("running", body);
      assertThat(again.status()).isEqualTo(409);
      assertThat(again.error().path("code").stringValue()).isEqualTo("idempotency_key_in_use");
      assertThat(again.header("retry-after")).isEqualTo("1");
      assertThat(again.header("x-should-retry")).isEqualTo("true");
      assertThat(send("running", Stage.chat(DRIP, "Other")).status()).isEqualTo(422);
      Reply first = running.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(first.done()).isTrue();
      assertThat(send("running", body).body()).isEqualTo(first.body());
    }
    assertThat(stage.seenUpstream()).isEqualTo(seen + 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[[fault:status=400]]",
        "[[fault:cut-after=2]] [[tokens:9]]",
        "[[fault:html-200]]"
      })
  void row_41_a_failed_or_cut_answer_is_not_kept_and_may_be_tried_again(String fault)
      throws Exception {
    String body = Stage.stream(SWIFT, "Hello " + fault);
    String key = "failed-" + fault.hashCode();
    assertThat(send(key, body).done()).isFalse();
    int seen = stage.seenUpstream();
    Reply again = send(key, body);
    assertThat(again.header(REPLAY)).isEmpty();
    assertThat(again.status()).isNotEqualTo(409);
    assertThat(stage.seenUpstream()).isGreaterThan(seen);
  }

  @Test
  void row_41_a_client_that_left_may_try_again() throws Exception {
    String body = Stage.stream(DRIP, "Hello [[tokens:300]]");
    int seen = stage.seenUpstream();
    try (RawClient client = RawClient.connect(stage.rig.dataPort())) {
      client
          .send(
              RawClient.head(stage, "POST /v1/chat/completions")
                  + "idempotency-key: left\r\ncontent-length: "
                  + body.length()
                  + "\r\n\r\n"
                  + body)
          .await("\"content\":\" ");
    }
    String shorter = Stage.stream(DRIP, "Hello [[tokens:3]]");
    Await.until("the key is free", () -> post("left", shorter, stage.rig.key()) == 200);
    assertThat(stage.seenUpstream()).isEqualTo(seen + 2);
  }

  @Test
  void row_41_another_tenant_with_the_same_key_gets_an_answer_of_its_own() throws Exception {
    String body = Stage.chat(SWIFT, "Mine [[tokens:1]]");
    Reply mine = send("shared", body);
    Reply theirs = send("shared", body, otherKey);
    assertThat(theirs.status()).isEqualTo(200);
    assertThat(theirs.header(REPLAY)).isEmpty();
    assertThat(theirs.requestId()).isNotEqualTo(mine.requestId());
  }

  @Test
  void row_41_an_answer_over_a_mebibyte_is_given_and_not_kept() throws Exception {
    String body = Stage.stream(SWIFT, "Hello [[tokens:9000]]", "\"max_tokens\":9000");
    Reply first = send("large", body);
    assertThat(first.done()).isTrue();
    assertThat(first.body().length()).isGreaterThan(1 << 20);
    Reply again = send("large", body);
    assertThat(again.header(REPLAY)).isEmpty();
    assertThat(again.done()).isTrue();
  }

  @Test
  void a_key_that_is_too_long_is_refused() throws Exception {
    Reply reply = send("x".repeat(256), Stage.chat(SWIFT, "Hello"));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error().path("code").stringValue()).isEqualTo("invalid_idempotency_key");
  }
}
