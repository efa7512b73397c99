package io.tollgate.bench.provider;

import static io.tollgate.bench.provider.ProviderClient.KEY;
import static io.tollgate.bench.provider.ProviderClient.PATIENCE;
import static io.tollgate.bench.provider.ProviderClient.prompt;
import static io.tollgate.bench.provider.ProviderClient.streamed;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.provider.ProviderClient.Streamed;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PaceTest {

  private static final SimulatedModel MODEL = SimulatedModel.instant("m");

  @Test
  void a_model_takes_its_time_to_the_first_token_and_for_each_one_after() throws Exception {
    SimulatedModel model = MODEL.paced(Duration.ofMillis(100), 100);
    try (ProviderClient client = ProviderClient.of(model)) {
      for (boolean stream : new boolean[] {true, false}) {
        long start = System.nanoTime();
        if (stream) {
          client.stream(streamed(prompt("m", "[[tokens:20]]"), true));
        } else {
          client.answer(prompt("m", "[[tokens:20]]"));
        }
        // 100 ms within 20 %, then at least 19 waits of 10 ms.
        assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(270));
      }
    }
  }

  @Test
  void a_fast_model_is_not_slowed_by_the_clock_of_the_event_loop() throws Exception {
    SimulatedModel model = MODEL.paced(Duration.ZERO, 10_000);
    try (ProviderClient client = ProviderClient.of(model)) {
      Streamed streamed = client.stream(streamed(prompt("m", "[[tokens:4000]]"), true));
      assertThat(streamed.chunks()).hasSize(4003);
      BillRecord seen = client.bill.records().getFirst();
      // 400 ms is its pace; one token per tick of a millisecond would take 4 s.
      assertThat(seen.endedOutcome().nanos() - seen.arrivedNanos())
          .isBetween(TimeUnit.MILLISECONDS.toNanos(399), TimeUnit.MILLISECONDS.toNanos(3000));
    }
  }

  @Test
  void a_client_that_leaves_is_billed_for_what_was_produced() throws Exception {
    SimulatedModel model = MODEL.paced(Duration.ofMillis(1), 200);
    try (ProviderClient client = ProviderClient.of(model)) {
      try (InputStream in = client.open(streamed(prompt("m", "[[tokens:1000]]"), true)).body()) {
        assertThat(in.readNBytes(2000)).hasSize(2000);
      }
      BillOutcome outcome = client.outcome();
      assertThat(outcome.ending()).isEqualTo(Ending.CLIENT_LEFT);
      assertThat(outcome.usage().completionTokens()).isBetween(4L, 500L);
      assertThat(outcome.billPico()).isEqualTo(model.prices().billPico(outcome.usage()));
      assertThat(client.bill.awaitPeerCloses(1, PATIENCE)).isTrue();
    }
  }

  @Test
  void a_provider_that_works_flat_out_gives_one_answer_in_all_shapes_and_keeps_no_bill()
      throws Exception {
    ProviderProfile profile =
        ProviderProfile.of("sim", 42, KEY, List.of(MODEL)).at(new Pace.FlatOut(1));
    try (ProviderClient client = new ProviderClient(profile)) {
      JsonNode plain = client.answer(prompt("m", "whatever [[fault:status=500]]"));
      Streamed without = client.stream(streamed(prompt("m", "anything"), false));
      Streamed with = client.stream(streamed(prompt("m", "anything"), true));
      assertThat(without.text())
          .isEqualTo(with.text())
          .isEqualTo(plain.at("/choices/0/message/content").stringValue());
      assertThat(with.done() && without.done()).isTrue();
      assertThat(without.chunks()).noneMatch(chunk -> chunk.has("usage"));
      assertThat(with.chunks().getLast().path("usage")).isEqualTo(plain.path("usage"));
      assertThat(plain.at("/usage/completion_tokens").intValue())
          .isEqualTo(MODEL.typicalOutputTokens());
      assertThat(client.send(client.request(prompt("m", "x").toString(), "no")).statusCode())
          .isEqualTo(401);
      assertThat(client.bill.records()).isEmpty();
    }
  }
}
