package io.tollgate.adapters.openai.responses;

import static io.tollgate.adapters.openai.responses.Responses.USAGE;
import static io.tollgate.adapters.openai.responses.Responses.data;
import static io.tollgate.adapters.openai.responses.Responses.encoded;
import static io.tollgate.adapters.openai.responses.Responses.json;
import static io.tollgate.adapters.openai.responses.Responses.request;
import static io.tollgate.adapters.openai.responses.Responses.types;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.AnswerEvent.BlockKind;
import io.tollgate.adapters.conversation.Citation;
import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.Finish;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.openai.OpenAiSpec;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.policies.money.Picodollars;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ResponsesEncoderTest {

  private static final long SEED = 20_261_122;

  private static final String TOOLS =
      "'tools':[{'type':'function','name':'lookup'},{'type':'custom','name':'patch'},"
          + "{'type':'namespace','name':'mail','description':'','tools':[{'type':'function','name':'send'}]}]";

  private static final Picodollars COST = Picodollars.ofDollars("0.0000012");

  private static List<AnswerEvent> events(Finish finish, Part... parts) {
    List<AnswerEvent> events = new ArrayList<>();
    events.add(new AnswerEvent.Started("up_1", "served"));
    PartEvents.of(List.of(parts), 0, events::add);
    events.add(new AnswerEvent.Finished(0, finish, null, null));
    return events;
  }

  private static byte[] stream(String members, Finish finish, Part... parts)
      throws MalformedRequest {
    return encoded(
        request("{'model':'m','input':'hi'," + members + "}").encoder("01", 1_700_000_000),
        events(finish, parts),
        COST);
  }

  private static JsonNode last(byte[] stream) {
    return data(stream).getLast();
  }

  @Test
  void text_is_streamed_in_the_full_sequence_of_events() throws MalformedRequest {
    byte[] stream = stream("'stream':true", Finish.STOP, Part.Text.of("Hi"));
    assertThat(types(stream))
        .containsExactly(
            "response.created",
            "response.in_progress",
            "response.output_item.added",
            "response.content_part.added",
            "response.output_text.delta",
            "response.output_text.done",
            "response.content_part.done",
            "response.output_item.done",
            "response.completed");
    List<JsonNode> data = data(stream);
    for (int i = 0; i < data.size(); i++) {
      assertThat(data.get(i).get("sequence_number").intValue()).isEqualTo(i);
    }
    JsonNode response = last(stream).get("response");
    assertThat(response.get("id").stringValue()).isEqualTo("resp_01");
    assertThat(response.get("model").stringValue()).isEqualTo("served");
    assertThat(response.get("output"))
        .isEqualTo(
            json(
                "[{'id':'msg_01_0','type':'message','status':'completed','role':'assistant',"
                    + "'content':[{'type':'output_text','text':'Hi','annotations':[],'logprobs':[]}]}]"));
  }

  @Test
  void usage_contains_caches_reasoning_and_the_cost_in_plain_digits() throws MalformedRequest {
    byte[] stream = stream("'stream':true", Finish.STOP, Part.Text.of("Hi"));
    assertThat(JsonDocument.text(last(stream).get("response").get("usage")))
        .isEqualTo(
            "{\"input_tokens\":17,\"input_tokens_details\":{\"cached_tokens\":5,\"cache_write_tokens\":2},"
                + "\"output_tokens\":10,\"output_tokens_details\":{\"reasoning_tokens\":3},\"total_tokens\":27,"
                + "\"cost\":0.0000012}");
    assertThat(new String(stream, StandardCharsets.UTF_8)).contains("\"cost\":0.0000012}");
  }

  @Test
  void a_limit_makes_the_response_and_its_last_message_incomplete() throws MalformedRequest {
    JsonNode end = last(stream("'stream':true", Finish.LENGTH, Part.Text.of("Hi")));
    assertThat(end.get("type").stringValue()).isEqualTo("response.incomplete");
    JsonNode response = end.get("response");
    assertThat(response.get("status").stringValue()).isEqualTo("incomplete");
    assertThat(response.get("incomplete_details"))
        .isEqualTo(json("{'reason':'max_output_tokens'}"));
    assertThat(response.get("output").get(0).get("status").stringValue()).isEqualTo("incomplete");
  }

  @Test
  void a_call_has_its_arguments_in_parts_and_an_empty_one_an_empty_object()
      throws MalformedRequest {
    byte[] stream =
        stream(
            TOOLS,
            Finish.TOOL_CALLS,
            Part.ToolCall.of("call_1", "lookup", "{\"q\":1}"),
            Part.ToolCall.of("call_2", "lookup", ""));
    assertThat(types(stream).subList(2, 10))
        .containsExactly(
            "response.output_item.added",
            "response.function_call_arguments.delta",
            "response.function_call_arguments.done",
            "response.output_item.done",
            "response.output_item.added",
            "response.function_call_arguments.delta",
            "response.function_call_arguments.done",
            "response.output_item.done");
    JsonNode output = last(stream).get("response").get("output");
    assertThat(output)
        .isEqualTo(
            json(
                "[{'id':'fc_01_0','type':'function_call','status':'completed','call_id':'call_1',"
                    + "'name':'lookup','arguments':'{\\'q\\':1}'},"
                    + "{'id':'fc_01_1','type':'function_call','status':'completed','call_id':'call_2',"
                    + "'name':'lookup','arguments':'{}'}]"));
  }

  @Test
  void calls_that_are_open_together_keep_their_own_items() throws MalformedRequest {
    List<AnswerEvent> events =
        List.of(
            new AnswerEvent.BlockOpened(0, 0, new BlockKind.ToolCall("a", "lookup", false)),
            new AnswerEvent.BlockOpened(0, 1, new BlockKind.ToolCall("b", "lookup", false)),
            new AnswerEvent.ArgumentsDelta(0, 1, "{\"b\":"),
            new AnswerEvent.ArgumentsDelta(0, 0, "{}"),
            new AnswerEvent.ArgumentsDelta(0, 1, "2}"),
            new AnswerEvent.BlockClosed(0, 1),
            new AnswerEvent.BlockClosed(0, 0),
            new AnswerEvent.Finished(0, Finish.TOOL_CALLS, null, null));
    JsonNode output =
        last(encoded(request("{'model':'m'}").encoder("x", 1), events, null))
            .get("response")
            .get("output");
    assertThat(output.get(0).get("arguments").stringValue()).isEqualTo("{}");
    assertThat(output.get(1).get("arguments").stringValue()).isEqualTo("{\"b\":2}");
  }

  @Test
  void a_custom_tool_that_went_as_a_function_comes_back_as_free_text() throws MalformedRequest {
    byte[] stream =
        stream(
            TOOLS,
            Finish.TOOL_CALLS,
            Part.ToolCall.of("call_1", "patch", "{\"input\":\"*** Begin\\n\"}"));
    assertThat(types(stream))
        .contains("response.custom_tool_call_input.delta", "response.custom_tool_call_input.done");
    assertThat(last(stream).get("response").get("output").get(0))
        .isEqualTo(
            json(
                "{'id':'ctc_01_0','type':'custom_tool_call','status':'completed','call_id':'call_1','name':'patch','input':'***"
                    + " Begin\\n'}"));
  }

  @Test
  void a_function_of_a_namespace_comes_back_with_it() throws MalformedRequest {
    byte[] stream =
        stream(TOOLS, Finish.TOOL_CALLS, Part.ToolCall.of("call_1", "mail__send", "{}"));
    JsonNode item = last(stream).get("response").get("output").get(0);
    assertThat(item.get("namespace").stringValue()).isEqualTo("mail");
    assertThat(item.get("name").stringValue()).isEqualTo("send");
  }

  @Test
  void thoughts_are_a_summary_and_their_signature_comes_back_if_asked_for()
      throws MalformedRequest {
    Part thoughts = new Part.Reasoning("Hm.", "c2ln", false, null, "anthropic-messages");
    byte[] stream =
        stream(
            "'include':['reasoning.encrypted_content']", Finish.STOP, thoughts, Part.Text.of("A"));
    assertThat(types(stream).subList(2, 8))
        .containsExactly(
            "response.output_item.added",
            "response.reasoning_summary_part.added",
            "response.reasoning_summary_text.delta",
            "response.reasoning_summary_text.done",
            "response.reasoning_summary_part.done",
            "response.output_item.done");
    JsonNode item = last(stream).get("response").get("output").get(0);
    ResponsesRequest next =
        request(
            "{'model':'m','input':["
                + JsonDocument.text(item)
                + ",{'role':'user','content':'go on'}]}");
    assertThat(next.conversation().messages().getFirst().parts()).containsExactly(thoughts);
    assertThat(next.splice("m").toByteArray())
        .isEqualTo(Responses.bytes("{'model':'m','input':[{'role':'user','content':'go on'}]}"));
    assertThat(next.spliceLosses()).hasSize(1);
    byte[] unasked = stream("'store':true", Finish.STOP, thoughts);
    assertThat(last(unasked).get("response").get("output").get(0).has("encrypted_content"))
        .isFalse();
  }

  @Test
  void redacted_thoughts_come_back_as_such() throws MalformedRequest {
    Part thoughts = new Part.Reasoning("", "ZGF0YQ", true, null, "anthropic-messages");
    byte[] stream = stream("'include':['reasoning.encrypted_content']", Finish.STOP, thoughts);
    JsonNode item = last(stream).get("response").get("output").get(0);
    ResponsesRequest next = request("{'model':'m','input':[" + JsonDocument.text(item) + "]}");
    assertThat(next.conversation().messages().getFirst().parts()).containsExactly(thoughts);
  }

  @Test
  void a_citation_of_another_dialect_is_written_where_it_names_a_page() throws MalformedRequest {
    Citation page =
        new Citation("https://a.example", null, "x", -1, -1, "anthropic-messages", json("{}"));
    Citation document = new Citation(null, "doc", "x", 0, 1, "anthropic-messages", json("{}"));
    byte[] stream =
        stream("'store':false", Finish.STOP, new Part.Text("A", List.of(page, document), null));
    assertThat(last(stream).at("/response/output/0/content/0/annotations"))
        .isEqualTo(
            json(
                "[{'type':'url_citation','url':'https://a.example','start_index':0,'end_index':0,"
                    + "'title':'https://a.example'}]"));
  }

  @Test
  void a_refusal_without_words_is_a_filter_and_one_with_words_complete() throws MalformedRequest {
    assertThat(
            last(stream("'store':false", Finish.REFUSAL)).at("/response/incomplete_details/reason"))
        .isEqualTo(json("'content_filter'"));
    JsonNode said = last(stream("'store':false", Finish.REFUSAL, new Part.Refusal("No.")));
    assertThat(said.at("/response/status")).isEqualTo(json("'completed'"));
  }

  @Test
  void everything_written_is_of_the_official_shape() throws MalformedRequest {
    OpenAiSpec spec = OpenAiSpec.load();
    SplittableRandom random = new SplittableRandom(SEED);
    Finish[] finishes = Finish.values();
    for (int round = 0; round < 60; round++) {
      List<Part> parts = new ArrayList<>(new RandomAnswer(random).parts());
      parts.addFirst(new Part.Reasoning("Hm", "s", false, null, "gemini"));
      Finish finish = finishes[random.nextInt(finishes.length)];
      @Nullable Picodollars cost = random.nextBoolean() ? COST : null;
      ResponsesRequest request =
          request(
              "{'model':'m','input':'x','instructions':'be','temperature':0.5,'user':'u',"
                  + "'text':{'verbosity':'low','format':{'type':'json_schema','name':'n','schema':{}}},"
                  + "'include':['reasoning.encrypted_content'],'reasoning':{'effort':'low'},"
                  + "'metadata':{'task':'t'},'store':false,"
                  + TOOLS
                  + "}");
      Part[] all = parts.toArray(Part[]::new);
      byte[] stream = encoded(request.encoder("01", 1_700_000_000), events(finish, all), cost);
      spec.checkStream(OpenAiSpec.Shape.RESPONSE_EVENT, stream);
      JsonNode streamed = last(stream).get("response");
      spec.check(OpenAiSpec.Shape.RESPONSE, streamed);
      Completion completion =
          new Completion(
              "up_1",
              "served",
              1_700_000_000,
              List.of(new Completion.Choice(0, parts, finish, null, null, null)),
              USAGE,
              "default");
      byte[] plain = request.answer(completion, "01", cost);
      assertThat(JsonDocument.read(plain, 0, plain.length))
          .as("seed %s round %s", SEED, round)
          .isEqualTo(JsonDocument.read(JsonDocument.text(streamed)));
    }
  }
}
