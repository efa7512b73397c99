package io.tollgate.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ResponseHeadersTest {

  @Test
  void printable_ascii_is_left_as_it_is() {
    String text = "p1/m-1.5: cheapest of 3 (at $0.1) ~!";

    assertThat(ResponseHeaders.headerSafe(text)).hasToString(text);
  }

  @Test
  void nothing_can_end_a_header_or_begin_another() {
    assertThat(ResponseHeaders.headerSafe("a\r\nx-evil: 1\r\n\r\n<html>"))
        .hasToString("a??x-evil: 1????<html>");
    assertThat(ResponseHeaders.headerSafe("tab\tnul\0del\177é\u010a\u010d\ud83d\ude80"))
        .hasToString("tab?nul?del?????");
  }

  @Test
  void any_text_becomes_printable_ascii_of_about_its_length() {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int c = random.nextInt(12); c > 0; c--) {
        text.append((char) random.nextInt(random.nextBoolean() ? 0x180 : 0x10000));
      }
      String safe = ResponseHeaders.headerSafe(text.toString()).toString();
      assertThat(safe).as("seed 11, text %d", i).matches("[ -~]*");
      assertThat(safe).isEqualTo(text.toString().replaceAll("[^ -~]", "?"));
      assertThat(safe.length()).isLessThanOrEqualTo(text.length());
    }
  }
}
