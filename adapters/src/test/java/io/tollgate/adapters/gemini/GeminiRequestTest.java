package io.tollgate.adapters.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.adapters.dialect.RequestHead;
import io.tollgate.adapters.json.JsonTree;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.policies.catalog.Capability;
import io.tollgate.policies.routing.RequestProfile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiRequestTest {

  @Test
  void the_profile_says_what_a_policy_may_look_at() throws Exception {
    RequestProfile profile =
        Wire.call(
                true,
                "{'systemInstruction':{'parts':[{'text':'abcd'}]},'contents':[{'role':'user','parts':[{'text':'efgh','thoughtSignature':'not"
                    + " counted'},{'inlineData':{'data':'AAAA',"
                    + "'mimeType':'image/png'}},{'inline_data':{'mime_type':'audio/wav','data':'AA'}},"
                    + "{'fileData':{'mimeType':'application/pdf','fileUri':'u'}}]}],'tools':["
                    + "{'functionDeclarations':[{'name':'f'},{'name':'g'}]},{'googleSearch':{}}],"
                    + "'generationConfig':{'maxOutputTokens':9,'candidateCount':2,'responseLogprobs':true,"
                    + "'responseJsonSchema':{}},'labels':{'task':'t','user':'u'}}")
            .profile();
    assertThat(profile.model()).isEqualTo("gemini-2.5-flash");
    assertThat(profile.stream()).isTrue();
    assertThat(profile.messages()).isEqualTo(2);
    assertThat(profile.promptBytes()).isBetween(80L, 110L);
    assertThat(profile.maxOutputTokens()).isEqualTo(9);
    assertThat(profile.choices()).isEqualTo(2);
    assertThat(profile.tools()).isEqualTo(2);
    assertThat(profile.needs())
        .containsExactlyInAnyOrder(
            Capability.TOOLS,
            Capability.JSON_SCHEMA,
            Capability.LOGPROBS,
            Capability.IMAGES,
            Capability.AUDIO,
            Capability.FILES);
    assertThat(profile.task()).isEqualTo("t");
    assertThat(profile.user()).isEqualTo("u");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|invalid_type",
        "{'contents':[{'parts':[]}]|invalid_json",
        "{}|missing_required_parameter",
        "{'contents':[]}|empty_array",
        "{'contents':'hi'}|invalid_type",
        "{'contents':[7]}|invalid_type",
        "{'contents':[{}],'generationConfig':{'maxOutputTokens':-1}}|integer_below_min_value",
        "{'contents':[{}],'generationConfig':{'candidateCount':'2'}}|invalid_type",
        "{'contents':[{}],'tools':7}|invalid_type",
        "{'contents':[{}],'api_base':'http://evil'}|forbidden_parameter",
        "{'contents':[{}],'contents':[{}]}|duplicate_key"
      })
  void what_cannot_be_served_is_refused_by_name(String body, String code) {
    assertThatThrownBy(() -> Wire.call(false, body))
        .isInstanceOfSatisfying(
            MalformedRequest.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'contents':[{'parts':[{'text':7}]}]}|contents[0].parts[0].text",
        "{'contents':[{'parts':[{'functionCall':{'args':{}}}]}]}|contents[0].parts[0].functionCall.name",
        "{'contents':[{'parts':[{'functionResponse':{'name':'f','response':'x'}}]}]}"
            + "|contents[0].parts[0].functionResponse.response",
        "{'contents':[{'parts':[{'inlineData':{'data':'x'}}]}]}|contents[0].parts[0].inlineData.mimeType",
        "{'contents':[{}],'generationConfig':{'stopSequences':[1]}}|generationConfig.stopSequences"
      })
  void what_cannot_be_translated_is_refused_by_name(String body, String param) throws Exception {
    var call = Wire.call(false, body);
    assertThatThrownBy(call::conversation)
        .isInstanceOfSatisfying(
            MalformedRequest.class, refusal -> assertThat(refusal.param()).isEqualTo(param));
  }

  @Test
  void the_path_must_name_a_model() {
    byte[] body = Wire.json("{'contents':[{}]}");
    assertThatThrownBy(() -> new GeminiClient().read(RequestHead.NONE, body, 0, body.length))
        .isInstanceOf(MalformedRequest.class);
  }

  @Test
  void tokens_of_contents_or_of_a_whole_request_are_counted() throws Exception {
    RequestHead head = new RequestHead("models/m", false, Map.of());
    byte[] contents = Wire.json("{'contents':[{'parts':[{'text':'abcdefgh'}]}]}");
    byte[] wrapped =
        Wire.json(
            "{'generateContentRequest':{'model':'models/m','contents':[{'parts':[{'text':'abcdefgh'}]}]}}");
    RequestProfile profile = GeminiTokenCount.read(head, contents, 0, contents.length);
    assertThat(profile.model()).isEqualTo("m");
    assertThat(GeminiTokenCount.read(head, wrapped, 0, wrapped.length).inputTokens())
        .isEqualTo(profile.inputTokens())
        .isEqualTo(9);
    assertThat(JsonTree.parse(GeminiTokenCount.json(9))).isEqualTo(Wire.tree("{'totalTokens':9}"));
  }

  @Test
  void models_are_listed_as_google_does() {
    var one = new GeminiModels.Entry("auto", "Auto", false, 1000, -1);
    var two = new GeminiModels.Entry("e/x", "E", true, -1, -1);
    assertThat(JsonTree.parse(GeminiModels.json(List.of(one, two))))
        .isEqualTo(
            Wire.tree(
                "{'models':[{'name':'models/auto','displayName':'Auto','inputTokenLimit':1000,"
                    + "'supportedGenerationMethods':['generateContent','streamGenerateContent',"
                    + "'countTokens']},{'name':'models/e/x','displayName':'E',"
                    + "'supportedGenerationMethods':['embedContent','batchEmbedContents']}]}"));
    assertThat(JsonTree.object(GeminiModels.json(two))).containsEntry("name", "models/e/x");
  }
}
