package io.tollgate.adapters.json;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class JsonTextTest {

  @Test
  void what_is_quoted_reads_back_as_it_was() {
    long seed = 7;
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(8); i > 0; i--) {
        int c = random.nextInt(3) == 0 ? random.nextInt(0x11_0000) : random.nextInt(0x80);
        text.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? '"' : c);
      }
      assertThat(JsonTree.parse(JsonText.quote(text.toString())))
          .as("seed %d round %d", seed, round)
          .isEqualTo(text.toString());
    }
  }

  @Test
  void a_lone_surrogate_does_no_harm() {
    assertThat(JsonText.quote("a\uD800b")).isEqualTo("\"a?b\"".getBytes(US_ASCII));
  }
}
