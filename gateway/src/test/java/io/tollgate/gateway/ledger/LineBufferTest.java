package io.tollgate.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LineBufferTest {

  private final LineBuffer buffer = new LineBuffer();

  private String written(Consumer<LineBuffer> what) {
    buffer.clear();
    what.accept(buffer);
    return new String(buffer.array(), 0, buffer.length(), StandardCharsets.UTF_8);
  }

  @Test
  void any_number_is_written_as_java_writes_it() {
    SplittableRandom random = new SplittableRandom(1);
    for (int bits = 0; bits < Long.SIZE; bits++) {
      for (int i = 0; i < 100; i++) {
        long number = random.nextLong() >>> bits;
        assertThat(written(out -> out.number(number))).isEqualTo(Long.toString(number));
        assertThat(written(out -> out.number(-number))).isEqualTo(Long.toString(-number));
      }
    }
  }

  @Test
  void a_number_has_one_digit_more_from_each_power_of_ten_on() {
    long power = 1;
    for (int i = 0; i < 19; i++, power *= 10) {
      for (long number = power - 1; number <= power + 1; number++) {
        long each = number;
        assertThat(written(out -> out.number(each))).isEqualTo(Long.toString(each));
      }
    }
    assertThat(written(out -> out.number(Long.MAX_VALUE))).isEqualTo("9223372036854775807");
    assertThat(written(out -> out.number(Long.MIN_VALUE))).isEqualTo("-9223372036854775808");
  }

  @Test
  void any_instant_is_written_as_java_writes_it() {
    SplittableRandom random = new SplittableRandom(2);
    long[] units = {1, 10, 1_000, 10_000, 1_000_000, 100_000_000, 1_000_000_000};
    for (int i = 0; i < 10_000; i++) {
      long unit = units[random.nextInt(units.length)];
      Instant at =
          Instant.ofEpochSecond(
              1_800_000_000L + random.nextInt(3), random.nextInt(1_000_000_000) / unit * unit);
      assertThat(written(out -> out.instant(at))).isEqualTo("\"" + at + "\"");
    }
  }

  @Test
  void any_text_has_the_escapes_that_it_needs_and_no_others() {
    SplittableRandom random = new SplittableRandom(3);
    int[] bounds = {0x80, 0x80, 0x80, 0x100, 0x800, 0x10000};
    for (int i = 0; i < 10_000; i++) {
      StringBuilder text = new StringBuilder("plain ".repeat(random.nextInt(3)));
      for (int chars = random.nextInt(20); chars > 0; chars--) {
        text.append((char) random.nextInt(bounds[random.nextInt(bounds.length)]));
      }
      String whole = text.append(random.nextBoolean() ? "😀" : "").toString();
      assertThat(written(out -> out.string(whole))).isEqualTo(quoted(whole));
    }
  }

  @Test
  void a_text_longer_than_the_buffer_is_written_whole() {
    String text = "x".repeat(200_000);
    assertThat(written(out -> out.raw(text))).isEqualTo(text);
    assertThat(written(out -> out.key(text))).isEqualTo(",\"" + text + "\":");
    assertThat(written(out -> out.string(text + '\n'))).isEqualTo("\"" + text + "\\u000a\"");
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(character -> {
          if (character == '"' || character == '\\') {
            quoted.append('\\').appendCodePoint(character);
          } else if (character < 0x20 || (character >= 0xd800 && character < 0xe000)) {
            quoted.append(String.format("\\u%04x", character));
          } else {
            quoted.appendCodePoint(character);
          }
        });
    return quoted.append('"').toString();
  }
}
