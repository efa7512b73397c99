package io.tollgate.adapters.ollama;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.CompletionReading;
import io.tollgate.adapters.conversation.Finish;
import io.tollgate.adapters.conversation.MalformedAnswer;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.policies.usage.EngineTimes;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OllamaAnswerTest {

  private static final OllamaProvider OLLAMA =
      new OllamaProvider(Set.of(), OllamaProvider.ENDPOINTS);

  private static CompletionReading read(String json) {
    byte[] body = ("xx" + json.replace('\'', '"')).getBytes(UTF_8);
    return OLLAMA.read(body, 2, body.length - 2);
  }

  @Test
  void an_answer_has_its_thoughts_its_text_and_its_calls_in_this_order() {
    CompletionReading reading =
        read(
            "{'model':'qwen3:8b','created_at':'2026-11-20T10:00:00.5Z','message':{'role':'assistant',"
                + "'tool_calls':[{'id':'call_x','function':{'name':'f','arguments':{'a':1.0}}}],"
                + "'content':'Well','thinking':'Hm'},'done':true,'done_reason':'stop',"
                + "'total_duration':5,'prompt_eval_count':26,'eval_count':9}");
    assertThat(reading).isInstanceOf(Completion.class);
    Completion completion = (Completion) reading;
    assertThat(completion.model()).isEqualTo("qwen3:8b");
    assertThat(completion.createdEpochSeconds()).isEqualTo(1_795_168_800L);
    assertThat(completion.choices().getFirst().parts())
        .containsExactly(
            new Part.Reasoning("Hm", null, false, null, null),
            Part.Text.of("Well"),
            Part.ToolCall.of("call_x", "f", "{\"a\":1.0}"));
    assertThat(completion.choices().getFirst().finish()).isEqualTo(Finish.TOOL_CALLS);
    assertThat(completion.usage())
        .isEqualTo(new ReportedUsage(Usage.of(26, 9), UsageQuality.ENGINE_REPORTED, List.of()));
  }

  @Test
  void the_engines_own_times_are_in_nanoseconds_and_a_cached_prompt_takes_none() {
    String answer =
        "{'message':{'content':'Well'},'done':true,'prompt_eval_count':26,'eval_count':9,%s}";
    assertThat(usage(answer.formatted("'prompt_eval_duration':26000000,'eval_duration':9000500")))
        .extracting(ReportedUsage::engine)
        .isEqualTo(new EngineTimes(26_000, 9_000));
    assertThat(usage(answer.formatted("'eval_duration':9000000")))
        .extracting(ReportedUsage::engine)
        .isEqualTo(new EngineTimes(0, 9_000));
    assertThat(usage(answer.formatted("'prompt_eval_duration':5")))
        .extracting(ReportedUsage::engine)
        .isNull();
  }

  private static @Nullable ReportedUsage usage(String answer) {
    return ((Completion) read(answer)).usage();
  }

  @Test
  void calls_without_ids_get_the_same_ids_for_the_same_bytes_and_others_in_another_turn() {
    String answer =
        "{'created_at':'%s','message':{'tool_calls':[{'function':{'name':'f','arguments':{}}},"
            + "{'function':{'name':'f','arguments':{}}}]},'done':true}";
    List<String> first = ids(read(answer.formatted("2026-11-20T10:00:00Z")));
    assertThat(first).doesNotHaveDuplicates().hasSize(2).allMatch(id -> id.length() <= 40);
    assertThat(ids(read(answer.formatted("2026-11-20T10:00:00Z")))).isEqualTo(first);
    assertThat(ids(read(answer.formatted("2026-11-20T10:00:01Z"))))
        .doesNotContainAnyElementsOf(first);
  }

  private static List<String> ids(CompletionReading reading) {
    return ((Completion) reading)
        .choices().getFirst().parts().stream().map(part -> ((Part.ToolCall) part).id()).toList();
  }

  @Test
  void a_counter_that_is_missing_beside_the_other_is_estimated_and_not_taken_for_nothing() {
    Completion completion =
        (Completion) read("{'message':{'content':'x'},'done':true,'eval_count':3}");
    ReportedUsage half = requireNonNull(completion.usage());
    assertThat(half.usage()).isNull();
    assertThat(half.doubts()).containsExactly("prompt_eval_count is missing");
    assertThat(completion.choices().getFirst().finish()).isEqualTo(Finish.OTHER);
    Completion odd =
        (Completion)
            read(
                "{'message':{'content':'x'},'done':true,'done_reason':'length',"
                    + "'prompt_eval_count':-3,'eval_count':1.5}");
    assertThat(requireNonNull(odd.usage()).usage()).isNull();
    assertThat(odd.choices().getFirst().finish()).isEqualTo(Finish.LENGTH);
  }

  @Test
  void the_usage_is_found_in_a_document_that_is_no_answer() {
    byte[] document = "{\"prompt_eval_count\":2,\"eval_count\":0,\"x\":[]}".getBytes(UTF_8);
    ReportedUsage usage = requireNonNull(OLLAMA.usage(document, 0, document.length));
    assertThat(usage.usage()).isEqualTo(Usage.of(2, 0));
    assertThat(OLLAMA.usage("[]".getBytes(UTF_8), 0, 2)).isNull();
    assertThat(OLLAMA.usage("{}".getBytes(UTF_8), 0, 2)).isNull();
  }

  @Test
  void errors_and_other_shapes_are_no_answers() {
    assertThat(read("{'error':'model not found'}"))
        .isEqualTo(new ProviderError("model not found", null, null, null));
    assertThat(read("{'message':{'content':'x'},'done':false}"))
        .isInstanceOf(MalformedAnswer.class);
    assertThat(read("{'done':true}")).isInstanceOf(MalformedAnswer.class);
    assertThat(read("[]")).isInstanceOf(MalformedAnswer.class);
    assertThat(read("<html>")).isInstanceOf(MalformedAnswer.class);
    byte[] body = "{\"error\":\"no such model\"}".getBytes(UTF_8);
    assertThat(OLLAMA.error(404, body, 0, body.length).message()).isEqualTo("no such model");
  }

  @Test
  void log_probabilities_have_the_shape_of_openai() {
    Completion completion =
        (Completion)
            read(
                "{'message':{'content':'é'},'done':true,'logprobs':[{'token':'é','logprob':-0.25,"
                    + "'top_logprobs':[{'token':'e','logprob':-2}]}]}");
    assertThat(String.valueOf(completion.choices().getFirst().logprobs()))
        .isEqualTo(
            "{\"content\":[{\"token\":\"é\",\"logprob\":-0.25,\"bytes\":[195,169],"
                + "\"top_logprobs\":[{\"token\":\"e\",\"logprob\":-2,\"bytes\":[101]}]}]}");
  }
}
