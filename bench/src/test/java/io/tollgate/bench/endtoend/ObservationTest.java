package io.tollgate.bench.endtoend;

import static java.net.http.HttpRequest.BodyPublishers.ofString;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.ledger.LedgerReport;
import io.tollgate.gateway.ledger.LedgerReport.By;
import io.tollgate.gateway.ledger.SpendRow;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What those who run the gateway get to see, and what nobody does. */
class ObservationTest {

  private static final String CANARY = "canary-4f1d9c";

  @TempDir private Path folder;
  private ScriptedProvider scripted;
  private Stage stage;

  @BeforeEach
  void start() throws Exception {
    scripted = new ScriptedProvider();
    stage = Stage.start(folder, Stage.CHEAPEST, "", config -> scripted.addTo(config, folder));
  }

  @AfterEach
  void stop() throws Exception {
    stage.close();
    scripted.close();
  }

  /** Complete, fallen back, failed, truncated, refused. */
  private List<Reply> traffic(String mark) throws Exception {
    List<Reply> replies = new ArrayList<>();
    for (String fault :
        List.of(
            "",
            "[[fault@cheap:status=500]]",
            "[[fault:status=503]]",
            "[[fault:status=400]]",
            "[[fault:html-200]]",
            "[[fault:cut-after=2]]",
            "[[fault:usage=negative]]")) {
      String prompt = mark + " [[tokens:12]] " + fault;
      replies.add(stage.post(Stage.chat("auto", prompt, "\"user\":\"" + mark + "\"")));
      replies.add(stage.post(Stage.stream("auto", prompt)));
    }
    replies.add(stage.post(Stage.chat(Stage.DRIP, mark + " [[tokens:3]]")));
    replies.add(stage.post(Stage.chat("auto", mark, "\"n\":0")));
    replies.add(stage.post("{\"model\":\"auto\",\"" + mark + "\":"));
    return replies;
  }

  @Test
  void the_metrics_tell_of_the_traffic_and_of_no_caller() throws Exception {
    traffic(CANARY);
    String metrics = stage.admin("/metrics").body();
    assertThat(metrics)
        .contains("tollgate_requests_total{deployment=\"cheap/swift\",outcome=\"complete\"}")
        .contains("tollgate_requests_total{deployment=\"cheap/swift\",outcome=\"truncated\"}")
        .contains("tollgate_fallbacks_total{class=\"frontier\",deployment=\"dear/bright\"}")
        .contains("tollgate_refused_requests_total{code=\"invalid_json\"} 1")
        .contains("tollgate_usage_estimated_total{quality=\"tokenizer_estimated\"}")
        .contains("tollgate_spend_usd_total{")
        .contains("tollgate_tokens_total{")
        .contains("tollgate_request_duration_seconds_bucket{")
        .contains("tollgate_time_to_first_token_seconds_bucket{")
        .contains("tollgate_ledger_append_seconds_count")
        .contains("tollgate_active_requests 0")
        .doesNotContain(stage.rig.key().substring(3, 15))
        .doesNotContain("req_");
    assertThat(stage.admin("/metrics").header("content-type")).startsWith("text/plain");
  }

  @Test
  void the_spend_is_that_of_the_ledger() throws Exception {
    for (Reply reply : traffic("Hello")) {
      if (reply.headers().firstValue("x-tollgate-model").isPresent()) {
        stage.attempts(reply.requestId());
      }
    }
    JsonNode spend = stage.admin("/admin/v1/spend").json();
    try (LedgerReport report = LedgerReport.open(stage.ledger())) {
      assertSame(spend.path("total"), report.total());
      List<SpendRow> rows = report.spend(By.DEPLOYMENT);
      assertThat(spend.path("by_deployment").size()).isEqualTo(rows.size()).isEqualTo(3);
      for (int i = 0; i < rows.size(); i++) {
        assertThat(spend.at("/by_deployment/" + i + "/name").stringValue())
            .isEqualTo(rows.get(i).name());
        assertSame(spend.at("/by_deployment/" + i), rows.get(i));
      }
      assertThat(spend.path("by_class").size()).isEqualTo(3);
    }
  }

