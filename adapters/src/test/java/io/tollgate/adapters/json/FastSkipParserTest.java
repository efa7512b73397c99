package io.tollgate.adapters.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

class FastSkipParserTest {

  private static final JsonFactory FAST = new FastSkipFactory(JsonFactory.builder());
  private static final JsonFactory USUAL =
      JsonFactory.builder().disable(TokenStreamFactory.Feature.CHARSET_DETECTION).build();

  private static final String[] PARTS = {
    "a",
    "the plain text of a prompt ",
    "\\n",
    "\\\"",
    "\\\\",
    "\\/",
    "\\u00e9",
    "\\uD83d\\uDE00",
    "é",
    "日本語",
    "😀",
    "\u007F",
    " !#[]^~",
    "{\"x\":1}",
    "\\"
  };

  /** The tokens with their places, and what is wrong and where if anything is. */
  private static String walk(JsonFactory factory, byte[] json, int offset, int length) {
    StringBuilder seen = new StringBuilder();
    try (JsonParser parser =
        factory.createParser(ObjectReadContext.empty(), json, offset, length)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        seen.append(token).append('@').append(parser.currentTokenLocation().getByteOffset());
        seen.append('-').append(parser.currentTokenLocation().getLineNr()).append(' ');
      }
      seen.append(parser.currentLocation().getByteOffset());
    } catch (JacksonException e) {
      seen.append(e.getOriginalMessage()).append(e.getLocation());
    }
    return seen.toString();
  }

  private static void assertSame(byte[] json, int offset, int length, String what) {
    assertThat(walk(FAST, json, offset, length))
        .as("%s: %s", what, new String(json, offset, length, UTF_8))
        .isEqualTo(walk(USUAL, json, offset, length));
  }

  @Test
  void every_byte_at_every_place_of_a_string_is_taken_as_jackson_takes_it() {
    byte[] json = "[\"0123456789abcdefghijklmnop\",1]".getBytes(UTF_8);
    for (int place = 1; place < json.length; place++) {
      for (int value = 0; value < 256; value++) {
        byte[] changed = json.clone();
        changed[place] = (byte) value;
        assertSame(changed, 0, changed.length, value + " at " + place);
      }
    }
  }

  @Test
  void strings_of_any_parts_are_skipped_as_jackson_skips_them_wherever_they_break_off() {
    long seed = 20_261_201;
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder(" ".repeat(random.nextInt(9))).append("{\"k\":\"");
      for (int parts = random.nextInt(12); parts > 0; parts--) {
        text.append(PARTS[random.nextInt(PARTS.length)]);
      }
      byte[] json = text.append("\" , \"l\":\n\"\"}").toString().getBytes(UTF_8);
      if (random.nextInt(4) == 0) {
        json[random.nextInt(json.length)] = (byte) random.nextInt(256);
      }
      int offset = random.nextInt(3);
      byte[] around = new byte[offset + json.length + random.nextInt(9)];
      Arrays.fill(around, (byte) '"');
      System.arraycopy(json, 0, around, offset, json.length);
      int length = random.nextInt(3) == 0 ? random.nextInt(json.length + 1) : json.length;
      assertSame(around, offset, length, "seed " + seed + ", round " + round);
    }
  }
}
