package io.tollgate.bench.provider;

import static io.tollgate.bench.provider.ProviderClient.KEY;
import static io.tollgate.bench.provider.ProviderClient.prompt;
import static io.tollgate.bench.provider.ProviderClient.streamed;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.provider.ProviderClient.Streamed;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class SimulatedProviderTest {

  private static final SimulatedModel MODEL = SimulatedModel.instant("m");

  @Test
  void the_same_seed_and_prompt_give_the_same_answer_plain_and_streamed() throws Exception {
    try (ProviderClient one = ProviderClient.of(MODEL);
        ProviderClient two = ProviderClient.of(MODEL);
        ProviderClient other =
            new ProviderClient(ProviderProfile.of("sim", 43, KEY, List.of(MODEL)))) {
      String text = textOf(one.answer(prompt("m", "What is a toll?")));
      assertThat(text).isNotEmpty();
      assertThat(textOf(two.answer(prompt("m", "What is a toll?")))).isEqualTo(text);
      assertThat(two.stream(streamed(prompt("m", "What is a toll?"), true)).text()).isEqualTo(text);
      assertThat(textOf(two.answer(prompt("m", "What is a gate?")))).isNotEqualTo(text);
      assertThat(textOf(other.answer(prompt("m", "What is a toll?")))).isNotEqualTo(text);
    }
  }

  @Test
  void a_stream_is_role_content_finish_usage_and_done_in_this_order() throws Exception {
    try (ProviderClient client = ProviderClient.of(MODEL)) {
      Streamed streamed = client.stream(streamed(prompt("m", "hello [[tokens:9]]"), true));
      List<JsonNode> chunks = streamed.chunks();
      assertThat(chunks).hasSize(1 + 9 + 1 + 1);
      assertThat(chunks.getFirst().at("/choices/0/delta/role").stringValue())
          .isEqualTo("assistant");
      assertThat(chunks.get(10).at("/choices/0/finish_reason").stringValue()).isEqualTo("stop");
      assertThat(chunks.get(11).path("choices").isEmpty()).isTrue();
      assertThat(chunks.get(11).at("/usage/completion_tokens").intValue()).isEqualTo(9);
      assertThat(chunks.get(5).path("usage").isNull()).isTrue();
      assertThat(streamed.events().getLast()).isEqualTo("[DONE]");
      assertThat(chunks.stream().map(chunk -> chunk.path("id").stringValue()).distinct())
          .hasSize(1);
    }
  }

  @Test
  void a_stream_has_no_usage_unless_asked() throws Exception {
    try (ProviderClient client = ProviderClient.of(MODEL)) {
      Streamed streamed = client.stream(streamed(prompt("m", "hello"), false));
      assertThat(streamed.done()).isTrue();
      assertThat(streamed.chunks()).noneMatch(chunk -> chunk.has("usage"));
      assertThat(client.outcome().complete()).isTrue();
      assertThat(client.outcome().usageReported()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_usage_a_client_reads_is_the_usage_that_is_billed(UsageStyle style) throws Exception {
    TokenPrices prices = new TokenPrices(600_000, 60_000, 2_400_001);
    SimulatedModel model = MODEL.reporting(style).sharing(500_000, 300_000).pricedAt(prices);
    String text = "One thing after another. ".repeat(40) + "[[tokens:21]]";
    try (ProviderClient client = ProviderClient.of(model)) {
      JsonNode plain = client.answer(prompt("m", text)).path("usage");
      Streamed streamed = client.stream(streamed(prompt("m", text), true));
      List<JsonNode> usages = new ArrayList<>();
      streamed.chunks().stream()
          .filter(chunk -> chunk.path("usage").isObject())
          .forEach(chunk -> usages.add(chunk.path("usage")));
      assertThat(usages.getLast()).isEqualTo(plain);

      SimulatedUsage billed = client.outcome().usage();
      assertThat(plain.path("prompt_tokens").longValue()).isEqualTo(billed.promptTokens());
      assertThat(plain.path("completion_tokens").longValue()).isEqualTo(billed.completionTokens());
      String cached =
          style == UsageStyle.DEEPSEEK
              ? "/prompt_cache_hit_tokens"
              : "/prompt_tokens_details/cached_tokens";
      assertThat(plain.at(cached).longValue()).isEqualTo(billed.cachedTokens()).isPositive();
      assertThat(billed.reasoningTokens()).isEqualTo(9);
      assertThat(billed.completionTokens()).isEqualTo(30);
      assertThat(usages.size() > 20).isEqualTo(style == UsageStyle.VLLM_CONTINUOUS);

      long uncached = billed.promptTokens() - billed.cachedTokens();
      BigInteger bill =
          BigInteger.valueOf(uncached * 600_000 + billed.cachedTokens() * 60_000 + 30 * 2_400_001L);
      assertThat(client.outcome().billPico()).isEqualTo(bill);
      assertThat(client.outcome().usageReported()).isTrue();
      assertThat(client.bill.totalPico()).isEqualTo(bill.add(bill));
    }
  }

  @Test
  void an_answer_that_is_longer_than_allowed_is_cut_with_reason_length() throws Exception {
    try (ProviderClient client = ProviderClient.of(MODEL.sharing(0, 500_000))) {
      for (String field : new String[] {"max_tokens", "max_completion_tokens"}) {
        ObjectNode body = prompt("m", "[[tokens:50]]").put(field, 60);
        JsonNode answer = client.answer(body);
        assertThat(answer.at("/choices/0/finish_reason").stringValue()).isEqualTo("length");
        assertThat(answer.at("/usage/completion_tokens").intValue()).isEqualTo(60);
        assertThat(answer.at("/usage/completion_tokens_details/reasoning_tokens").intValue())
            .isEqualTo(50);
      }
      JsonNode exact = client.answer(prompt("m", "[[tokens:50]]").put("max_tokens", 100));
      assertThat(exact.at("/choices/0/finish_reason").stringValue()).isEqualTo("stop");
    }
  }

  @Test
  void several_choices_differ_and_share_one_usage() throws Exception {
    try (ProviderClient client = ProviderClient.of(MODEL)) {
      JsonNode answer = client.answer(prompt("m", "hi [[tokens:5]]").put("n", 3));
      assertThat(answer.path("choices").size()).isEqualTo(3);
      assertThat(answer.at("/choices/1/message/content").stringValue())
          .isNotEqualTo(answer.at("/choices/0/message/content").stringValue());
      assertThat(answer.at("/usage/completion_tokens").intValue()).isEqualTo(15);

      Streamed streamed = client.stream(streamed(prompt("m", "hi [[tokens:5]]").put("n", 3), true));
      for (int i = 0; i < 3; i++) {
        StringBuilder text = new StringBuilder();
        for (JsonNode chunk : streamed.chunks()) {
          if (chunk.at("/choices/0/index").asInt(-1) == i) {
            text.append(chunk.at("/choices/0/delta/content").stringValue(""));
          }
        }
        assertThat(text.toString())
            .isEqualTo(answer.at("/choices/" + i + "/message/content").stringValue());
      }
    }
  }

  @Test
  void requests_that_are_wrong_are_refused_in_the_shape_of_openai_and_cost_nothing()
      throws Exception {
    try (ProviderClient client = ProviderClient.of(MODEL)) {
      String good = prompt("m", "hi").toString();
      assertThat(client.send(client.request(good, "sk-other")).statusCode()).isEqualTo(401);
      assertThat(client.post(prompt("x", "hi").toString()).statusCode()).isEqualTo(404);
      assertThat(client.post("{\"model\":").statusCode()).isEqualTo(400);
      assertThat(client.post("{\"model\":\"m\"}").statusCode()).isEqualTo(400);
      assertThat(client.post(prompt("m", "[[fault:nonsense]]").toString()).statusCode())
          .isEqualTo(400);
      JsonNode error = ProviderClient.JSON.readTree(client.send(client.request(good, "no")).body());
      assertThat(error.at("/error/code").stringValue()).isEqualTo("invalid_api_key");

      assertThat(client.bill.awaitAllEnded(6, ProviderClient.PATIENCE)).isTrue();
      assertThat(client.bill.records())
          .hasSize(6)
          .allSatisfy(seen -> assertThat(seen.endedOutcome().ending()).isEqualTo(Ending.REFUSED));
      assertThat(client.bill.totalPico()).isZero();
    }
  }

  @Test
  void models_are_listed_to_those_who_have_the_key() throws Exception {
    try (ProviderClient client = ProviderClient.of(MODEL, SimulatedModel.instant("m2"))) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(client.provider.baseUrl() + "/models"));
      assertThat(client.send(request.build()).statusCode()).isEqualTo(401);
      request.header("authorization", "Bearer " + KEY);
      JsonNode list = ProviderClient.JSON.readTree(client.send(request.build()).body());
      assertThat(list.at("/data/1/id").stringValue()).isEqualTo("m2");
    }
  }

  @Test
  void a_bill_file_holds_what_the_log_holds_without_a_torn_last_line(@TempDir Path dir)
      throws Exception {
    Path file = dir.resolve("bill.jsonl");
    ProviderProfile profile = ProviderProfile.of("sim", 42, KEY, List.of(MODEL)).billingTo(file);
    List<BillRecord> logged;
    try (ProviderClient client = new ProviderClient(profile)) {
      client.answer(prompt("m", "hi"));
      client.post(prompt("m", "[[fault:status=500]]").toString());
      logged = client.bill.records();
      assertThat(client.bill.byClientRequestId("req-1")).isEqualTo(logged).hasSize(2);
    }
    java.nio.file.Files.writeString(
        file, "{\"event\":\"se", java.nio.file.StandardOpenOption.APPEND);
    List<BillRecord> read = BillLog.read(file);
    assertThat(read).hasSameSizeAs(logged);
    for (int i = 0; i < read.size(); i++) {
      assertThat(read.get(i))
          .usingRecursiveComparison()
          .ignoringFields("arrivedNanos", "outcome.nanos")
          .isEqualTo(logged.get(i));
    }
  }

  private static String textOf(JsonNode answer) {
    return answer.at("/choices/0/message/content").stringValue();
  }
}
