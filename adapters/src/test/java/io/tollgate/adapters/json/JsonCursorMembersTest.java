package io.tollgate.adapters.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

/** Members that are gone through in one step, held against those gone through token by token. */
final class JsonCursorMembersTest {

  private static final long SEED = 20_261_201;

  private static final List<String> NAMES =
      List.of(
          "n",
          "id",
          "role",
          "model",
          "content",
          "messages",
          "max_tokens",
          "total_tokens",
          "finish_reason",
          "prompt_tokens",
          "chat.completion",
          "reasoning_tokens",
          "completion_tokens",
          "system_fingerprint",
          "prompt_tokens_details",
          "completion_tokens_details",
          "accepted_prediction_tokens",
          "rejected_prediction_tokens",
          "cache_creation_input_tokens");

  private final StringBuilder seen = new StringBuilder();
  private boolean atOnce;

  @Test
  void random_documents_and_broken_ones_are_gone_through_alike() {
    SplittableRandom random = new SplittableRandom(SEED);
    RandomJson source = new RandomJson(random);
    for (int round = 0; round < 10_000; round++) {
      byte[] json = (source.space() + source.value(5) + source.space()).getBytes(UTF_8);
      assertSame(json, "seed " + SEED + ", round " + round);
      byte[] broken = Arrays.copyOf(json, random.nextInt(json.length + 1));
      if (broken.length > 0) {
        broken[random.nextInt(broken.length)] = "{}[]:,\" 0a".getBytes(UTF_8)[random.nextInt(10)];
      }
      assertSame(broken, "seed " + SEED + ", round " + round + ", broken");
    }
  }

  @Test
  void the_limit_of_tokens_is_met_at_the_same_place() {
    for (String last : List.of("1}", "?", "1,\"b\":?", "1,\"b\":1", "1,\"b\":1}")) {
      for (String around : List.of("", "[", "[[")) {
        String members = "\"a\":1,".repeat(JsonCursor.MAX_TOKENS / 2 - 2);
        assertSame((around + "{" + members + "\"a\":" + last).getBytes(UTF_8), around + last);
      }
    }
  }

  @Test
  void a_name_is_what_is_written_however_like_a_known_one_it_is() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (String name : NAMES) {
      assertNamed(name);
      assertThat(named(name)).as(name).isSameAs(name);
      assertNamed(name + "s");
      assertNamed("_" + name);
      assertNamed(name.substring(1));
      assertNamed(name.substring(0, name.length() - 1));
      for (int i = 0; i < name.length(); i++) {
        char other = (char) ('a' + random.nextInt(26));
        assertNamed(name.substring(0, i) + other + name.substring(i + 1));
      }
    }
  }

  private static void assertNamed(String name) {
    assertThat(named(name)).isEqualTo(name);
  }

  /** The name of the only member of a document, as it is read. */
  private static String named(String name) {
    byte[] json = ("{\"" + name + "\":null}").getBytes(UTF_8);
    JsonCursor cursor = JsonCursor.lenient(json, 0, json.length);
    cursor.next();
    return String.valueOf(cursor.nextMember());
  }

  private void assertSame(byte[] json, String what) {
    for (boolean strict : new boolean[] {false, true}) {
      String tokenByToken = walk(json, strict, false);
      assertThat(walk(json, strict, true)).as(what).isEqualTo(tokenByToken);
    }
  }

  private String walk(byte[] json, boolean strict, boolean inOneStep) {
    seen.setLength(0);
    atOnce = inOneStep;
    JsonCursor cursor =
        strict ? JsonCursor.strict(json, 0, json.length) : JsonCursor.lenient(json, 0, json.length);
    try {
      cursor.next();
      value(cursor);
      seen.append(cursor.next());
    } catch (JacksonException e) {
      seen.append(e);
    }
    return seen.toString();
  }

  private void value(JsonCursor cursor) {
    seen.append(cursor.token()).append(' ').append(cursor.start()).append(' ');
    if (cursor.at(JsonToken.START_OBJECT)) {
      if (atOnce) {
        for (String name = cursor.nextMember(); name != null; name = cursor.nextMember()) {
          seen.append(cursor.nameStart()).append(name).append(' ');
          value(cursor);
        }
      } else {
        while (cursor.next() == JsonToken.PROPERTY_NAME) {
          String name = cursor.name();
          int start = cursor.start();
          cursor.next();
          seen.append(start).append(name).append(' ');
          value(cursor);
        }
      }
      seen.append(cursor.token()).append(' ').append(cursor.end()).append(' ');
    } else if (cursor.at(JsonToken.START_ARRAY)) {
      while (cursor.next() != JsonToken.END_ARRAY) {
        value(cursor);
      }
    }
  }
}
