package io.tollgate.adapters.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.dialect.AnswerReading;
import io.tollgate.adapters.dialect.AnswerStream;
import io.tollgate.adapters.dialect.Crossing;
import io.tollgate.adapters.dialect.Endpoints;
import io.tollgate.adapters.dialect.Quirk;
import io.tollgate.adapters.gemini.Wire.Pieces;
import io.tollgate.policies.usage.Usage;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GeminiPassThroughTest {

  private static final String REQUEST =
      "{ 'contents' : [{'parts':[{'text':'Hi'}]}],  'newField': [1, 2.50] }";

  private static final String FIRST =
      "{'candidates':[{'content':{'parts':[{'text':'Hel'}],'role':'model'},'index':0}],"
          + "'usageMetadata':{'promptTokenCount':7,'totalTokenCount':8,'candidatesTokenCount':1},"
          + "'modelVersion':'gemini-2.5-flash','responseId':'r1'}";
  private static final String LAST =
      "{'candidates':[{'content':{'parts':[{'text':'lo'}],'role':'model'},'finishReason':'STOP',"
          + "'index':0}],'usageMetadata':{'promptTokenCount':7,'candidatesTokenCount':2,"
          + "'thoughtsTokenCount':5,'totalTokenCount':14,'trafficType':'ON_DEMAND'}}";

  private static Crossing crossing(boolean stream, String body) throws Exception {
    return Objects.requireNonNull(
        Wire.PROVIDER.passThrough(Wire.call(stream, body), "gemini-3-pro"));
  }

  private static AnswerStream stream(int choices, Pieces pieces, byte[]... chunks) {
    AnswerStream stream = new GeminiRelay(choices, 10_000);
    for (byte[] chunk : chunks) {
      stream.feed(chunk, 0, chunk.length, pieces);
    }
    stream.end(pieces);
    return stream;
  }

  @Test
  void the_body_is_forwarded_as_it_came_and_the_path_names_the_model() throws Exception {
    Crossing plain = crossing(false, REQUEST);
    assertThat(Wire.text(plain.request().body())).isEqualTo(REQUEST.replace('\'', '"'));
    assertThat(plain.request().path()).isEqualTo("/models/gemini-3-pro:generateContent");
    assertThat(crossing(true, REQUEST).request().path())
        .isEqualTo("/models/gemini-3-pro:streamGenerateContent?alt=sse");
    assertThat(plain.losses()).isEmpty();
  }

  @Test
  void vertex_has_paths_of_its_own_and_names_are_escaped() throws Exception {
    GeminiProvider vertex = new GeminiProvider(Set.of(), GeminiProvider.VERTEX_ENDPOINTS);
    Crossing crossing = vertex.passThrough(Wire.call(true, REQUEST), "a/../b?c");
    assertThat(Objects.requireNonNull(crossing).request().path())
        .isEqualTo("/publishers/google/models/a%2F..%2Fb%3Fc:streamGenerateContent?alt=sse");
  }

  @Test
  void a_model_in_the_body_is_left_out_since_the_path_names_another() throws Exception {
    Crossing crossing = crossing(false, "{'model':'models/x','contents':[{'parts':[]}]}");
    assertThat(Wire.text(crossing.request().body())).isEqualTo("{\"contents\":[{\"parts\":[]}]}");
  }

  @Test
  void a_request_that_meets_a_quirk_is_translated() throws Exception {
    GeminiProvider one = new GeminiProvider(Set.of(Quirk.ONE_CHOICE), Endpoints.of("/x"));
    String two = "{'contents':[{'parts':[]}],'generationConfig':{'candidateCount':2}}";
    assertThat(one.passThrough(Wire.call(false, two), "m")).isNull();
    assertThat(one.passThrough(Wire.call(false, REQUEST), "m")).isNotNull();
  }

  @Test
  void a_plain_answer_gets_its_cost_and_keeps_every_other_byte() {
    byte[] body = Wire.json(LAST);
    AnswerReading.Whole answer = (AnswerReading.Whole) GeminiAnswer.read(body, 0, body.length);
    assertThat(Objects.requireNonNull(answer.reportedUsage()).usage())
        .isEqualTo(new Usage(7, 0, 0, 0, 0, 0, 2, 5, 0));
    assertThat(answer.servedTier()).isEqualTo("ON_DEMAND");
    assertThat(Wire.text(answer.withCost(null))).isEqualTo(LAST.replace('\'', '"'));
    assertThat(Wire.text(answer.withCost(Wire.COST)))
        .isEqualTo(
            LAST.replace('\'', '"')
                .replace(
                    "\"ON_DEMAND\"}",
                    "\"ON_DEMAND\",\"cost\":" + Wire.COST.toPlainDollars() + "}"));
  }

  @Test
  void the_end_of_a_stream_is_held_until_the_cost_is_known() {
    byte[] bytes = Wire.events(FIRST, LAST);
    Pieces pieces = new Pieces();
    AnswerStream stream = stream(1, pieces, bytes);
    assertThat(pieces.kinds).containsExactly("CONTENT", "COMPLETE");
    assertThat(pieces.forwarded + pieces.closing(null)).isEqualTo(new String(bytes, UTF_8));
    assertThat(pieces.closing(Wire.COST))
        .contains("\"cost\":" + Wire.COST.toPlainDollars() + "}")
        .endsWith("\r\n\r\n");
    assertThat(stream.model()).isEqualTo("gemini-2.5-flash");
    assertThat(stream.servedTier()).isEqualTo("ON_DEMAND");
    assertThat(Objects.requireNonNull(stream.reportedUsage()).usage())
        .isEqualTo(new Usage(7, 0, 0, 0, 0, 0, 2, 5, 0));
  }

  @Test
  void a_stream_without_a_reason_of_its_end_was_cut_off() {
    Pieces pieces = new Pieces();
    AnswerStream stream = stream(1, pieces, Wire.events(FIRST));
    assertThat(stream.isComplete()).isFalse();
    assertThat(pieces.kinds).containsExactly("CONTENT");
  }

  @Test
  void a_stream_that_is_cut_inside_an_event_is_not_whole() {
    String bytes = new String(Wire.events(LAST, LAST), UTF_8);
    byte[] cut = bytes.substring(0, bytes.length() - 3).getBytes(UTF_8);
    Pieces pieces = new Pieces();
    assertThat(stream(1, pieces, cut).isComplete()).isFalse();
    assertThat(pieces.kinds).isEmpty();
    assertThat(Wire.decode(cut)).noneMatch(event -> event instanceof AnswerEvent.Ended);
  }

  @Test
  void every_candidate_must_have_ended() {
    String other = LAST.replace("'index':0", "'index':1");
    assertThat(stream(2, new Pieces(), Wire.events(FIRST, LAST)).isComplete()).isFalse();
    assertThat(stream(2, new Pieces(), Wire.events(FIRST, LAST, LAST)).isComplete()).isFalse();
    assertThat(stream(2, new Pieces(), Wire.events(FIRST, LAST, other)).isComplete()).isTrue();
  }

  @Test
  void older_models_that_give_the_reason_in_each_chunk_stream_nevertheless() {
    Pieces pieces = new Pieces();
    byte[] bytes = Wire.events(LAST, LAST, LAST);
    AnswerStream stream = stream(1, pieces, bytes);
    assertThat(pieces.kinds).containsExactly("CONTENT", "CONTENT", "COMPLETE");
    assertThat(pieces.forwarded + pieces.closing(null)).isEqualTo(new String(bytes, UTF_8));
    assertThat(stream.contentEvents()).isEqualTo(3);
  }

  @Test
  void an_error_after_the_reason_of_the_end_leaves_the_answer_incomplete() {
    String error = "{'error':{'code':503,'message':'overloaded','status':'UNAVAILABLE'}}";
    Pieces pieces = new Pieces();
    AnswerStream stream = stream(1, pieces, Wire.events(FIRST, LAST, error));
    assertThat(pieces.kinds).containsExactly("CONTENT", "ERROR");
    assertThat(stream.isComplete()).isFalse();
    assertThat(Objects.requireNonNull(stream.error()).type()).isEqualTo("UNAVAILABLE");
  }

  @Test
  void errors_are_seen_in_each_shape_they_come_in() {
    String error = "{'error':{'code':429,'message':'slow','status':'RESOURCE_EXHAUSTED'}}";
    for (byte[] bytes :
        new byte[][] {
          Wire.events(error),
          Wire.events("[" + error + "]"),
          Wire.json(error),
          Wire.json("[" + error + "\n]\n"),
          Wire.json("event: error\ndata: " + error + "\n\n")
        }) {
      Pieces pieces = new Pieces();
      AnswerStream stream = stream(1, pieces, bytes);
      assertThat(pieces.kinds).as(new String(bytes, UTF_8)).containsExactly("ERROR");
      assertThat(Objects.requireNonNull(stream.error()).type()).isEqualTo("RESOURCE_EXHAUSTED");
    }
  }

  @Test
  void a_refused_prompt_is_a_whole_answer() {
    String refused =
        "{'promptFeedback':{'blockReason':'SAFETY'},'usageMetadata':{'promptTokenCount':9,"
            + "'totalTokenCount':9}}";
    Pieces pieces = new Pieces();
    AnswerStream stream = stream(1, pieces, Wire.events(refused));
    assertThat(stream.isComplete()).isTrue();
    assertThat(pieces.kinds).containsExactly("COMPLETE");
    byte[] body = Wire.json(refused);
    assertThat(GeminiAnswer.read(body, 0, body.length)).isInstanceOf(AnswerReading.Whole.class);
  }

  @Test
  void what_is_no_answer_is_said_to_be_none() {
    for (String body : new String[] {"", "[]", "{}", "{'candidates':[]}", "{'candidates':[{}]"}) {
      byte[] bytes = Wire.json(body);
      assertThat(GeminiAnswer.read(bytes, 0, bytes.length))
          .as(body)
          .isInstanceOf(AnswerReading.Malformed.class);
    }
    Pieces pieces = new Pieces();
    stream(1, pieces, Wire.events("{'candidates':["));
    assertThat(pieces.kinds).containsExactly("MALFORMED");
  }

  @Test
  void data_in_several_lines_gets_its_cost_too() {
    String lines =
        LAST.replace('\'', '"').replace("\"usageMetadata\"", "\r\ndata: \"usageMetadata\"");
    Pieces pieces = new Pieces();
    stream(1, pieces, ("data: " + lines + "\r\n\r\n").getBytes(UTF_8));
    assertThat(pieces.closing(Wire.COST))
        .contains("\"cost\":")
        .startsWith("data: {")
        .endsWith("}\r\n\r\n");
  }
}
