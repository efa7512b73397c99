package io.tollgate.bench.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.provider.Tongue.Heard;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** What holds in every dialect: answers, bills, faults, and the log of what was received. */
class EveryDialectTest {

  private ProviderClient client;

  @BeforeEach
  void start() throws Exception {
    client = ProviderClient.of(SimulatedModel.instant("m").sharing(500_000, 0));
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
  }

  @ParameterizedTest
  @EnumSource
  void a_plain_and_a_streamed_answer_are_whole_billed_and_logged(Tongue tongue) throws Exception {
    Heard plain = tongue.say(client, "Say it. [[say:x]]", false);
    Heard streamed = tongue.say(client, "Say it. [[say:x]]", true);
    assertThat(plain.status()).isEqualTo(200);
    assertThat(plain.text()).contains("\"x\"").startsWith("{");
    assertThat(streamed.status()).isEqualTo(200);
    assertThat(streamed.text()).contains("\"x\"").contains(tongue.end);
    List<BillRecord> bill = client.bill.records();
    assertThat(bill)
        .hasSize(2)
        .allSatisfy(seen -> {
          assertThat(seen.dialect()).isEqualTo(tongue.dialect);
          assertThat(seen.clientRequestId()).isEqualTo("req-1");
          assertThat(seen.endedOutcome().complete()).isTrue();
          assertThat(seen.endedOutcome().usageReported()).isTrue();
          assertThat(seen.endedOutcome().usage()).isEqualTo(bill.getFirst().endedOutcome().usage());
        });
    assertThat(bill.getLast().stream()).isTrue();
    Received received = client.provider.received().getLast();
    assertThat(received.dialect()).isEqualTo(tongue.dialect);
    assertThat(received.pathWithQuery()).isEqualTo(tongue.path(true));
    assertThat(received.text()).isEqualTo(tongue.body("Say it. [[say:x]]", true));
    assertThat(received.header("X-Client-Request-Id")).isEqualTo("req-1");
  }

  @ParameterizedTest
  @EnumSource
  void every_count_of_the_usage_is_the_one_that_is_billed(Tongue tongue) throws Exception {
    String text = "Count [[tokens:7]] " + "much ".repeat(50);
    JsonNode plain = ProviderClient.JSON.readTree(tongue.say(client, text, false).text());
    SimulatedUsage billed = client.outcome().usage();
    assertThat(billed.completionTokens()).isEqualTo(7);
    assertThat(billed.cachedTokens()).isPositive();
    long full = billed.promptTokens();
    long fresh = billed.freshTokens();
    String usage =
        switch (tongue) {
          case CHAT -> counts(plain, "/usage", "prompt_tokens", "completion_tokens");
          case RESPONSES, ANTHROPIC -> counts(plain, "/usage", "input_tokens", "output_tokens");
          case GEMINI ->
              counts(plain, "/usageMetadata", "promptTokenCount", "candidatesTokenCount");
          case BEDROCK -> counts(plain, "/usage", "inputTokens", "outputTokens");
          case COHERE -> counts(plain, "/usage/tokens", "input_tokens", "output_tokens");
          case OLLAMA -> counts(plain, "", "prompt_eval_count", "eval_count");
        };
    boolean apart = tongue == Tongue.ANTHROPIC || tongue == Tongue.BEDROCK;
    assertThat(usage).isEqualTo((apart ? fresh : full) + " 7");
  }

  private static String counts(JsonNode root, String at, String input, String output) {
    JsonNode usage = root.at(at);
    return usage.path(input).longValue() + " " + usage.path(output).longValue();
  }

