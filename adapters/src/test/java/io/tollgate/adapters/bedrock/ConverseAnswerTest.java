package io.tollgate.adapters.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.CompletionReading;
import io.tollgate.adapters.conversation.Finish;
import io.tollgate.adapters.conversation.MalformedAnswer;
import io.tollgate.adapters.conversation.MediaSource;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.policies.usage.Usage;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConverseAnswerTest {

  private static final BedrockProvider BEDROCK =
      new BedrockProvider(Set.of(), BedrockProvider.ENDPOINTS);

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(UTF_8);
  }

  private static CompletionReading read(String json) {
    byte[] body = bytes(json);
    return BEDROCK.read(body, 0, body.length);
  }

  private static ReportedUsage usage(String json) {
    byte[] body = bytes("{'usage':" + json + "}");
    return requireNonNull(BEDROCK.usage(body, 0, body.length));
  }

  @Test
  void every_kind_of_block_becomes_a_part() {
    Completion completion =
        (Completion)
            read(
                "{'output':{'message':{'role':'assistant','content':["
                    + "{'reasoningContent':{'reasoningText':{'text':'Hm','signature':'c2ln'}}},"
                    + "{'reasoningContent':{'reasoningText':{'text':'open'}}},"
                    + "{'reasoningContent':{'redactedContent':'aGlk'}},{'text':'Well'},"
                    + "{'image':{'format':'jpeg','source':{'bytes':'aGk='}}},"
                    + "{'toolUse':{'toolUseId':'t','name':'f','input':{'a':1.0}}},"
                    + "{'toolUse':{'toolUseId':'s','name':'g','input':{},'type':'server_tool_use'}},"
                    + "{'novelty':{}}]}},'stopReason':'tool_use','serviceTier':{'type':'flex'},"
                    + "'usage':{'inputTokens':1,'outputTokens':2,'totalTokens':3},"
                    + "'trace':{'guardrail':{'actionReason':'none'}}}");
    Completion.Choice choice = completion.choices().getFirst();
    assertThat(choice.parts().subList(0, 6))
        .containsExactly(
            new Part.Reasoning("Hm", "c2ln", false, null, "bedrock"),
            new Part.Reasoning("open", null, false, null, null),
            new Part.Reasoning("", "aGlk", true, null, "bedrock"),
            Part.Text.of("Well"),
            new Part.Image(new MediaSource.Base64("image/jpeg", "aGk="), null, null),
            Part.ToolCall.of("t", "f", "{\"a\":1.0}"));
    assertThat(choice.parts().subList(6, 8)).allMatch(part -> part instanceof Part.Opaque);
    assertThat(String.valueOf(choice.safety())).isEqualTo("{\"actionReason\":\"none\"}");
    assertThat(completion.servedTier()).isEqualTo("flex");
    assertThat(requireNonNull(completion.usage()).usage()).isEqualTo(Usage.of(1, 2));
  }

  @ParameterizedTest
  @CsvSource({
    "end_turn,STOP",
    "tool_use,TOOL_CALLS",
    "max_tokens,LENGTH",
    "stop_sequence,STOP_SEQUENCE",
    "guardrail_intervened,CONTENT_FILTER",
    "content_filtered,CONTENT_FILTER",
    "model_context_window_exceeded,CONTEXT_FULL",
    "malformed_tool_use,MALFORMED_CALL",
    "malformed_model_output,OTHER"
  })
  void an_answer_ends_for_the_reason_that_is_given(String reason, Finish finish) {
    Completion completion =
        (Completion) read("{'output':{'message':{'content':[]}},'stopReason':'" + reason + "'}");
    assertThat(completion.choices().getFirst().finish()).isEqualTo(finish);
    assertThat(completion.usage()).isNull();
  }

  @Test
  void input_tokens_are_what_no_cache_had_to_do_with() {
    assertThat(
            usage(
                    "{'inputTokens':10,'outputTokens':2,'totalTokens':12,'cacheReadInputTokens':100,"
                        + "'cacheWriteInputTokens':50}")
                .usage())
        .isEqualTo(new Usage(10, 100, 50, 0, 0, 0, 2, 0, 0));
    ReportedUsage partly =
        usage(
            "{'inputTokens':1,'outputTokens':2,'totalTokens':9,'cacheWriteInputTokens':50,"
                + "'cacheDetails':[{'ttl':'1h','inputTokens':20}]}");
    assertThat(partly.usage()).isEqualTo(new Usage(1, 0, 30, 20, 0, 0, 2, 0, 0));
    assertThat(partly.doubts()).hasSize(2);
  }

  @Test
  void counters_that_cannot_be_so_are_estimated() {
    assertThat(usage("{'inputTokens':null,'outputTokens':2}").usage()).isNull();
    assertThat(usage("{'inputTokens':1.5,'outputTokens':2}").usage()).isNull();
    assertThat(usage("{'inputTokens':-1,'outputTokens':2}").usage()).isNull();
    assertThat(usage("{'inputTokens':99999999999999999999,'outputTokens':2}").usage()).isNull();
    assertThat(usage("{'inputTokens':'5','outputTokens':2}").usage()).isNull();
    assertThat(usage("{}").usage()).isNull();
    assertThat(
            usage(
                    "{'inputTokens':1,'outputTokens':2,'cacheWriteInputTokens':5,"
                        + "'cacheDetails':[{'ttl':'1h','inputTokens':6}]}")
                .usage())
        .isNull();
    assertThat(usage("{'inputTokens':5.0,'outputTokens':2e0}").usage()).isEqualTo(Usage.of(5, 2));
  }

  @Test
  void errors_are_named_by_their_status_where_the_body_does_not() {
    byte[] body = bytes("{'message':'Input is too long.'}");
    assertThat(BEDROCK.error(400, body, 0, body.length))
        .isEqualTo(new ProviderError("Input is too long.", "ValidationException", null, null));
    byte[] typed = bytes("{'__type':'com.amazon.coral#ThrottlingException','Message':'Slow down'}");
    assertThat(BEDROCK.error(400, typed, 0, typed.length))
        .isEqualTo(new ProviderError("Slow down", "ThrottlingException", null, null));
  }

  @Test
  void other_shapes_are_no_answers() {
    assertThat(read("{'message':'no'}")).isInstanceOf(ProviderError.class);
    assertThat(read("{'output':{'message':{'content':[]}}}")).isInstanceOf(MalformedAnswer.class);
    assertThat(read("")).isInstanceOf(MalformedAnswer.class);
    assertThat(read("[")).isInstanceOf(MalformedAnswer.class);
  }
}
