package io.tollgate.bench.endtoend;

import static java.net.http.HttpRequest.BodyPublishers.ofString;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.ledger.FinanceReport;
import io.tollgate.gateway.ledger.OutcomeRow;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What callers say became of their answers, over HTTP and into the ledger. */
class OutcomesTest {

  private static final LocalDate LATER = LocalDate.of(9999, 1, 1);

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

  private static Reply say(String key, String body) throws Exception {
    return stage.send(
        stage
            .request("/v1/outcomes")
            .setHeader("authorization", "Bearer " + key)
            .POST(ofString(body))
            .build());
  }

  private static Reply say(String body) throws Exception {
    return say(stage.rig.key(), body);
  }

  private static OutcomeRow booked(String account) {
    try (FinanceReport report = FinanceReport.open(stage.ledger())) {
      return report.outcomes(account, LocalDate.EPOCH, LATER);
    }
  }

  @Test
  void an_outcome_is_booked_once_to_the_accounts_of_its_request_with_its_exact_value()
      throws Exception {
    Reply answer =
        stage.send(
            stage
                .request("/v1/chat/completions")
                .setHeader("x-tollgate-tags", "feature=chat")
                .POST(ofString(Stage.chat("auto", "Hello")))
                .build());
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    String body =
        "{\"request\":\"%s\",\"success\":true,\"value\":\"0.250000000001\"}"
            .formatted(answer.requestId());

    Reply first = say(body);
    assertThat(first.status()).as(first.body()).isEqualTo(200);
    assertThat(first.json().path("object").stringValue()).isEqualTo("outcome");
    assertThat(first.json().path("success").booleanValue()).isTrue();
    assertThat(first.json().path("value").stringValue()).isEqualTo("0.250000000001");
    Reply again = say(body);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body());
    Reply other = say(body.replace("true", "false"));
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.error().path("code").stringValue()).isEqualTo("outcome_given");

    Await.until("the store has it", () -> booked("tag:feature=chat").outcomes() == 1);
    OutcomeRow row = booked("tag:feature=chat");
    assertThat(row.successes()).isEqualTo(1);
    assertThat(row.valueUsd()).isEqualByComparingTo("0.250000000001");
    assertThat(stage.admin("/metrics").body())
        .contains("tollgate_outcomes_total{result=\"contradicting\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'request':'r','success':1}                    | 400 | success",
        "{'request':'r','success':true,'value':'much'}  | 400 | value",
        "{'success':true}                               | 400 | request",
        "{'request':'r','success':true}                 | 404 | request"
      })
  void what_is_wrong_is_named(String body, int status, String param) throws Exception {
    Reply reply = say(body.replace('\'', '"'));
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.error().path("param").stringValue()).isEqualTo(param);
  }

  @Test
  void nobody_speaks_without_a_key_and_nothing_is_read_there() throws Exception {
    assertThat(say("tg_nobody", "{}").status()).isEqualTo(401);
    Reply read = stage.send(stage.request("/v1/outcomes").GET().build());
    assertThat(read.status()).isEqualTo(405);
    assertThat(read.header("allow")).isEqualTo("POST");
    assertThat(say("{\"request\":\"" + "x".repeat(5_000) + "\"}").status()).isEqualTo(413);
  }
}
