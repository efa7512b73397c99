package io.tollgate.bench.endtoend;

import static io.tollgate.bench.endtoend.Stage.DRIP;
import static io.tollgate.bench.endtoend.Stage.SWIFT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.provider.BillLog;
import io.tollgate.bench.provider.BillOutcome;
import io.tollgate.bench.provider.BillRecord;
import io.tollgate.bench.provider.Ending;
import io.tollgate.bench.provider.SimulatedModel;
import io.tollgate.bench.provider.SimulatedUsage;
import io.tollgate.gateway.ledger.AttemptRow;
import io.tollgate.gateway.ledger.Entry.Outcome;
import io.tollgate.gateway.upstream.Resilience.Departure;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A client that leaves: the provider is told within a second, and what it did until then is
 * charged.
 */
class DisconnectTest {

  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  @TempDir private static Path folder;
  private static Stage stage;

  @BeforeAll
  static void start() throws Exception {
    stage = Stage.start(folder);
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  /** The request that the provider was just sent. */
  private static BillRecord arrivedAt(String provider, int before) throws InterruptedException {
    BillLog bill = stage.bill(provider);
    assertThat(bill.awaitSeen(before + 1, Await.PATIENCE)).isTrue();
    return bill.records().getLast();
  }

  private static void leave(RawClient client, boolean reset) throws Exception {
    if (reset) {
      client.reset();
    } else {
      client.close();
    }
  }

  private static AttemptRow assertAborted(String provider, BillRecord seen) throws Exception {
    BillLog bill = stage.bill(provider);
    String attempt = String.valueOf(seen.clientRequestId());
    BillOutcome outcome =
        Await.until(
                "the end at the provider",
                () -> bill.byClientRequestId(attempt).getFirst(),
                record -> record.outcome() != null)
            .endedOutcome();
    assertThat(outcome.ending()).isEqualTo(Ending.CLIENT_LEFT);
    AttemptRow row = stage.attempts(attempt.substring(0, attempt.length() - 2)).getFirst();
    assertThat(row.outcome()).isEqualTo(Outcome.ABORTED);
    assertThat(row.quality()).endsWith("_estimated");
    SimulatedModel model = stage.rig.provider(provider).models().getFirst();
    SimulatedUsage input = outcome.usage().afterOutput(0);
    assertThat(Stage.amount(row).pico())
        .as("at least the input")
        .isGreaterThanOrEqualTo(model.prices().billPico(input).longValueExact());
    return row;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void row_20_a_client_that_leaves_before_the_first_byte_pays_for_its_input(boolean reset)
      throws Exception {
    for (boolean streamed : new boolean[] {true, false}) {
      int before = stage.bill("cheap").records().size();
      int closed = stage.bill("cheap").peerCloses().size();
      String prompt = "Hello [[fault:stall-before-headers]]";
      RawClient client = RawClient.connect(stage.rig.dataPort());
      client.post(stage, streamed ? Stage.stream(SWIFT, prompt) : Stage.chat(SWIFT, prompt));
      BillRecord seen = arrivedAt("cheap", before);
      leave(client, reset);
      assertThat(stage.bill("cheap").awaitPeerCloses(closed + 1, AT_ONCE)).isTrue();
      assertAborted("cheap", seen);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void row_21_a_client_that_leaves_in_the_middle_pays_for_what_was_produced(boolean reset)
      throws Exception {
    int before = stage.bill("slow").records().size();
    int closed = stage.bill("slow").peerCloses().size();
    RawClient client = RawClient.connect(stage.rig.dataPort());
    client.post(stage, Stage.stream(DRIP, "Hello [[tokens:2000]]"));
    BillRecord seen = arrivedAt("slow", before);
    client.await("\"content\":\" ");
    leave(client, reset);
    assertThat(stage.bill("slow").awaitPeerCloses(closed + 1, AT_ONCE)).isTrue();
    AttemptRow row = assertAborted("slow", seen);
    assertThat(row.usage().totalOutput()).isPositive();
    long billed =
        stage
            .bill("slow")
            .byClientRequestId(String.valueOf(seen.clientRequestId()))
            .getFirst()
            .endedOutcome()
            .usage()
            .completionTokens();
    // What is on its way between the two when the client leaves is all that may differ.
    assertThat(row.usage().totalOutput()).isBetween(billed / 2, billed * 2 + 10);
  }

  @Test
  void row_22_a_client_that_does_not_wait_for_a_plain_answer_pays_for_the_expected_one()
      throws Exception {
    int before = stage.bill("slow").records().size();
    int closed = stage.bill("slow").peerCloses().size();
    RawClient client = RawClient.connect(stage.rig.dataPort());
    client.post(stage, Stage.chat(DRIP, "Hello [[tokens:2000]]"));
    BillRecord seen = arrivedAt("slow", before);
    client.close();
    assertThat(stage.bill("slow").awaitPeerCloses(closed + 1, AT_ONCE)).isTrue();
    assertThat(assertAborted("slow", seen).usage().totalOutput()).isPositive();
  }

  @Test
  void row_21_a_client_that_does_not_read_is_noticed_when_it_leaves() throws Exception {
    int closed = stage.bill("cheap").peerCloses().size();
    int before = stage.bill("cheap").records().size();
    RawClient client = RawClient.connect(stage.rig.dataPort());
    // More than all buffers on the way hold, so that the gateway has stopped reading upstream.
    client.post(stage, Stage.stream(SWIFT, "Hello [[tokens:200000]]", "\"max_tokens\":200000"));
    BillRecord seen = arrivedAt("cheap", before);
    client.await("\"content\":\" ");
    assertThat(stage.bill("cheap").records().getLast().outcome()).as("still running").isNull();
    client.reset();
    assertThat(stage.bill("cheap").awaitPeerCloses(closed + 1, AT_ONCE)).isTrue();
    assertAborted("cheap", seen);
  }

  @Test
  void row_21_where_the_provider_bills_the_whole_answer_it_is_read_on_and_booked_to_the_pico_dollar(
      @TempDir Path other) throws Exception {
    Departure drains = new Departure(Duration.ofSeconds(20), 1 << 20);
    try (Stage draining =
        Stage.start(
            other,
            Stage.CHEAPEST,
            "",
            config ->
                Stage.withProviders(
                    config, p -> p.withResilience(p.resilience().withDeparture(drains))))) {
      RawClient client = RawClient.connect(draining.rig.dataPort());
      client.post(draining, Stage.stream(DRIP, "Hello [[tokens:40]]"));
      client.await("\"content\":\" ");
      client.reset();
      assertThat(draining.bill("slow").awaitAllEnded(1, Await.PATIENCE)).isTrue();
      BillRecord seen = draining.bill("slow").records().getFirst();
      assertThat(seen.endedOutcome().ending()).isEqualTo(Ending.COMPLETE);
      String attempt = String.valueOf(seen.clientRequestId());
      AttemptRow row = draining.attempts(attempt.substring(0, attempt.length() - 2)).getFirst();
      assertThat(row.outcome()).isEqualTo(Outcome.ABORTED);
      assertThat(row.quality()).isEqualTo("provider_reported");
      assertThat(Stage.amount(row).pico())
          .isEqualTo(seen.endedOutcome().billPico().longValueExact());
    }
  }
}
