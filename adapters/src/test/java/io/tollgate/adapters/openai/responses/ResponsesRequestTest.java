package io.tollgate.adapters.openai.responses;

import static io.tollgate.adapters.openai.responses.Responses.bytes;
import static io.tollgate.adapters.openai.responses.Responses.json;
import static io.tollgate.adapters.openai.responses.Responses.request;
import static io.tollgate.adapters.openai.responses.Responses.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tollgate.adapters.json.Segments;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.policies.catalog.Capability;
import io.tollgate.policies.routing.RequestProfile;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ResponsesRequestTest {

  @Test
  void a_text_is_one_message() throws MalformedRequest {
    RequestProfile profile = request("{'model':'auto','input':'12345678','stream':true}").profile();
    assertThat(profile.model()).isEqualTo("auto");
    assertThat(profile.stream()).isTrue();
    assertThat(profile.messages()).isEqualTo(1);
    assertThat(profile.promptBytes()).isEqualTo(8);
    assertThat(profile.choices()).isEqualTo(1);
    assertThat(profile.maxOutputTokens()).isEqualTo(-1);
    assertThat(profile.needs()).isEmpty();
  }

  @Test
  void what_a_policy_may_look_at_is_read_from_items() throws MalformedRequest {
    RequestProfile profile =
        request(
                "{'input':[{'role':'user','content':[{'type':'input_text','text':'abcd'},"
                    + "{'type':'input_image','image_url':'data:image/png;base64,AAAAAAAA'},"
                    + "{'type':'input_file','file_data':'0123456789','filename':'ab'},"
                    + "{'type':'input_audio','input_audio':{'data':'AA'}}]},"
                    + "{'type':'function_call_output','call_id':'c','output':'efgh'}],"
                    + "'instructions':'ijkl','model':'m','max_output_tokens':77,"
                    + "'tools':[{'type':'function','name':'f'}],'top_logprobs':2,"
                    + "'text':{'format':{'type':'json_schema','name':'n','schema':{'type':'object'}}},"
                    + "'metadata':{'task':'sum','x':'y'},'safety_identifier':'u1'}")
            .profile();
    assertThat(profile.needs())
        .containsExactlyInAnyOrder(
            Capability.TOOLS,
            Capability.JSON_SCHEMA,
            Capability.IMAGES,
            Capability.FILES,
            Capability.AUDIO,
            Capability.LOGPROBS);
    assertThat(profile.messages()).isEqualTo(2);
    assertThat(profile.maxOutputTokens()).isEqualTo(77);
    assertThat(profile.tools()).isEqualTo(1);
    assertThat(profile.task()).isEqualTo("sum");
    assertThat(profile.user()).isEqualTo("u1");
    // Three texts of four bytes, the file's name, the tools and the schema as written.
    assertThat(profile.promptBytes()).isEqualTo(3 * 4 + 2 + 32 + 17);
  }

  @Test
  void only_the_model_is_another_for_a_provider() throws MalformedRequest {
    String body = "{ 'input' : 'a\\u00e9' ,\n 'model':\t'auto','client_metadata':{'a':[1.0]} } ";
    assertThat(text(request(body).splice("gpt\"5")))
        .isEqualTo(body.replace("'auto'", "'gpt\\\"5'").replace('\'', '"'));
  }

  @Test
  void thoughts_of_other_dialects_are_left_out_for_a_provider_and_nothing_else()
      throws MalformedRequest {
    String own = "{'type':'reasoning','id':'rs_1','encrypted_content':'gAAA','summary':[]}";
    String foreign = "{'type':'reasoning','id':'rs_tg_x_0','summary':[]}";
    String signed = "{'type':'reasoning','encrypted_content':'tollgate:a:s:b','summary':[]}";
    String said = "{'role':'user','content':'x'}";
    assertThat(left(foreign)).isEmpty();
    assertThat(left(foreign + " , " + signed)).isEmpty();
    assertThat(left(own + "," + foreign)).isEqualTo(own);
    assertThat(left(foreign + "," + own + "," + signed)).isEqualTo(own);
    assertThat(left(said + "," + foreign + ", " + signed + "," + said))
        .isEqualTo(said + "," + said);
  }

  private static String left(String items) throws MalformedRequest {
    String whole =
        text(request("{'model':'m','input':[" + items + "]}").splice("m")).replace('"', '\'');
    return whole
        .substring("{'model':'m','input':[".length(), whole.length() - 2)
        .replace("}, {", "},{");
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"input\":\"a\"}', missing_required_parameter, model",
    "'{\"model\":1}', invalid_type, model",
    "'{\"model\":\"\"}', invalid_value, model",
    "'{\"model\":\"m\",\"input\":1}', invalid_type, input",
    "'{\"model\":\"m\",\"input\":[1]}', invalid_type, input[0]",
    "'{\"model\":\"m\",\"tools\":{}}', invalid_type, tools",
    "'{\"model\":\"m\",\"stream\":1}', invalid_type, stream",
    "'{\"model\":\"m\",\"background\":true}', unsupported_parameter, background",
    "'{\"model\":\"m\",\"base_url\":\"x\"}', forbidden_parameter, base_url",
    "'{\"model\":\"m\",\"usage\":{}}', forbidden_parameter, usage",
    "'{\"model\":\"m\",\"max_output_tokens\":-1}', integer_below_min_value, max_output_tokens",
    "'{\"model\":\"m\",\"model\":\"n\"}', duplicate_key,",
    "'{\"model\":\"m\"', invalid_json,",
    "'[]', invalid_type,"
  })
  void a_request_that_cannot_be_served_is_refused_by_name(String body, String code, String param) {
    assertThatExceptionOfType(MalformedRequest.class)
        .isThrownBy(() -> request(body))
        .satisfies(e -> {
          assertThat(e.status()).isEqualTo(400);
          assertThat(e.code()).isEqualTo(code);
          assertThat(e.param()).isEqualTo(param);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'model':'m','input':null,'background':false,'stream':null,'tools':null}",
        "{'model':'m','prompt':{'id':'p'}}",
        "{'model':'m','input':[{'type':'from_the_future','x':[{}]}],'new_field':{'a':1}}"
      })
  void what_is_unknown_is_the_providers_to_judge(String body) throws MalformedRequest {
    assertThat(request(body).splice("m").length()).isEqualTo(body.length());
    assertThat(request(body).conversation().model()).isEqualTo("m");
  }

  @Test
  void an_answer_is_kept_unless_the_client_says_no() throws MalformedRequest {
    assertThat(request("{'model':'m'}").stores()).isTrue();
    assertThat(request("{'model':'m','store':null}").stores()).isTrue();
    assertThat(request("{'model':'m','store':true}").stores()).isTrue();
    assertThat(request("{'model':'m','store':false}").stores()).isFalse();
  }

  @Test
  void earlier_items_go_before_its_own_and_every_other_byte_stays() throws MalformedRequest {
    ResponsesRequest asked =
        request("{'model':'m', 'previous_response_id':'resp_1' , 'input':'b','x':1.50}");
    assertThat(asked.previousResponseId()).isEqualTo("resp_1");
    List<JsonNode> earlier = List.of(json("{'role':'user','content':'a'}"));
    ResponsesRequest whole = asked.after(earlier, id -> null);
    assertThat(whole.previousResponseId()).isNull();
    assertThat(whole.profile().messages()).isEqualTo(2);
    assertThat(text(whole.splice("m")))
        .isEqualTo(
            text(
                Segments.of(
                    bytes(
                        "{'model':'m',  'input':[{'role':'user','content':'a'},"
                            + "{'type':'message','role':'user','content':'b'}],'x':1.50}"),
                    0,
                    bytes(
                            "{'model':'m',  'input':[{'role':'user','content':'a'},"
                                + "{'type':'message','role':'user','content':'b'}],'x':1.50}")
                        .length)));
  }

  @Test
  void a_request_without_input_can_go_on_too() throws MalformedRequest {
    ResponsesRequest whole =
        request("{'model':'m','previous_response_id':'resp_1'}")
            .after(List.of(json("{'role':'user','content':'a'}")), id -> null);
    assertThat(text(whole.splice("m")))
        .isEqualTo("{'model':'m','input':[{'role':'user','content':'a'}]}".replace('\'', '"'));
  }

  @Test
  void references_are_put_in_place_where_the_items_are_known() throws MalformedRequest {
    ResponsesRequest asked =
        request(
            "{'model':'m','input':[{'type':'item_reference','id':'msg_a_0'},{'id':'unknown'},"
                + "{'role':'user','id':'msg_x','content':'b'}]}");
    assertThat(asked.itemReferences()).containsExactlyInAnyOrder("msg_a_0", "unknown");
    Map<String, JsonNode> items = Map.of("msg_a_0", json("{'role':'assistant','content':'a'}"));
    assertThat(text(asked.after(List.of(), items::get).splice("m")))
        .isEqualTo(
            ("{'model':'m','input':[{'role':'assistant','content':'a'},{'id':'unknown'},"
                    + "{'role':'user','id':'msg_x','content':'b'}]}")
                .replace('\'', '"'));
    assertThat(ResponsesRequest.responseIdOf("msg_a_0")).isEqualTo("resp_a");
    assertThat(ResponsesRequest.responseIdOf("rs_tg_a_b_12")).isEqualTo("resp_a_b");
    assertThat(ResponsesRequest.responseIdOf("call_1")).isNull();
  }

  @Test
  void a_turn_has_everything_up_to_the_answer() throws MalformedRequest {
    JsonNode first = json("{'role':'user','content':'a'}");
    ResponsesRequest asked =
        request("{'model':'m','previous_response_id':'resp_1','input':'b'}")
            .after(List.of(first), id -> null);
    byte[] plain = bytes("{'id':'resp_2','status':'completed','output':[{'type':'message'}]}");
    ResponsesTurn turn = Objects.requireNonNull(asked.turn(Segments.of(plain, 0, plain.length)));
    assertThat(turn.responseId()).isEqualTo("resp_2");
    assertThat(turn.items())
        .containsExactly(
            first,
            json("{'type':'message','role':'user','content':'b'}"),
            json("{'type':'message'}"));
    assertThat(turn.answerItems()).isEqualTo(1);
    byte[] streamed =
        bytes(
            "event: response.completed\ndata: {'type':'response.completed','response':"
                + "{'id':'resp_2','output':[{'type':'message'}]}}\n\n");
    ResponsesTurn same =
        Objects.requireNonNull(asked.turn(Segments.of(streamed, 0, streamed.length)));
    assertThat(same.items()).isEqualTo(turn.items());
    byte[] error = bytes("event: error\ndata: {'type':'error'}\n\n");
    assertThat(asked.turn(Segments.of(error, 0, error.length))).isNull();
  }

  @Test
  void an_answer_names_the_one_it_goes_on_from() throws MalformedRequest {
    ResponsesRequest asked =
        request("{'model':'m','previous_response_id':'resp_1','input':'b'}")
            .after(List.of(json("{'role':'user','content':'a'}")), id -> null);
    byte[] end = asked.encoder("2", 1).closing(null, null, null);
    JsonNode response = Responses.data(end).getLast().get("response");
    assertThat(response.get("previous_response_id").stringValue()).isEqualTo("resp_1");
  }
}
