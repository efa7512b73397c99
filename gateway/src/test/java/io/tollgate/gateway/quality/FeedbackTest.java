package io.tollgate.gateway.quality;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tollgate.adapters.profile.MalformedRequest;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedbackTest {

  private static Feedback read(String json) throws MalformedRequest {
    byte[] body = json.getBytes(UTF_8);
    return Feedback.read(body, 0, body.length);
  }

  private static MalformedRequest fault(byte[] body) {
    return Objects.requireNonNull(
        catchThrowableOfType(MalformedRequest.class, () -> Feedback.read(body, 0, body.length)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "`score`:0            | score   | 0",
        "`score`:1            | score   | 1000000",
        "`score`:0.25         | score   | 250000",
        "`score`:1e-999999999 | score   | 0",
        "`score`:-0.0         | score   | 0",
        "`outcome`:`success`  | outcome | 1000000",
        "`outcome`:`failure`  | outcome | 0",
        "`thumbs`:`up`        | thumbs  | 1000000",
        "`thumbs`:`down`      | thumbs  | 0"
      })
  void each_way_to_say_it_is_a_score(String said, String kind, int ppm) throws MalformedRequest {
    assertThat(read(("{`request_id`:`r`," + said + "}").replace('`', '"')))
        .isEqualTo(new Feedback("r", kind, ppm));
  }

  @Test
  void the_finest_of_several_counts() throws MalformedRequest {
    assertThat(
            read(
                "{\"thumbs\":\"down\",\"score\":0.5,\"outcome\":\"success\","
                    + "\"comment\":\"so so\",\"request_id\":\"r\"}"))
        .isEqualTo(new Feedback("r", "score", 500_000));
    assertThat(read("{\"thumbs\":\"down\",\"outcome\":\"success\",\"request_id\":\"r\"}"))
        .isEqualTo(new Feedback("r", "outcome", 1_000_000));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "{'score':1}                                  | missing_required_parameter | request_id",
        "{'request_id':'r'}                           | missing_required_parameter | score",
        "{'request_id':'','score':1}                  | invalid_value              | request_id",
        "{'request_id':7,'score':1}                   | invalid_type               | request_id",
        "{'request_id':null,'score':1}                | invalid_type               | request_id",
        "{'request_id':'r','score':1.0000001}         | value_out_of_range         | score",
        "{'request_id':'r','score':-1}                | value_out_of_range         | score",
        "{'request_id':'r','score':1e999999999}       | value_out_of_range         | score",
        "{'request_id':'r','score':1e99999999999999}  | value_out_of_range         | score",
        "{'request_id':'r','score':'1'}               | invalid_type               | score",
        "{'request_id':'r','score':true}              | invalid_type               | score",
        "{'request_id':'r','score':[1]}               | invalid_type               | score",
        "{'request_id':'r','score':{}}                | invalid_type               | score",
        "{'request_id':'r','score':null}              | invalid_type               | score",
        "{'request_id':'r','score':NaN}               | invalid_json               | none",
        "{'request_id':'r','score':Infinity}          | invalid_json               | none",
        "{'request_id':'r','score':1,'score':1}       | duplicate_key              | none",
        "{'request_id':'r','thumbs':'sideways'}       | invalid_value              | thumbs",
        "{'request_id':'r','thumbs':1}                | invalid_type               | thumbs",
        "{'request_id':'r','outcome':'SUCCESS'}       | invalid_value              | outcome",
        "{'request_id':'r','score':1,'comment':7}     | invalid_type               | comment",
        "{'request_id':'r','score':1,'rating':7}      | unknown_parameter          | none",
        "[]                                           | invalid_type               | none",
        "`r`                                          | invalid_type               | none",
        "{} {}                                        | invalid_json               | none",
        "{'request_id'                                | invalid_json               | none"
      })
  void what_is_wrong_is_named(String body, String code, String param) {
    MalformedRequest fault = fault(body.replace('\'', '"').replace('`', '"').getBytes(UTF_8));
    assertThat(fault.status()).isEqualTo(400);
    assertThat(fault.code()).isEqualTo(code);
    assertThat(fault.param()).isEqualTo(param);
  }

  @Test
  void an_empty_body_and_an_id_without_end_are_refused() {
    assertThat(fault(new byte[0]).code()).isEqualTo("invalid_json");
    assertThat(
            fault(("{\"request_id\":\"" + "r".repeat(129) + "\",\"score\":1}").getBytes(UTF_8))
                .param())
        .isEqualTo("request_id");
    assertThat(fault(("{\"score\":" + "9".repeat(2_000) + "}").getBytes(UTF_8)).code())
        .isEqualTo("json_limit_exceeded");
  }

  @Test
  void any_bytes_are_feedback_or_refused() {
    for (long seed = 0; seed < 2_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] body = "{\"request_id\":\"r\",\"score\":0.5}".getBytes(UTF_8);
      for (int i = 0; i <= random.nextInt(4); i++) {
        body[random.nextInt(body.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(Feedback.read(body, 0, body.length).scorePpm())
            .as("seed %d", seed)
            .isBetween(0, 1_000_000);
      } catch (MalformedRequest e) {
        assertThat(e.status()).as("seed %d", seed).isEqualTo(400);
      }
    }
  }
}
