package io.tollgate.adapters.openai.responses;

import static io.tollgate.adapters.openai.responses.Responses.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.MalformedAnswer;
import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.dialect.AnswerReading;
import io.tollgate.adapters.dialect.ClientError;
import io.tollgate.adapters.openai.OpenAiSpec;
import io.tollgate.policies.money.Picodollars;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ResponsesAnswerTest {

  private static final String BODY =
      " {'id':'resp_1', 'model':'gpt-x','service_tier':'default','status':'completed','error':null,"
          + "'output':[{'type':'message','content':[{'type':'output_text','text':'Hi'}]}],'x':1.0,"
          + "'usage':{'input_tokens':3,'output_tokens':1,'cost':9.9},'y':[]}\n";

  private static AnswerReading read(String body) {
    byte[] bytes = bytes(body);
    return ResponsesAnswer.read(bytes, 0, bytes.length);
  }

  private static String withCost(String body, @Nullable Picodollars cost) {
    return Responses.text(((ResponsesAnswer) read(body)).withCost(cost));
  }

  @Test
  void only_the_cost_is_written_into_an_answer() {
    Picodollars cost = Picodollars.ofDollars("0.5");
    assertThat(withCost(BODY, null)).isEqualTo(BODY.replace('\'', '"'));
    assertThat(withCost(BODY, cost)).isEqualTo(BODY.replace("9.9", "0.5").replace('\'', '"'));
    assertThat(withCost("{'output':[],'usage':{}}", cost))
        .isEqualTo("{\"output\":[],\"usage\":{\"cost\":0.5}}");
    assertThat(withCost("{'output':[],'usage':null}", cost))
        .isEqualTo("{\"output\":[],\"usage\":null}");
  }

  @Test
  void what_accounting_needs_is_read() {
    ResponsesAnswer answer = (ResponsesAnswer) read(BODY);
    assertThat(answer.model()).isEqualTo("gpt-x");
    assertThat(answer.servedTier()).isEqualTo("default");
    assertThat(answer.contentBytes()).isEqualTo("messageoutput_textHi".length());
    assertThat(answer.reportedUsage()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'error':{'message':'No','code':'server_error'}}",
        "{'status':'failed','output':[],'error':{'message':'No','code':'server_error'}}"
      })
  void an_error_in_the_place_of_an_answer_is_one(String body) {
    ProviderError error = new ProviderError("No", null, "server_error", null);
    assertThat(read(body)).isEqualTo(new AnswerReading.Failed(error));
    byte[] bytes = bytes(body);
    assertThat(Responses.PROVIDER.read(bytes, 0, bytes.length)).isEqualTo(error);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>",
        "[]",
        "{'output':[]",
        "{'output':[]} x",
        "{'choices':[]}",
        "{'status':'queued','output':[]}"
      })
  void what_is_no_answer_is_malformed(String body) {
    assertThat(read(body)).isInstanceOf(AnswerReading.Malformed.class);
    byte[] bytes = bytes(body);
    assertThat(Responses.PROVIDER.read(bytes, 0, bytes.length)).isInstanceOf(MalformedAnswer.class);
  }

  @Test
  void log_probabilities_are_read_in_the_shape_of_chat_completions() {
    byte[] body =
        bytes(
            "{'output':[{'type':'message','content':[{'type':'output_text','text':'Hi','logprobs':"
                + "[{'token':'Hi','logprob':-0.1,'bytes':[1],'top_logprobs':[]}]}]}]}");
    Completion completion = (Completion) Responses.PROVIDER.read(body, 0, body.length);
    assertThat(completion.choices().getFirst().logprobs())
        .isEqualTo(
            Responses.json(
                "{'content':[{'token':'Hi','logprob':-0.1,'bytes':[1],'top_logprobs':[]}]}"));
  }

  @Test
  void errors_are_of_the_official_shape_and_end_no_stream_well() {
    OpenAiSpec spec = OpenAiSpec.load();
    ResponsesClient client = new ResponsesClient();
    for (ClientError error :
        List.of(
            ClientError.of(429, "rate_limit_exceeded", "Slow \"down\""),
            new ClientError(400, "context_length_exceeded", "input", "Too long", null),
            ClientError.of(503, null, "No provider"))) {
      spec.check(OpenAiSpec.Shape.ERROR, client.errorBody(error));
      byte[] events = client.errorEvent(error);
      assertThat(Responses.types(events)).containsExactly("error", "response.failed");
      JsonNode event = Responses.data(events).getFirst();
      assertThat(event.get("error").get("message").stringValue()).isEqualTo(error.message());
      assertThat(event.get("message").stringValue()).isEqualTo(error.message());
      spec.check(OpenAiSpec.Shape.RESPONSE_EVENT, event);
      assertThat(Responses.data(events).getLast().at("/response/error/code"))
          .isEqualTo(event.get("code"));
    }
  }
}
