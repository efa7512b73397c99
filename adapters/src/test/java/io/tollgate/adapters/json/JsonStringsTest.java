package io.tollgate.adapters.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class JsonStringsTest {

  @Test
  void plain_text_ends_where_a_look_at_each_byte_says_it_does() {
    SplittableRandom random = new SplittableRandom(7);
    for (int text = 0; text < 100_000; text++) {
      byte[] bytes = new byte[random.nextInt(300)];
      int rarity = 1 << random.nextInt(12);
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] =
            random.nextInt(rarity) == 0 ? (byte) random.nextInt() : (byte) random.nextInt('a', 128);
      }
      int from = random.nextInt(bytes.length + 1);
      int limit = random.nextInt(from, bytes.length + 1);

      assertThat(JsonStrings.plain(bytes, from, limit)).isEqualTo(byByte(bytes, from, limit));
    }
  }

  private static int byByte(byte[] bytes, int from, int limit) {
    int at = from;
    while (at < limit && bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
      at++;
    }
    return at;
  }
}
