package io.tollgate.adapters.openai.embeddings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.AnswerReading;
import io.tollgate.adapters.dialect.Crossing;
import io.tollgate.adapters.dialect.RequestHead;
import io.tollgate.adapters.openai.embeddings.EmbeddingsProvider.Api;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EmbeddingsAnswerTest {

  private static final Picodollars COST = Picodollars.ofDollars("0.0000012");

  private static Crossing crossing(Api api, boolean base64) throws MalformedRequest {
    byte[] body =
        ("{\"model\":\"m\",\"input\":[\"a\",\"b\"]"
                + (base64 ? ",\"encoding_format\":\"base64\"}" : "}"))
            .getBytes(UTF_8);
    return requireNonNull(
        EmbeddingsProvider.of(api)
            .passThrough(
                new EmbeddingsClient().read(RequestHead.NONE, body, 0, body.length), "up"));
  }

  private static AnswerReading read(Api api, boolean base64, String json) throws MalformedRequest {
    byte[] body = ("##" + json.replace('\'', '"')).getBytes(UTF_8);
    return crossing(api, base64).answer("id", 0, body, 2, body.length - 2);
  }

  private static AnswerReading.Whole whole(Api api, boolean base64, String json)
      throws MalformedRequest {
    return (AnswerReading.Whole) read(api, base64, json);
  }

  private static String text(AnswerReading.Whole answer, @Nullable Picodollars cost) {
    return new String(answer.withCost(cost).toByteArray(), UTF_8).replace('"', '\'');
  }

  private static String base64(float... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(numbers);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private static @Nullable Usage usage(AnswerReading.Whole answer) {
    return requireNonNull(answer.reportedUsage()).usage();
  }

  @Test
  void an_answer_of_openais_own_stays_as_it_is_but_for_the_cost() throws MalformedRequest {
    String json =
        "{ 'object':'list', 'data':[{'object':'embedding','index':0,'embedding':[0.10, -2e-3]}],"
            + "'model':'m-1','usage':{'prompt_tokens':8,'total_tokens':8} }";
    AnswerReading.Whole answer = whole(Api.OPENAI, false, json);
    assertThat(text(answer, null)).isEqualTo(json);
    assertThat(text(answer, COST))
        .isEqualTo(json.replace("'total_tokens':8}", "'total_tokens':8,'cost':0.0000012}"));
    assertThat(answer.model()).isEqualTo("m-1");
    assertThat(answer.contentBytes()).isZero();
    assertThat(usage(answer)).isEqualTo(Usage.of(8, 0));
    assertThat(text(whole(Api.OPENAI, false, "{'data':[],'usage':{'cost':5,'x':1}}"), COST))
        .isEqualTo("{'data':[],'usage':{'cost':0.0000012,'x':1}}");
    assertThat(text(whole(Api.OPENAI, false, "{'data':[],'usage':{}}"), COST))
        .isEqualTo("{'data':[],'usage':{'cost':0.0000012}}");
    assertThat(text(whole(Api.OPENAI, false, "{'data':[]}"), COST)).isEqualTo("{'data':[]}");
  }

  @Test
  void numbers_become_base64_where_it_was_asked_for_and_base64_stays_as_it_is()
      throws MalformedRequest {
    String json =
        "{'data':[{'embedding':[0.5, -1.25e0,\n3],'index':0},{'index':1,'embedding':'AAAA'},"
            + "{'embedding':[]}],'usage':{'prompt_tokens':1,'total_tokens':1}}";
    assertThat(text(whole(Api.OPENAI, true, json), COST))
        .isEqualTo(
            "{'data':[{'embedding':'"
                + base64(0.5f, -1.25f, 3f)
                + "','index':0},{'index':1,'embedding':'AAAA'},{'embedding':''}],"
                + "'usage':{'prompt_tokens':1,'total_tokens':1,'cost':0.0000012}}");
    assertThat(read(Api.OPENAI, true, "{'data':[{'embedding':[1,null]}]}"))
        .isEqualTo(new AnswerReading.Malformed("an embedding is not a list of numbers"));
    assertThat(read(Api.OPENAI, true, "{'data':[{'embedding':[1,,2]}]}"))
        .isInstanceOf(AnswerReading.Malformed.class);
  }

  @Test
  void base64_is_what_openais_sdks_decode() throws MalformedRequest {
    // 1.0 and -2.0 as little-endian floats: 0000803f 000000c0.
    String json = "{'embeddings':[[1.0,-2.0],[0,1]],'model':'o','prompt_eval_count':4}";
    assertThat(text(whole(Api.OLLAMA, true, json), null)).contains("'AACAPwAAAMA='");
  }

  @Test
  void an_answer_of_gemini_is_told_in_openais_words() throws MalformedRequest {
    String json =
        "{'embeddings':[{'values':[0.1,0.2]},{'values':[0.30,-4E-2]}],"
            + "'usageMetadata':{'promptTokenCount':6}}";
    AnswerReading.Whole answer = whole(Api.GEMINI, false, json);
    assertThat(text(answer, COST))
        .isEqualTo(
            "{'object':'list','data':[{'object':'embedding','index':0,'embedding':[0.1,0.2]},"
                + "{'object':'embedding','index':1,'embedding':[0.30,-4E-2]}],'model':'up',"
                + "'usage':{'prompt_tokens':6,'total_tokens':6,'cost':0.0000012}}");
    assertThat(usage(answer)).isEqualTo(Usage.of(6, 0));
    AnswerReading.Whole unsaid =
        whole(Api.GEMINI, false, "{'embeddings':[{'values':[1]},{'values':[2]}]}");
    assertThat(unsaid.reportedUsage()).isNull();
    assertThat(text(unsaid, null)).contains("'usage':{'prompt_tokens':4,'total_tokens':4}}");
  }

  @Test
  void an_answer_of_cohere_is_billed_by_its_units() throws MalformedRequest {
    AnswerReading.Whole answer =
        whole(
            Api.COHERE,
            true,
            "{'id':'x','embeddings':{'float':[[1],[2]],'int8':[[3],[4]]},'texts':['[',']'],"
                + "'meta':{'billed_units':{'input_tokens':9},'tokens':{'input_tokens':11}}}");
    assertThat(usage(answer)).isEqualTo(Usage.of(9, 0));
    assertThat(text(answer, null))
        .contains("'embedding':'" + base64(1f) + "'")
        .contains("'embedding':'" + base64(2f) + "'")
        .endsWith("'model':'up','usage':{'prompt_tokens':9,'total_tokens':9}}");
  }

  @Test
  void an_answer_of_ollama_is_counted_by_its_engine() throws MalformedRequest {
    AnswerReading.Whole answer =
        whole(
            Api.OLLAMA,
            false,
            "{'model':'nomic','embeddings':[[1,2],[3,4]],'total_duration':5,'prompt_eval_count':4}");
    assertThat(answer.model()).isEqualTo("nomic");
    assertThat(answer.reportedUsage())
        .isEqualTo(
            new ReportedUsage(Usage.of(4, 0), UsageQuality.ENGINE_REPORTED, java.util.List.of()));
  }

  @Test
  void too_few_embeddings_are_no_answer() throws MalformedRequest {
    assertThat(read(Api.OLLAMA, false, "{'embeddings':[[1,2]]}"))
        .isEqualTo(new AnswerReading.Malformed("the answer has 1 embeddings for 2 texts"));
    assertThat(read(Api.GEMINI, false, "{'embeddings':[{'values':[1]},{'values':[true]}]}"))
        .isInstanceOf(AnswerReading.Malformed.class);
  }

  @ParameterizedTest
  @EnumSource(Api.class)
  void errors_and_other_shapes_are_no_answers(Api api) throws MalformedRequest {
    assertThat(read(api, false, "{'error':{'message':'no'}}"))
        .isEqualTo(new AnswerReading.Failed(new ProviderError("no", null, null, null)));
    for (String json : new String[] {"", "[]", "{", "{'a':1", "{'data'}", "<html>", "{}", "{} x"}) {
      assertThat(read(api, false, json)).as(json).isInstanceOf(AnswerReading.Malformed.class);
    }
    String deep = "{'embeddings':" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    assertThat(read(api, false, deep)).isInstanceOf(AnswerReading.Malformed.class);
  }

  @Test
  void counters_that_cannot_be_so_are_estimated() throws MalformedRequest {
    assertThat(usage(whole(Api.OPENAI, false, "{'data':[],'usage':{'prompt_tokens':-1}}")))
        .isNull();
    assertThat(usage(whole(Api.OPENAI, false, "{'data':[],'usage':{'prompt_tokens':1.5}}")))
        .isNull();
    assertThat(usage(whole(Api.OPENAI, false, "{'data':[],'usage':{'total_tokens':5}}")))
        .isEqualTo(Usage.of(5, 0));
    assertThat(whole(Api.OPENAI, false, "{'data':[],'usage':null}").reportedUsage()).isNull();
    byte[] document = "{\"usage\":{\"prompt_tokens\":3}}".getBytes(UTF_8);
    assertThat(
            requireNonNull(EmbeddingsProvider.of(Api.OPENAI).usage(document, 0, document.length))
                .usage())
        .isEqualTo(Usage.of(3, 0));
  }

  @Test
  void millions_of_numbers_are_no_matter() throws MalformedRequest {
    String vector = "[" + "0.123456,".repeat(700_000) + "1]";
    String json = "{'data':[{'embedding':" + vector + "},{'embedding':" + vector + "}]}";
    assertThat(text(whole(Api.OPENAI, false, json), null)).isEqualTo(json);
  }

  @ParameterizedTest
  @EnumSource(Api.class)
  void any_bytes_are_an_answer_or_are_none(Api api) throws MalformedRequest {
    SplittableRandom random = new SplittableRandom(20_261_121);
    String sample =
        "{'data':[{'embedding':[1,2]}],'embeddings':{'float':[[1],[2]]},'model':'m',"
            + "'usage':{'prompt_tokens':1,'cost':2}}";
    int read = 0;
    for (int round = 0; round < 2_000; round++) {
      char[] text = sample.toCharArray();
      for (int i = random.nextInt(5); i > 0; i--) {
        text[random.nextInt(text.length)] = "{}[]',:1n-\\".charAt(random.nextInt(11));
      }
      AnswerReading reading = read(api, true, new String(text));
      if (reading instanceof AnswerReading.Whole whole) {
        read++;
        assertThat(whole.withCost(COST).length()).isPositive();
      }
    }
    assertThat(read).isPositive();
  }
}
