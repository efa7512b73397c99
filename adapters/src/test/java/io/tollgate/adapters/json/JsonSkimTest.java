package io.tollgate.adapters.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class JsonSkimTest {

  @Test
  void walks_over_every_value_to_its_last_byte() {
    long seed = 11;
    RandomJson json = new RandomJson(new SplittableRandom(seed));
    for (int round = 0; round < 20_000; round++) {
      byte[] value = json.value(4).getBytes(UTF_8);
      byte[] document = (new String(value, UTF_8) + ",\"next\":1}").getBytes(UTF_8);
      assertThat(new JsonSkim(document, document.length).value(0))
          .as("seed %d round %d: %s", seed, round, new String(value, UTF_8))
          .isEqualTo(value.length);
    }
  }

  @Test
  void counts_strings_but_not_names() {
    byte[] json = "[{\"name\" : \"1234\",\"x\":[\"56\",7]}]".getBytes(UTF_8);
    JsonSkim skim = new JsonSkim(json, json.length);

    skim.value(0);

    assertThat(skim.stringBytes()).isEqualTo(6);
  }

  @Test
  void a_value_that_is_cut_off_has_no_end() {
    byte[] json = "{\"a\":[1,\"b\\\"\",{}]}".getBytes(UTF_8);
    for (int end = 0; end < json.length; end++) {
      assertThat(new JsonSkim(json, end).value(0)).as("cut at %d", end).isEqualTo(-1);
    }
  }
}
