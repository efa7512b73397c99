package io.tollgate.bench.endtoend;

import static io.tollgate.bench.endtoend.Stage.SWIFT;
import static java.net.http.HttpRequest.BodyPublishers.ofString;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.ledger.LedgerReport;
import io.tollgate.gateway.ledger.LedgerVerifier;
import io.tollgate.gateway.ledger.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Strings that are meant for an interpreter, and documents that are meant to be expensive. */
class HostileStringsTest {

  private static final int MILLION = 1_000_000;
  private static final String SQL = "1%27%20OR%201=1%20--";

  @TempDir private static Path folder;
  private static Stage stage;

  @BeforeAll
  static void start() throws Exception {
    stage = Stage.start(folder);
  }

  @AfterAll
  static void stop() {
    stage.close();
    assertThat(LedgerVerifier.verify(stage.ledger(), Progress.SILENT).isSound()).isTrue();
  }

  static Stream<String> payloads() {
    return Stream.of(
        "'; DROP TABLE attempts; --",
        "' OR '1'='1",
        "%' OR user LIKE '%",
        "%_%",
        "\\u0000",
        "<script>alert(1)</script>",
        "\\\"><img src=x onerror=alert(1)>",
        "=cmd|'/c calc'!A1",
        "+1+1",
        "@SUM(1)",
        "${jndi:ldap://127.0.0.1/x}",
        "{{7*7}}",
        "\\r\\nx-evil: 1",
        "\\u2028\\u202e",
        "../../etc/passwd");
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void row_51_a_payload_in_any_string_is_only_a_string(String payload) throws Exception {
    long before = requests();
    String body =
        Stage.chat(
            SWIFT,
            payload + " [[tokens:1]]",
            "\"user\":\"%s\",\"metadata\":{\"task\":\"%s\"}".formatted(payload, payload));
    Reply reply =
        stage.send(
            stage
                .request("/v1/chat/completions")
                .header("idempotency-key", "k-" + payload.replaceAll("[^ -~]|\\\\u?", "?"))
                .header("x-client-name", payload.replaceAll("[^ -~]|\\\\", "?"))
                .header("user-agent", payload.replaceAll("[^ -~]|\\\\", "?"))
                .POST(ofString(body))
                .build());
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.headers().map()).doesNotContainKey("x-evil");
    assertThat(stage.attempts(reply.requestId())).hasSize(1);
    Await.until("it is in the report", () -> requests() == before + 1);
    JsonNode exchanges = stage.admin("/admin/v1/exchanges?after=0").json();
    assertThat(exchanges.path("exchanges").size()).isPositive();
    assertThat(stage.admin("/admin/v1/exchanges?after=" + SQL).json().path("exchanges").isArray())
        .isTrue();
    assertThat(stage.admin("/admin/v1/spend?by=" + SQL).status()).isEqualTo(200);
    assertThat(stage.post(Stage.chat(payload, "Hello")).status()).isEqualTo(404);
  }

  private static long requests() {
    try (LedgerReport report = LedgerReport.open(stage.ledger())) {
      return report.total().requests();
    }
  }

  @Test
  void row_51_the_page_writes_texts_and_never_markup() throws Exception {
    assertThat(stage.admin("/").body())
        .contains("textContent")
        .doesNotContain("innerHTML")
        .doesNotContain("outerHTML")
        .doesNotContain("insertAdjacentHTML")
        .doesNotContain("document.write")
        .doesNotContain("eval(");
  }

  @ParameterizedTest
  @ValueSource(strings = {"depth", "digits", "tools", "duplicates", "messages of nothing"})
  void row_46_a_json_bomb_is_refused(String bomb) throws Exception {
    int seen = stage.seenUpstream();
    String body =
        switch (bomb) {
          case "depth" -> Stage.chat(SWIFT, "x", "\"x\":" + "[".repeat(MILLION));
          case "digits" -> Stage.chat(SWIFT, "x", "\"seed\":" + "9".repeat(MILLION));
          case "tools" -> Stage.chat(SWIFT, "x", "\"tools\":[" + "{},".repeat(MILLION) + "{}]");
          case "duplicates" -> Stage.chat(SWIFT, "x", "\"a\":1,".repeat(MILLION) + "\"a\":1");
          default -> "{\"model\":\"auto\",\"messages\":[" + "[],".repeat(MILLION) + "[]]}";
        };
    long start = System.nanoTime();
    Reply reply = stage.post(body);
    long millis = (System.nanoTime() - start) / 1_000_000;
    assertThat(reply.status()).as(reply.body()).isEqualTo(400);
    assertThat(millis).as("milliseconds").isLessThan(5_000);
    assertThat(stage.seenUpstream()).isEqualTo(seen);
  }

  @Test
  void row_56_ten_thousand_names_do_not_become_series() throws Exception {
    stage.post(Stage.chat("none", "Hello"));
    stage.post(Stage.chat(SWIFT, "Hello [[tokens:1]]"));
    long before = stage.admin("/metrics").body().lines().count();
    SplittableRandom random = new SplittableRandom(56);
    try (RawClient client = RawClient.connect(stage.rig.dataPort())) {
      for (int i = 0; i < 10_000; i++) {
        String name = Long.toHexString(random.nextLong());
        boolean served = i % 100 == 0;
        String body =
            Stage.chat(
                served ? SWIFT : name,
                "Hello [[tokens:1]]",
                "\"user\":\"" + name + "\",\"metadata\":{\"task\":\"" + name + "\"}");
        client.post(stage, body);
        client.await(served ? "\"total_tokens\"" : "model_not_found").forget();
      }
    }
    assertThat(stage.admin("/metrics").body().lines().count()).isLessThan(before + 100);
  }

  @Test
  void row_40_the_wish_for_usage_of_another_gateway_is_taken_and_not_passed_on() throws Exception {
    Reply reply =
        stage.post(Stage.chat(SWIFT, "Hello [[tokens:1]]", "\"usage\":{\"include\":true}"));
    assertThat(reply.status()).isEqualTo(200);
    for (String forged :
        List.of("{}", "{\"include\":1}", "{\"include\":true,\"cost\":0}", "{\"cost\":0}", "0")) {
      assertThat(stage.post(Stage.chat(SWIFT, "Hello", "\"usage\":" + forged)).status())
          .as(forged)
          .isEqualTo(400);
    }
  }
}
