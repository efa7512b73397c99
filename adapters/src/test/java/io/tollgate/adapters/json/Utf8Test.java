package io.tollgate.adapters.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class Utf8Test {

  @Test
  void counts_the_bytes_outside_ascii() {
    byte[] text = "xx grüße 日本語 😀 and plain".getBytes(UTF_8);

    assertThat(Utf8.nonAsciiBytes(text, 2, text.length - 2)).isEqualTo(2 + 2 + 9 + 4);
  }

  @Test
  void names_the_first_byte_of_the_first_ill_formed_sequence() {
    byte[] text = {'p', 'l', 'a', 'i', 'n', (byte) 0xC3, 'x'};

    assertThat(Utf8.nonAsciiBytes(text, 1, 6)).isEqualTo(-1 - 4);
  }

  @Test
  void agrees_with_the_decoder_of_the_jdk() {
    long seed = 20_261_121;
    SplittableRandom random = new SplittableRandom(seed);
    // Bytes at the borders of the ranges make ill-formed and well-formed sequences about as likely.
    int[] bytes = {
      'a', 'b', 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED,
      0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF
    };
    int wellFormed = 0;
    for (int round = 0; round < 60_000; round++) {
      byte[] text = new byte[random.nextInt(12)];
      for (int i = 0; i < text.length; i++) {
        text[i] =
            (byte) bytes[random.nextInt(3) == 0 ? random.nextInt(bytes.length) : random.nextInt(8)];
      }
      boolean expected = decodes(text);
      wellFormed += expected ? 1 : 0;
      assertThat(Utf8.nonAsciiBytes(text, 0, text.length) >= 0)
          .as("seed %d round %d: %s", seed, round, java.util.Arrays.toString(text))
          .isEqualTo(expected);
    }
    assertThat(wellFormed).isBetween(5_000, 55_000);
  }

  private static boolean decodes(byte[] text) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