  @ParameterizedTest
  @EnumSource
  void a_wrong_key_is_refused(Tongue tongue) throws Exception {
    try (ProviderClient other =
        new ProviderClient(
            ProviderProfile.of("sim", 1, "another", List.of(SimulatedModel.instant("m"))))) {
      Heard heard = tongue.say(other, "Hello", false);
      boolean open = tongue == Tongue.OLLAMA;
      assertThat(heard.status()).isIn(open ? List.of(200) : List.of(400, 401, 403));
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_unknown_model_is_not_found_in_the_dialects_own_words(Tongue tongue) throws Exception {
    String path = tongue.path(false).replace("/m:", "/x:").replace("/m/", "/x/");
    String body = tongue.body("Hello", false).replace("\"m\"", "\"x\"");
    Heard heard = tongue.post(client, path, body);
    assertThat(heard.status()).isEqualTo(404);
    assertThat(heard.text()).contains("does not exist");
  }

  @ParameterizedTest
  @EnumSource
  void errors_have_the_dialects_own_shape(Tongue tongue) throws Exception {
    Heard heard = tongue.say(client, "[[fault:status=429;retry-after=7]]", false);
    assertThat(heard.status()).isEqualTo(429);
    JsonNode error = ProviderClient.JSON.readTree(heard.text());
    String shape =
        switch (tongue) {
          case CHAT, RESPONSES -> error.at("/error/code").stringValue();
          case ANTHROPIC -> error.at("/error/type").stringValue();
          case GEMINI -> error.at("/error/status").stringValue();
          case BEDROCK, COHERE -> error.path("message").stringValue();
          case OLLAMA -> error.path("error").stringValue();
        };
    assertThat(shape)
        .isIn(
            "rate_limit_exceeded",
            "rate_limit_error",
            "RESOURCE_EXHAUSTED",
            "Simulated status 429.");
    var wait = heard.response().headers().firstValue("retry-after");
    if (tongue == Tongue.GEMINI) {
      assertThat(wait).isEmpty();
      assertThat(heard.text()).contains("\"retryDelay\":\"7s\"");
    } else {
      assertThat(wait).contains("7");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_stream_may_fail_before_and_after_its_first_content(Tongue tongue) throws Exception {
    for (String fault : List.of("error-event=1", "error-event=3")) {
      Heard heard = tongue.say(client, "[[say:xyzxyzxyzxyz]][[fault:" + fault + "]]", true);
      assertThat(heard.text()).contains("The model broke down.");
      assertThat(heard.text().replace("data: [DONE]", "")).doesNotContain(tongue.end);
      assertThat(heard.text().contains("xyzx")).isEqualTo(fault.endsWith("3"));
    }
    assertThat(client.bill.awaitAllEnded(2, ProviderClient.PATIENCE)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void a_stream_may_be_cut_end_early_or_be_garbage(Tongue tongue) throws Exception {
    String say = "[[say:xyzxyzxyzxyz]]";
    assertThat(tongue.say(client, say + "[[fault:cut-after=1]]", true).broken()).isTrue();
    Heard early = tongue.say(client, say + "[[fault:eof-after=1]]", true);
    assertThat(early.broken()).isFalse();
    assertThat(early.text()).doesNotContain(tongue.end);
    String whole = tongue.say(client, say, true).text();
    String garbage = tongue.say(client, say + "[[fault:malformed-event=1]]", true).text();
    assertThat(garbage).isNotEqualTo(whole).contains(tongue.end);
    Heard split = tongue.say(client, say + "[[fault:split-utf8]]", true);
    assertThat(split.text()).contains("\ud83c\udf89").contains(tongue.end);
    byte[] spoiled = tongue.say(client, say + "[[fault:bad-utf8]]", true).bytes().getBytes();
    assertThat(spoiled).containsSubsequence((byte) 0xc3, (byte) 0x28, (byte) 0xff);
    Heard huge = tongue.say(client, say + "[[fault:huge-event=1000001]]", true);
    assertThat(huge.bytes().length()).isGreaterThan(1_000_000);
    assertThat(huge.text()).contains(tongue.end);
  }

  @ParameterizedTest
  @EnumSource
  void usage_may_be_missing_or_a_lie(Tongue tongue) throws Exception {
    String said = tongue.say(client, "[[tokens:9]][[fault:usage=huge]]", true).text();
    assertThat(said).contains("1000000000000000000");
    assertThat(client.outcome().usageReported()).isFalse();
    assertThat(client.outcome().usage().completionTokens()).isEqualTo(9);
    String missing = tongue.say(client, "[[fault:no-usage]]", false).text();
    assertThat(missing.replace("max_output_tokens", "").toLowerCase(Locale.ROOT))
        .doesNotContain("output_tokens", "outputtokens", "completion_tokens", "tokencount")
        .doesNotContain("eval_count");
  }

  @ParameterizedTest
  @EnumSource
  void an_end_other_than_the_usual_is_named_as_the_dialect_names_it(Tongue tongue)
      throws Exception {
    ends(tongue, "[[say:abc]][[filter:answer]]", filtered(tongue));
    ends(tongue, "[[refuse:I shall not.]]", refused(tongue));
    ends(tongue, "[[think:200]][[tokens:9999]]", cut(tongue));
  }

  private void ends(Tongue tongue, String text, String named) throws Exception {
    for (boolean stream : new boolean[] {false, true}) {
      Heard heard = tongue.say(client, text, stream);
      assertThat(heard.status()).isEqualTo(200);
      assertThat(heard.text()).contains(named);
    }
  }

  private static String filtered(Tongue tongue) {
    return switch (tongue) {
      case CHAT, RESPONSES -> "\"content_filter\"";
      case ANTHROPIC -> "\"stop_reason\":\"refusal\"";
      case GEMINI -> "\"finishReason\":\"SAFETY\"";
      case BEDROCK -> "guardrail_intervened";
      case COHERE -> "\"finish_reason\":\"ERROR\"";
      case OLLAMA -> "\"done_reason\":\"stop\"";
    };
  }

  private static String refused(Tongue tongue) {
    return switch (tongue) {
      case CHAT, RESPONSES -> "\"refusal\":\"I shall not.\"";
      case ANTHROPIC -> "\"explanation\":\"I shall not.\"";
      case GEMINI -> "PROHIBITED_CONTENT";
      case BEDROCK -> "content_filtered";
      case COHERE, OLLAMA -> "I shall not.";
    };
  }

  private static String cut(Tongue tongue) {
    return switch (tongue) {
      case CHAT -> "\"finish_reason\":\"length\"";
      case RESPONSES -> "\"max_output_tokens\"";
      case ANTHROPIC, BEDROCK -> "\"max_tokens\"";
      case GEMINI, COHERE -> "\"MAX_TOKENS\"";
      case OLLAMA -> "\"done_reason\":\"length\"";
    };
  }

  @ParameterizedTest
  @EnumSource
  void a_schema_is_answered_with_an_example_of_it(Tongue tongue) throws Exception {
    String schema =
        "{\"type\":\"object\",\"properties\":{\"size\":{\"type\":\"integer\",\"minimum\":7}}}";
    String quoted = ProviderClient.JSON.writeValueAsString(schema);
    String asked =
        switch (tongue) {
          case CHAT ->
              "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\","
                  + "\"schema\":"
                  + schema
                  + "}},";
          case RESPONSES ->
              "\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"n\",\"schema\":"
                  + schema
                  + "}},";
          case ANTHROPIC ->
              "\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":"
                  + schema
                  + "}},";
          case GEMINI ->
              "\"generationConfig\":{\"responseMimeType\":\"application/json\","
                  + "\"responseSchema\":"
                  + schema
                  + "},";
          case BEDROCK ->
              "\"outputConfig\":{\"textFormat\":{\"type\":\"json_schema\",\"structure\":"
                  + "{\"jsonSchema\":{\"name\":\"n\",\"schema\":"
                  + quoted
                  + "}}}},";
          case COHERE ->
              "\"response_format\":{\"type\":\"json_object\",\"json_schema\":" + schema + "},";
          case OLLAMA -> "\"format\":" + schema + ",";
        };
    String body = "{" + asked + tongue.body("Hello", false).substring(1);
    assertThat(tongue.post(client, tongue.path(false), body).text()).contains("{\\\"size\\\":7}");
  }
}
