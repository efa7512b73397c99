package io.tollgate.adapters.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpliceTest {

  private final byte[] array = "##0123456789##".getBytes(UTF_8);

  @Test
  void leaves_everything_but_the_replaced_ranges_in_place() {
    Segments segments =
        new Splice(array, 2, 10)
            .insert(2, bytes("<"))
            .replace(5, 7, bytes("abc"))
            .insert(12, bytes(">"))
            .done();

    assertThat(new String(segments.toByteArray(), UTF_8)).isEqualTo("<012abc56789>");
    assertThat(segments.length()).isEqualTo(13);
    List<byte[]> arrays = new ArrayList<>();
    segments.forEach((source, offset, length) -> arrays.add(source));
    assertThat(arrays.get(1)).isSameAs(array);
    assertThat(arrays.get(3)).isSameAs(array);
  }

  @Test
  void nothing_replaced_is_one_segment_of_the_original() {
    Segments segments = Segments.of(array, 2, 10);

    assertThat(segments.count()).isEqualTo(1);
    assertThat(new String(segments.toByteArray(), UTF_8)).isEqualTo("0123456789");
  }

  @Test
  void refuses_a_range_before_an_earlier_one_or_outside() {
    Splice splice = new Splice(array, 2, 10).replace(5, 7, bytes(""));

    assertThatThrownBy(() -> splice.insert(6, bytes("x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("6 to 6");
    assertThatThrownBy(() -> splice.replace(8, 13, bytes("x")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void takes_any_number_of_replacements() {
    Splice splice = new Splice(array, 2, 10);
    for (int i = 2; i < 12; i++) {
      splice.insert(i, bytes("-"));
    }

    assertThat(new String(splice.done().toByteArray(), UTF_8)).isEqualTo("-0-1-2-3-4-5-6-7-8-9");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
