package io.tollgate.adapters.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

class JsonCursorTest {

  @Test
  void says_where_each_value_begins_and_ends() {
    byte[] json =
        "..{ \"ä\\u0061\" : \"x\\ny\" ,\r\n\"n\":-12.5e3,\"t\":true,\"z\": null , \"a\":[ 1 ]}.."
            .getBytes(UTF_8);

    List<String> scalars = new ArrayList<>();
    JsonCursor cursor = JsonCursor.strict(json, 2, json.length - 4);
    for (JsonToken token = cursor.next(); token != null; token = cursor.next()) {
      if (token.isScalarValue()) {
        scalars.add(
            cursor.name()
                + "="
                + new String(json, cursor.start(), cursor.end() - cursor.start(), UTF_8));
      } else if (token == JsonToken.END_ARRAY) {
        scalars.add(new String(json, cursor.start(), cursor.end() - cursor.start(), UTF_8));
      }
    }

    assertThat(scalars).containsExactly("äa=\"x\\ny\"", "n=-12.5e3", "t=true", "z=null", "=1", "]");
  }

  @Test
  void measures_strings_as_written() {
    byte[] json =
        "{\"a\":\"1234\" , \"b\":[\"\\n\",{\"c\":\"ü\"} ],\"d\":\"not this\"}".getBytes(UTF_8);

    JsonCursor cursor = JsonCursor.lenient(json, 0, json.length);
    cursor.next();
    cursor.next();
    cursor.next();
    cursor.measureAll();
    cursor.next();
    cursor.next();
    cursor.measureAll();
    assertThat(cursor.at(JsonToken.END_ARRAY)).isTrue();
    assertThat(cursor.next()).isEqualTo(JsonToken.PROPERTY_NAME);
    assertThat(cursor.measuredBytes()).isEqualTo(4 + 2 + 2);
  }

  @Test
  void measures_a_string_that_is_the_whole_document() {
    byte[] json = " \"abc\" ##".getBytes(UTF_8);

    JsonCursor cursor = JsonCursor.lenient(json, 0, 7);
    cursor.next();
    cursor.measure();
    assertThat(cursor.next()).isNull();
    assertThat(cursor.measuredBytes()).isEqualTo(3);
  }

  @Test
  void positions_are_right_after_a_byte_order_mark() {
    byte[] json = "..\uFEFF{\"a\":\"b\"}".getBytes(UTF_8);

    JsonCursor cursor = JsonCursor.lenient(json, 2, json.length - 2);
    assertThat(cursor.next()).isEqualTo(JsonToken.START_OBJECT);
    assertThat(cursor.start()).isEqualTo(5);
  }

  @Test
  void only_the_strict_cursor_minds_a_name_twice() {
    byte[] json = "{\"a\":1,\"\\u0061\":2}".getBytes(UTF_8);

    assertThat(JsonCursor.isObject(json, 0, json.length)).isTrue();
    JsonCursor cursor = JsonCursor.strict(json, 0, json.length);
    cursor.next();
    assertThatThrownBy(cursor::skip).isInstanceOf(JacksonException.class);
  }

  @Test
  void utf_16_is_not_guessed() {
    byte[] json = "{\"a\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_16LE);

    assertThat(JsonCursor.isObject(json, 0, json.length)).isFalse();
  }

  @Test
  void names_that_readers_know_are_one_string_however_they_are_written() {
    byte[] json = "{\"model\":1,\"mod\\u0065l\":2,\"modem\":3}".getBytes(UTF_8);

    JsonCursor cursor = JsonCursor.lenient(json, 0, json.length);
    cursor.next();
    cursor.next();
    assertThat(cursor.name()).isSameAs("model");
    cursor.next();
    cursor.next();
    assertThat(cursor.name()).isEqualTo("model");
    cursor.next();
    cursor.next();
    assertThat(cursor.name()).isEqualTo("modem");
  }

  @Test
  void refusals_do_not_quote_the_document() {
    for (String json : List.of("{\"a\":SECRET}", "[\"SECRET", "{\"SECRET\":1,\"SECRET\":2}")) {
      byte[] bytes = json.getBytes(UTF_8);
      JsonCursor cursor = JsonCursor.strict(bytes, 0, bytes.length);
      cursor.next();
      assertThatThrownBy(cursor::skip)
          .isInstanceOf(MalformedJson.class)
          .message()
          .doesNotContain("SECRET");
    }
  }
}
