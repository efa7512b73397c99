package io.tollgate.adapters.openai.responses;

import static io.tollgate.adapters.openai.responses.Responses.bytes;
import static io.tollgate.adapters.openai.responses.Responses.relayed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.AnswerStream.Kind;
import io.tollgate.adapters.openai.responses.Responses.Relayed;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.usage.Usage;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponsesRelayTest {

  private static final long SEED = 20_261_123;

  private static final Picodollars COST = Picodollars.ofDollars("0.25");

  private static final String HEAD =
      "event: response.created\n"
          + "data:"
          + " {'type':'response.created','response':{'id':'resp_1','model':'gpt-x','service_tier':'auto','output':[],'usage':null},'sequence_number':0}\n\n"
          + "event: response.output_item.added\n"
          + "data:"
          + " {'type':'response.output_item.added','item':{'content':[],'type':'message','id':'m'},'output_index':0}\n\n"
          + ": keepalive\n\n"
          + "event: response.content_part.added\n"
          + "data: {'type':'response.content_part.added'}\n\n";

  private static final String BODY =
      "event: response.output_text.delta\r\ndata: {'type':'response.output_text.delta',"
          + "'delta':'Grüße 日本','item_id':'m','obfuscation':'x'}\r\n\r\n"
          + "event: response.new_thing\ndata: {'type':'response.new_thing','a':[1]}\n\n"
          + "data: {'delta':'!','type':'response.output_text.delta'}\n\n";

  private static final String RESPONSE =
      "'response':{'id':'resp_1','model':'gpt-x-1','service_tier':'priority','status':'completed',"
          + "'output':[{'type':'message','usage':{'cost':1}}],'usage':{'input_tokens':9,"
          + "'input_tokens_details':{'cached_tokens':4},'output_tokens':3,"
          + "'output_tokens_details':{'reasoning_tokens':1},'total_tokens':12 }}";

  private static final String END =
      "event: response.completed\ndata: {'type':'response.completed'," + RESPONSE + "}\n\n";

  private static String closing(Relayed relayed, @Nullable Picodollars cost) {
    return Responses.text(Objects.requireNonNull(relayed.closing).bytes(cost));
  }

  @Test
  void bytes_stay_as_they_came_but_for_the_cost_however_they_are_cut() {
    byte[] stream = bytes(HEAD + BODY + END);
    for (int round = 0; round < 300; round++) {
      SplittableRandom random = new SplittableRandom(SEED + round);
      ResponsesRelay relay = new ResponsesRelay(1 << 16);
      Relayed relayed = relayed(relay, stream, random);
      String context = "seed " + (SEED + round);
      assertThat(relayed.bytes.toString(UTF_8))
          .as(context)
          .isEqualTo((HEAD + BODY).replace('\'', '"'));
      assertThat(relayed.kinds)
          .as(context)
          .containsExactly(
              Kind.PRELUDE,
              Kind.PRELUDE,
              Kind.PRELUDE,
              Kind.PRELUDE,
              Kind.CONTENT,
              Kind.CONTENT,
              Kind.CONTENT);
      assertThat(closing(relayed, null)).isEqualTo(END.replace('\'', '"'));
      assertThat(closing(relayed, COST))
          .isEqualTo(END.replace(":12 }", ":12 ,'cost':0.25}").replace('\'', '"'));
      assertThat(relay.isComplete()).isTrue();
      assertThat(relay.contentEvents()).isEqualTo(2);
      assertThat(relay.contentBytes()).isEqualTo("Grüße 日本!".getBytes(UTF_8).length);
    }
  }

  @Test
  void what_accounting_needs_is_in_the_last_event() {
    ResponsesRelay relay = new ResponsesRelay(1 << 16);
    relayed(relay, bytes(HEAD), null);
    assertThat(relay.model()).isEqualTo("gpt-x");
    assertThat(relay.servedTier()).isNull();
    assertThat(relay.reportedUsage()).isNull();
    assertThat(relay.hasBegun()).isFalse();
    relay = new ResponsesRelay(1 << 16);
    relayed(relay, bytes(HEAD + BODY + END), null);
    assertThat(relay.model()).isEqualTo("gpt-x-1");
    assertThat(relay.servedTier()).isEqualTo("priority");
    ReportedUsage usage = Objects.requireNonNull(relay.reportedUsage());
    assertThat(usage.usage()).isEqualTo(new Usage(5, 4, 0, 0, 0, 0, 2, 1, 0));
    assertThat(usage.doubts()).isEmpty();
  }

  @Test
  void an_incomplete_response_is_a_complete_answer() {
    ResponsesRelay relay = new ResponsesRelay(1 << 16);
    Relayed relayed =
        relayed(relay, bytes(HEAD + BODY + END.replace("completed", "incomplete")), null);
    assertThat(relay.isComplete()).isTrue();
    assertThat(closing(relayed, COST)).startsWith("event: response.incomplete\n");
  }

  @Test
  void data_of_several_lines_ends_in_one() {
    String end = END.replace(",'response'", ",\ndata: 'response'");
    Relayed relayed = relayed(new ResponsesRelay(1 << 16), bytes(BODY + end), null);
    assertThat(closing(relayed, COST))
        .isEqualTo(
            END.replace(",'response'", ", 'response'")
                .replace(":12 }", ":12 ,'cost':0.25}")
                .replace('\'', '"'));
  }

  @Test
  void the_last_event_may_lack_its_blank_line() {
    ResponsesRelay relay = new ResponsesRelay(1 << 16);
    Relayed relayed = relayed(relay, bytes(BODY + END.stripTrailing()), null);
    assertThat(relay.isComplete()).isTrue();
    assertThat(closing(relayed, null)).isEqualTo(END.replace('\'', '"'));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "event: response.completed\ndata: {'type':'response.completed','response':{'id':",
        "data: [DONE]\n\n"
      })
  void a_stream_without_its_last_event_is_not_complete(String end) {
    ResponsesRelay relay = new ResponsesRelay(1 << 16);
    Relayed relayed = relayed(relay, bytes(HEAD + BODY + end), null);
    assertThat(relay.isComplete()).isFalse();
    assertThat(relayed.closing).isNull();
  }

  @Test
  void what_comes_after_the_end_is_extra() {
    ResponsesRelay relay = new ResponsesRelay(1 << 16);
    Relayed relayed = relayed(relay, bytes(BODY + END + "data: [DONE]\n\n"), null);
    assertThat(relayed.kinds.getLast()).isEqualTo(Kind.EXTRA);
    assertThat(relay.isComplete()).isTrue();
  }

  @Test
  void both_shapes_of_an_error_event_are_read() {
    ProviderError expected = new ProviderError("Slow down", null, "rate_limit_exceeded", null);
    for (String data :
        new String[] {
          "event: error\ndata: {'type':'error','code':'rate_limit_exceeded','message':'Slow down',"
              + "'param':null,'sequence_number':3}\n\n",
          "data: {'type':'error','error':{'code':'rate_limit_exceeded','message':'Slow down'}}\n\n",
          "event: response.failed\ndata: {'type':'response.failed','response':{'id':'resp_1',"
              + "'status':'failed','output':[],'error':{'code':'rate_limit_exceeded',"
              + "'message':'Slow down'}}}\n\n"
        }) {
      ResponsesRelay relay = new ResponsesRelay(1 << 16);
      Relayed relayed = relayed(relay, bytes(BODY + data + END), null);
      assertThat(relay.error()).as(data).isEqualTo(expected);
      assertThat(relayed.kinds).contains(Kind.ERROR, Kind.EXTRA);
      assertThat(relay.isComplete()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: <html>\n\n",
        "data: [1]\n\n",
        "data: {'no':'type'}\n\n",
        "data: {'type':'response.completed'}\n\n",
        "data: {'type':'response.completed','response':{'a':tru}}\n\n",
        "data: {'type':'response.created',}\n\n"
      })
  void what_is_not_of_the_dialect_is_malformed(String data) {
    ResponsesRelay relay = new ResponsesRelay(1 << 16);
    Relayed relayed = relayed(relay, bytes(data + END), null);
    assertThat(relayed.kinds).containsExactly(Kind.MALFORMED, Kind.EXTRA);
    assertThat(relay.isComplete()).isFalse();
  }

  @Test
  void an_event_beyond_the_limit_ends_it() {
    ResponsesRelay relay = new ResponsesRelay(300);
    Relayed relayed = relayed(relay, bytes(BODY + END), null);
    assertThat(relayed.kinds.getLast()).isEqualTo(Kind.OVERSIZED);
    assertThat(relay.isComplete()).isFalse();
  }

  @Test
  void a_call_of_a_tool_is_content_from_its_beginning() {
    ResponsesRelay relay = new ResponsesRelay(1 << 16);
    relayed(
        relay,
        bytes("data: {'type':'response.output_item.added','item':{'type':'function_call'}}\n\n"),
        null);
    assertThat(relay.hasBegun()).isTrue();
  }
}
