package io.tollgate.gateway.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.gateway.ledger.JudgementSource;
import io.tollgate.gateway.metrics.QualityMeters;
import io.tollgate.gateway.quality.FeedbackDesk.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeedbackDeskTest {

  private static final String OWNER = "abcdef012345";

  private final Samples.Clock clock = new Samples.Clock();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<Judgement> heard = new ArrayList<>();
  private final DecisionLog decisions =
      new DecisionLog(() -> new DecisionLog.Bounds(3, Duration.ofHours(1)), clock);
  private final FeedbackDesk desk =
      new FeedbackDesk(decisions, heard::add, new QualityMeters(registry), clock);

  private void answered(String request) {
    decisions.decided(request, Samples.decision(640_000), "maths");
    decisions.finished(Samples.finished(request, OWNER, "complete"));
  }

  private Result say(String key, String request, int ppm) {
    return desk.take(key, new Feedback(request, "score", ppm));
  }

  @Test
  void feedback_of_the_owner_counts_once() {
    answered("one");

    assertThat(say(OWNER, "one", 250_000)).isEqualTo(Result.TAKEN);
    assertThat(say(OWNER, "one", 250_000)).isEqualTo(Result.REPEATED);
    assertThat(say(OWNER, "one", 750_000)).isEqualTo(Result.CONTRADICTING);

    assertThat(heard).hasSize(1);
    Judgement judgement = heard.getFirst();
    assertThat(judgement.request()).isEqualTo("one");
    assertThat(judgement.key()).isEqualTo(OWNER);
    assertThat(judgement.policy()).isEqualTo("thrifty");
    assertThat(judgement.model()).isEqualTo("swift");
    assertThat(judgement.predictedPpm()).isEqualTo(640_000);
    assertThat(judgement.scorePpm()).isEqualTo(250_000);
    assertThat(judgement.referenceScorePpm()).isNull();
    assertThat(judgement.source()).isEqualTo(JudgementSource.FEEDBACK);
    assertThat(judgement.task()).isEqualTo("maths");
    assertThat(
            registry
                .get("tollgate.feedback")
                .tag("kind", "score")
                .tag("result", "taken")
                .counter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void a_request_of_another_key_is_as_unknown_as_one_that_never_was() {
    answered("one");

    assertThat(say("fedcba543210", "one", 1)).isEqualTo(Result.UNKNOWN);
    assertThat(say(OWNER, "never", 1)).isEqualTo(Result.UNKNOWN);
    assertThat(say(OWNER, "\uD83D\uDE00\u0000\uFFFF", 1)).isEqualTo(Result.UNKNOWN);
    assertThat(heard).isEmpty();
    assertThat(say(OWNER, "one", 1)).isEqualTo(Result.TAKEN);
  }

  @Test
  void a_request_is_known_once_it_has_been_answered() {
    decisions.decided("runs", Samples.decision(1), null);
    assertThat(say(OWNER, "runs", 1)).isEqualTo(Result.UNKNOWN);

    decisions.finished(Samples.finished("runs", OWNER, "failed"));
    assertThat(say(OWNER, "runs", 1)).isEqualTo(Result.UNKNOWN);
  }

  @Test
  void what_is_too_old_or_too_much_is_forgotten() {
    answered("one");
    clock.set(Samples.NOON.plus(Duration.ofMinutes(61)));
    assertThat(say(OWNER, "one", 1)).isEqualTo(Result.UNKNOWN);

    for (String request : List.of("a", "b", "c", "d")) {
      answered(request);
    }
    assertThat(decisions.size()).isEqualTo(3);
    assertThat(say(OWNER, "a", 1)).isEqualTo(Result.UNKNOWN);
    assertThat(say(OWNER, "b", 1)).isEqualTo(Result.TAKEN);
  }
}