  private static void assertSame(JsonNode shown, SpendRow row) {
    assertThat(new BigDecimal(shown.path("amount_usd").stringValue()))
        .isEqualByComparingTo(row.amountUsd());
    assertThat(shown.path("requests").asLong()).isEqualTo(row.requests());
    assertThat(shown.path("attempts").asLong()).isEqualTo(row.attempts());
    assertThat(shown.path("input_tokens").asLong()).isEqualTo(row.tokensIn());
    assertThat(shown.path("output_tokens").asLong()).isEqualTo(row.tokensOut());
  }

  private JsonNode exchanges() {
    try {
      return stage.admin("/admin/v1/exchanges?after=0").json();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void the_latest_decisions_are_listed_with_their_reasons() throws Exception {
    Reply reply = stage.post(Stage.chat("auto", "Hello [[tokens:4]]"));
    // The answer leaves a moment before the exchange is listed.
    JsonNode listed =
        Await.until("the exchange", this::exchanges, e -> e.path("finished").asLong() == 1);
    JsonNode exchange = listed.at("/exchanges/0");
    assertThat(exchange.path("request").stringValue()).isEqualTo(reply.requestId());
    assertThat(exchange.path("deployment").stringValue()).isEqualTo(Stage.SWIFT);
    assertThat(exchange.path("cost_usd").stringValue()).isEqualTo(reply.header("x-tollgate-cost"));
    assertThat(exchange.path("reason").stringValue()).isEqualTo(reply.header("x-tollgate-reason"));
    assertThat(stage.admin("/admin/v1/exchanges?after=1").json().path("exchanges")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/health/live", "/health/ready"})
  void page_and_health_are_served(String path) throws Exception {
    Reply reply = stage.admin(path);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isNotBlank();
    assertThat(reply.header("content-security-policy")).contains("default-src 'none'");
    assertThat(reply.header("content-type"))
        .startsWith(path.equals("/") ? "text/html" : "application/json");
  }

  @Test
  void row_54_no_prompt_no_answer_and_no_key_is_written_or_shown_anywhere() throws Exception {
    String key = stage.rig.key();
    List<String> secrets =
        List.of(CANARY, key, key.substring(16), "sk-upstream-", ScriptedProvider.KEY);
    List<String> shown = new ArrayList<>();
    String answer;
    List<String> errors = new ArrayList<>();
    try (CapturedLog log = new CapturedLog()) {
      List<Reply> replies = traffic(CANARY);
      answer = replies.getFirst().text();
      replies.stream().filter(reply -> reply.status() >= 400).map(Reply::body).forEach(errors::add);
      // A provider that tells everybody what it was asked, and with which key.
      scripted.answerWith(
          ("HTTP/1.1 500 Oops\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n"
                  + "{\"error\":{\"message\":\"cannot answer "
                  + CANARY
                  + "\"}}")
              .getBytes(StandardCharsets.UTF_8),
          Integer.MAX_VALUE);
      stage.post(Stage.chat(ScriptedProvider.MODEL, CANARY));
      Reply stranger =
          stage.send(
              stage
                  .request("/v1/chat/completions")
                  .setHeader("authorization", "Bearer " + CANARY)
                  .POST(ofString(Stage.chat("auto", CANARY)))
                  .build());
      errors.add(stranger.body());
      errors.add(stage.post(Stage.chat("auto", "Hello", "\"api_key\":\"" + CANARY + "\"")).body());
      for (String path : List.of("/metrics", "/admin/v1/exchanges", "/admin/v1/spend", "/")) {
        shown.add(stage.admin(path).body());
      }
      stage.gateway.drain();
      shown.addAll(log.lines());
      assertThat(log.lines()).as("the log is captured at all").hasSizeGreaterThan(5);
    }
    assertThat(answer).hasSizeGreaterThan(20);
    assertThat(shown)
        .allSatisfy(text -> assertThat(text).doesNotContain(secrets).doesNotContain(answer));
    assertThat(errors)
        .allSatisfy(text -> assertThat(text).doesNotContain(secrets.subList(1, secrets.size())));

    List<Path> files = files(stage.ledger());
    assertThat(files).extracting(file -> file.getFileName().toString()).contains("store.sqlite");
    for (Path file : files) {
      String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
      assertThat(bytes).as(file.toString()).doesNotContain(secrets).doesNotContain(answer);
    }
    assertThat(Files.readString(folder.resolve("keys.yaml")))
        .doesNotContain(key)
        .doesNotContain(key.substring(16));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
