package io.tollgate.adapters.cohere;

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
import io.tollgate.policies.usage.Usage;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CohereAnswerTest {

  private static final CohereProvider COHERE =
      new CohereProvider(Set.of(), CohereProvider.ENDPOINTS);

  private static CompletionReading read(String json) {
    byte[] body = json.replace('\'', '"').getBytes(UTF_8);
    return COHERE.read(body, 0, body.length);
  }

  private static ReportedUsage usage(String json) {
    byte[] body = ("{'usage':" + json + "}").replace('\'', '"').getBytes(UTF_8);
    return requireNonNull(COHERE.usage(body, 0, body.length));
  }

  @Test
  void an_answer_has_its_plan_its_thoughts_its_cited_text_and_its_calls() {
    Completion completion =
        (Completion)
            read(
                "{'id':'c1','finish_reason':'TOOL_CALL','message':{'role':'assistant','tool_plan':'I"
                    + " will look.','content':[{'type':'thinking','thinking':'Hm'},"
                    + "{'type':'text','text':'Rain'}],'citations':[{'start':0,'end':4,'text':'Rain',"
                    + "'content_index':1,'type':'TEXT_CONTENT','sources':[{'type':'document','id':'doc:0','document':{'title':'T','snippet':'It"
                    + " rains','url':'https://e'}}]},"
                    + "{'start':0,'end':1,'type':'PLAN','content_index':1}],"
                    + "'tool_calls':[{'id':'t','type':'function','function':{'name':'f',"
                    + "'arguments':''}}]},'usage':{'billed_units':{'input_tokens':13,"
                    + "'output_tokens':61},'tokens':{'input_tokens':542,'output_tokens':63}}}");
    assertThat(completion.id()).isEqualTo("c1");
    Completion.Choice choice = completion.choices().getFirst();
    assertThat(choice.finish()).isEqualTo(Finish.TOOL_CALLS);
    assertThat(choice.parts()).hasSize(4);
    assertThat(choice.parts().get(0))
        .isEqualTo(new Part.Reasoning("I will look.", null, false, null, null));
    assertThat(choice.parts().get(1)).isEqualTo(new Part.Reasoning("Hm", null, false, null, null));
    assertThat(choice.parts().get(2))
        .isInstanceOfSatisfying(
            Part.Text.class,
            text -> {
              assertThat(text.text()).isEqualTo("Rain");
              assertThat(text.citations()).hasSize(1);
              assertThat(text.citations().getFirst().citedText()).isEqualTo("It rains");
              assertThat(text.citations().getFirst().url()).isEqualTo("https://e");
              assertThat(text.citations().getFirst().endIndex()).isEqualTo(4);
            });
    assertThat(choice.parts().get(3)).isEqualTo(Part.ToolCall.of("t", "f", "{}"));
    assertThat(requireNonNull(completion.usage()).usage()).isEqualTo(Usage.of(13, 61));
  }

  @Test
  void what_is_billed_is_priced_and_cached_tokens_are_no_part_of_it() {
    ReportedUsage cached =
        usage(
            "{'billed_units':{'input_tokens':41,'output_tokens':28},'cached_tokens':1040,"
                + "'tokens':{'input_tokens':1442,'output_tokens':29}}");
    assertThat(cached.usage()).isEqualTo(Usage.of(41, 28));
    assertThat(cached.doubts()).isEmpty();
    assertThat(usage("{'billed_units':{'output_tokens':28.0}}").usage()).isEqualTo(Usage.of(0, 28));
  }

  @Test
  void without_billed_units_the_tokens_count_with_a_doubt_and_odd_counters_do_not() {
    ReportedUsage tokens = usage("{'tokens':{'input_tokens':5,'output_tokens':6}}");
    assertThat(tokens.usage()).isEqualTo(Usage.of(5, 6));
    assertThat(tokens.doubts()).hasSize(1);
    assertThat(usage("{'billed_units':{'input_tokens':1.5,'output_tokens':6}}").usage()).isNull();
    assertThat(usage("{'tokens':{'input_tokens':-5,'output_tokens':6}}").usage()).isNull();
    byte[] none = "{\"usage\":{}}".getBytes(UTF_8);
    assertThat(COHERE.usage(none, 0, none.length)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "COMPLETE,STOP",
    "STOP_SEQUENCE,STOP_SEQUENCE",
    "MAX_TOKENS,LENGTH",
    "TOOL_CALL,TOOL_CALLS",
    "SOMETHING_NEW,OTHER"
  })
  void an_answer_ends_for_the_reason_that_is_given(String reason, Finish finish) {
    Completion completion =
        (Completion) read("{'message':{'content':[]},'finish_reason':'" + reason + "'}");
    assertThat(completion.choices().getFirst().finish()).isEqualTo(finish);
  }

  @Test
  void a_generation_that_failed_is_an_error_and_other_shapes_are_no_answers() {
    assertThat(read("{'message':{'content':[]},'finish_reason':'ERROR'}"))
        .isEqualTo(new ProviderError("the generation failed", "ERROR", null, null));
    assertThat(read("{'message':'invalid api token'}"))
        .isEqualTo(new ProviderError("invalid api token", null, null, null));
    assertThat(read("{}")).isInstanceOf(MalformedAnswer.class);
    assertThat(read("[]")).isInstanceOf(MalformedAnswer.class);
    assertThat(read("")).isInstanceOf(MalformedAnswer.class);
  }

  @Test
  void log_probabilities_of_a_piece_are_the_sum_of_its_tokens() {
    Completion completion =
        (Completion)
            read(
                "{'message':{'content':[]},'finish_reason':'COMPLETE','logprobs':["
                    + "{'text':'Hi','token_ids':[1,2],'logprobs':[-0.5,-0.25]},"
                    + "{'text':'!','token_ids':[3],'logprobs':[-1e-999999999]}]}");
    assertThat(String.valueOf(completion.choices().getFirst().logprobs()))
        .isEqualTo(
            "{\"content\":[{\"token\":\"Hi\",\"logprob\":-0.75,\"bytes\":null,\"top_logprobs\":[]},"
                + "{\"token\":\"!\",\"logprob\":0,\"bytes\":null,\"top_logprobs\":[]}]}");
  }
}
