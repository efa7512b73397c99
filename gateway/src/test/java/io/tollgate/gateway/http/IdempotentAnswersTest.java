package io.tollgate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.config.GatewayConfig.Kept;
import io.tollgate.gateway.exchange.HeldBytes;
import io.tollgate.gateway.http.IdempotentAnswers.Scope;
import io.tollgate.gateway.http.IdempotentAnswers.Verdict;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IdempotentAnswersTest {

  private static final Scope SCOPE = new Scope("key", "/v1/chat/completions", "a");

  private final AtomicLong nanos = new AtomicLong();
  private final HeldBytes held = new HeldBytes(() -> 1 << 30);
  private final IdempotentAnswers answers =
      new IdempotentAnswers(new Kept(Duration.ofHours(24), 100_000), nanos::get);

  private Verdict begin(Scope scope, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return answers.begin(scope, bytes, 0, bytes.length, held.share());
  }

  private AnswerRecording first(Scope scope, String body) {
    assertThat(begin(scope, body)).isInstanceOf(Verdict.First.class);
    // Known to run now: freed and begun again.
    answers.free(scope);
    return begin(scope, body) instanceof Verdict.First(AnswerRecording recording)
        ? recording
        : fail();
  }

  private static AnswerRecording fail() {
    throw new AssertionError("not the first");
  }

  private static void answer(AnswerRecording recording, String text) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    headers.add("X-A", "1").add("Transfer-Encoding", "chunked");
    recording.head(headers);
    for (int at = 0; at < text.length(); at += 3) {
      recording.bytes(Buffer.buffer(text.substring(at, Math.min(at + 3, text.length()))));
    }
    recording.complete();
  }

  @Test
  void an_answer_is_kept_as_long_as_it_is_said_and_no_longer() {
    answer(first(SCOPE, "body"), "hello, world");
    nanos.addAndGet(Duration.ofHours(23).toNanos());
    assertThat(begin(SCOPE, "body"))
        .isInstanceOfSatisfying(
            Verdict.Again.class,
            again -> {
              assertThat(again.answer().body().toString()).isEqualTo("hello, world");
              assertThat(again.answer().headers()).hasSize(1);
            });
    assertThat(begin(SCOPE, "other")).isInstanceOf(Verdict.Reused.class);
    nanos.addAndGet(Duration.ofHours(2).toNanos());
    assertThat(begin(SCOPE, "other")).isInstanceOf(Verdict.First.class);
  }

  @Test
  void answers_in_all_stay_within_their_bytes() {
    for (int i = 0; i < 1_000; i++) {
      answer(first(new Scope("key", "/", Integer.toString(i)), "body"), "x".repeat(1_000));
    }
    int kept = 0;
    for (int i = 0; i < 1_000; i++) {
      if (begin(new Scope("key", "/", Integer.toString(i)), "body") instanceof Verdict.Again) {
        kept++;
      }
    }
    assertThat(kept).isBetween(1, 60);
  }

  @Test
  void a_recording_that_is_given_up_keeps_nothing_and_holds_nothing() {
    AnswerRecording recording = first(SCOPE, "body");
    recording.head(MultiMap.caseInsensitiveMultiMap());
    recording.bytes(Buffer.buffer("half of it"));
    assertThat(held.held()).isPositive();
    assertThat(begin(SCOPE, "body")).isInstanceOf(Verdict.Running.class);
    recording.free();
    recording.complete();
    assertThat(held.held()).isZero();
    assertThat(begin(SCOPE, "body")).isInstanceOf(Verdict.First.class);
  }

  @Test
  void scopes_are_apart() {
    answer(first(SCOPE, "body"), "mine");
    assertThat(begin(new Scope("other", SCOPE.route(), SCOPE.value()), "body"))
        .isInstanceOf(Verdict.First.class);
    assertThat(begin(new Scope(SCOPE.virtualKey(), "/v1/other", SCOPE.value()), "body"))
        .isInstanceOf(Verdict.First.class);
  }
}
