package io.tollgate.adapters.openai.embeddings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tollgate.adapters.bridge.Bridge;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.dialect.ClientCall;
import io.tollgate.adapters.dialect.Crossing;
import io.tollgate.adapters.dialect.ProviderDialect;
import io.tollgate.adapters.dialect.ReasoningMemory;
import io.tollgate.adapters.dialect.RequestHead;
import io.tollgate.adapters.ollama.OllamaProvider;
import io.tollgate.adapters.openai.chat.ChatClient;
import io.tollgate.adapters.openai.embeddings.EmbeddingsProvider.Api;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.policies.catalog.Capability;
import io.tollgate.policies.routing.RequestProfile;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EmbeddingsRequestTest {

  private static final EmbeddingsClient CLIENT = new EmbeddingsClient();

  private static ClientCall read(String json) throws MalformedRequest {
    byte[] body = ("##" + json.replace('\'', '"')).getBytes(UTF_8);
    return CLIENT.read(RequestHead.NONE, body, 2, body.length - 2);
  }

  private static RequestProfile profile(String json) throws MalformedRequest {
    return read(json).profile();
  }

  private static Crossing cross(String json, ProviderDialect... dialects) throws MalformedRequest {
    return Bridge.cross(read(json), List.of(dialects), "upstream", ReasoningMemory.NONE);
  }

  @Test
  void a_request_needs_embeddings_and_no_output() throws MalformedRequest {
    RequestProfile profile =
        profile("{'model':'m','input':'" + "word ".repeat(80) + "','user':'u'}");
    assertThat(profile.model()).isEqualTo("m");
    assertThat(profile.needs()).containsExactly(Capability.EMBEDDINGS);
    assertThat(profile.maxOutputTokens()).isZero();
    assertThat(profile.choices()).isEqualTo(1);
    assertThat(profile.stream()).isFalse();
    assertThat(profile.user()).isEqualTo("u");
    assertThat(profile.promptBytes()).isEqualTo(400);
    assertThat(profile.inputTokens()).isBetween(100L, 110L);
  }

  @Test
  void texts_and_tokens_are_counted_in_whatever_form_they_come() throws MalformedRequest {
    assertThat(profile("{'input':['abcd','efgh'],'model':'m'}").promptBytes()).isEqualTo(8);
    assertThat(profile("{'model':'m','input':[1,2,3]}").inputTokens()).isBetween(3L, 6L);
    assertThat(profile("{'model':'m','input':[[1,2,3],[4,5]]}").inputTokens()).isBetween(5L, 8L);
    assertThat(profile("{'model':'m','input':[{'text':'abcd'}]}").promptBytes()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'input':'x'}|missing_required_parameter",
        "{'model':'m'}|missing_required_parameter",
        "{'model':'m','input':[]}|empty_array",
        "{'model':'m','input':null}|invalid_type",
        "{'model':'m','input':7}|invalid_type",
        "{'model':7,'input':'x'}|invalid_type",
        "{'model':' ','input':'x'}|invalid_value",
        "{'model':'m','input':'x','api_base':'http://x'}|forbidden_parameter",
        "{'model':'m','model':'n','input':'x'}|duplicate_key",
        "{'model':'m','input':'x'}{}|invalid_json",
        "[]|invalid_type",
        "{|invalid_json"
      })
  void what_cannot_be_served_is_refused_by_name(String json, String code) {
    assertThatExceptionOfType(MalformedRequest.class)
        .isThrownBy(() -> read(json))
        .satisfies(e -> {
          assertThat(e.code()).isEqualTo(code);
          assertThat(e.status()).isEqualTo(400);
        });
  }

  @Test
  void only_the_model_is_replaced_for_those_who_offer_the_same() throws MalformedRequest {
    String body =
        "{ 'input' : ['é', 'b'],\n 'x':{'model':'no'}, 'model':'mine' ,'dimensions':1.50}";
    Crossing crossing = cross(body, EmbeddingsProvider.of(Api.OPENAI));
    assertThat(crossing.request().path()).isEqualTo("/embeddings");
    assertThat(new String(crossing.request().body().toByteArray(), UTF_8))
        .isEqualTo(body.replace("'mine'", "'upstream'").replace('\'', '"'));
    assertThat(crossing.losses()).isEmpty();
  }

  @Test
  void each_vendor_is_asked_in_its_own_words() throws MalformedRequest {
    String asked =
        "{'model':'m','input':['a','é'],'dimensions':256,'encoding_format':'base64','user':'u',"
            + "'task_type':'RETRIEVAL_QUERY','input_type':'search_query','keep_alive':'1m'}";
    Crossing gemini = cross(asked, EmbeddingsProvider.of(Api.GEMINI));
    assertThat(gemini.request().path()).isEqualTo("/models/upstream:batchEmbedContents");
    assertThat(body(gemini))
        .isEqualTo(
            "{'requests':[{'model':'models/upstream','content':{'parts':[{'text':'a'}]},"
                + "'outputDimensionality':256,'taskType':'RETRIEVAL_QUERY'},"
                + "{'model':'models/upstream','content':{'parts':[{'text':'é'}]},"
                + "'outputDimensionality':256,'taskType':'RETRIEVAL_QUERY'}]}");
    assertThat(losses(gemini)).containsExactly("dimensions", "user", "input_type", "keep_alive");
    Crossing cohere = cross(asked, EmbeddingsProvider.of(Api.COHERE));
    assertThat(cohere.request().path()).isEqualTo("/embed");
    assertThat(body(cohere))
        .isEqualTo(
            "{'model':'upstream','texts':['a','é'],'input_type':'search_query',"
                + "'embedding_types':['float'],'truncate':'NONE','output_dimension':256}");
    assertThat(losses(cohere)).containsExactly("user", "task_type", "keep_alive");
    Crossing ollama = cross(asked, EmbeddingsProvider.of(Api.OLLAMA));
    assertThat(ollama.request().path()).isEqualTo("/api/embed");
    assertThat(body(ollama))
        .isEqualTo(
            "{'model':'upstream','input':['a','é'],'truncate':false,'dimensions':256,"
                + "'keep_alive':'1m'}");
    assertThat(losses(ollama)).containsExactly("user", "task_type", "input_type");
    assertThat(body(cross("{'model':'m','input':'one'}", EmbeddingsProvider.of(Api.COHERE))))
        .contains("'texts':['one']")
        .contains("'search_document'");
  }

  private static String body(Crossing crossing) {
    return new String(crossing.request().body().toByteArray(), UTF_8).replace('"', '\'');
  }

  private static List<String> losses(Crossing crossing) {
    return crossing.losses().stream().map(loss -> loss.field()).toList();
  }

  @ParameterizedTest
  @EnumSource(
      value = Api.class,
      names = {"GEMINI", "COHERE", "OLLAMA"})
  void tokens_of_openai_are_refused_where_they_mean_nothing(Api api) {
    assertThatExceptionOfType(MalformedRequest.class)
        .isThrownBy(() -> cross("{'model':'m','input':[1,2]}", EmbeddingsProvider.of(api)))
        .satisfies(e -> {
          assertThat(e.code()).isEqualTo("unsupported_by_provider");
          assertThat(e.param()).isEqualTo("input");
          assertThat(e.status()).isEqualTo(400);
        });
  }

  @Test
  void embeddings_are_found_behind_a_dialect_that_talks_and_refused_without_one_that_makes_them()
      throws MalformedRequest {
    OllamaProvider talking = new OllamaProvider(Set.of(), OllamaProvider.ENDPOINTS);
    assertThat(
            cross("{'model':'m','input':'x'}", talking, EmbeddingsProvider.of(Api.OLLAMA))
                .request()
                .path())
        .isEqualTo("/api/embed");
    assertThatExceptionOfType(MalformedRequest.class)
        .isThrownBy(() -> cross("{'model':'m','input':'x'}", talking))
        .satisfies(e -> assertThat(e.code()).isEqualTo("unsupported_by_provider"));
  }

  @ParameterizedTest
  @EnumSource(Api.class)
  void a_conversation_does_not_reach_who_makes_embeddings_only(Api api) throws MalformedRequest {
    byte[] body =
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}".getBytes(UTF_8);
    ClientCall call = new ChatClient().read(RequestHead.NONE, body, 0, body.length);
    EmbeddingsProvider provider = EmbeddingsProvider.of(api);
    assertThat(provider.passThrough(call, "upstream")).isNull();
    assertThatExceptionOfType(MalformedRequest.class)
        .isThrownBy(() -> Bridge.cross(call, List.of(provider), "upstream", ReasoningMemory.NONE))
        .satisfies(e -> assertThat(e.code()).isEqualTo("unsupported_by_provider"));
    OllamaProvider talking = new OllamaProvider(Set.of(), OllamaProvider.ENDPOINTS);
    Crossing crossing =
        Bridge.cross(call, List.of(provider, talking), "upstream", ReasoningMemory.NONE);
    assertThat(crossing.request().path()).isEqualTo("/api/chat");
  }

  @Test
  void any_bytes_are_read_or_refused() {
    SplittableRandom random = new SplittableRandom(20_261_121);
    String sample = "{'model':'m','input':['a',[1,2],{'x':1}],'encoding_format':'base64','user':1}";
    int read = 0;
    for (int round = 0; round < 5_000; round++) {
      char[] text = sample.toCharArray();
      for (int i = random.nextInt(4); i > 0; i--) {
        text[random.nextInt(text.length)] = "{}[]',:1n\u0000é".charAt(random.nextInt(11));
      }
      try {
        Conversation none = read(new String(text)).conversation();
        assertThat(none).isNull();
      } catch (MalformedRequest e) {
        read += e.code().equals("unsupported_by_provider") ? 1 : 0;
        assertThat(e.status()).isEqualTo(400);
      }
    }
    assertThat(read).isBetween(1_000, 4_900);
  }
}
