package io.tollgate.adapters.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds the cursor against Jackson's parser with the same limits: the same tokens with the same
 * places, names and texts, and the same documents refused for the same reason.
 *
 * <p>Jackson reads a value with its name, so it may refuse a document one token earlier.
 */
class JsonCursorAgainstJacksonTest {

  private static final long SEED = 20_261_201;

  private static final String[] PARTS = {
    "a",
    "the plain text of a prompt ",
    "\\n",
    "\\\"",
    "\\\\",
    "\\/",
    "\\u00e9",
    "\\u0000",
    "\\uD83d\\uDE00",
    "\\uD800",
    "\\uDC00",
    "é",
    "日本語",
    "😀",
    "\u007F",
    " !#[]^~",
    "{\"x\":1}",
    "\\"
  };

  private static final String[] SCALARS = {
    "0",
    "-0",
    "00",
    "01",
    "-",
    "--1",
    "+1",
    ".5",
    "1.",
    "1.5",
    "-0.0",
    "1e5",
    "1E+05",
    "1e",
    "1e+",
    "1.e5",
    "1.5e-3",
    "0e0",
    "123456789012345678",
    "-12345678901234567",
    "-123456789012345678",
    "999999999999999999",
    "1234567890123456789",
    "99999999999999999999999999",
    "1x",
    "1 2",
    "1\"a\"",
    "true",
    "false",
    "null",
    "truee",
    "true1",
    "tru",
    "nul l",
    "true\"a\"",
    "falsefalse",
    "null{}",
    "NaN",
    "Infinity",
    "-Infinity",
    "'a'",
    "a",
    "/**/",
    "//",
    "#",
    "\"\"",
    "\"a\"",
    "\"\\u12\"",
    "\"\\x\"",
    "\"\t\"",
    "[]",
    "{}",
    "[}",
    "{]",
    "[1,]",
    "{\"a\":1,}",
    "[,1]",
    "{,}",
    "{\"a\"}",
    "{\"a\" 1}",
    "{a:1}",
    "{'a':1}",
    "{1:1}",
    "{\"a\"::1}",
    "{\"a\":1,\"a\":2}",
    "{\"a\":1,\"\\u0061\":2}",
    "{\"\\u0061\":1,\"a\":2}",
    "{\"é\":1,\"\\u00e9\":2}",
    "{\"😀\":1,\"\\ud83d\\uDE00\":2}",
    "{\"a\":1,\"A\":2,\"aa\":3,\"\":4}",
    "[[1],[2,[3]],{\"a\":[{}]}]"
  };

  private static void assertSame(byte[] json, int offset, int length, String what) {
    SplittableRandom random = new SplittableRandom(Arrays.hashCode(json) * 31L + length);
    boolean[] some = new boolean[64];
    for (int i = 0; i < some.length; i++) {
      some[i] = random.nextBoolean();
    }
    for (boolean strict : new boolean[] {false, true}) {
      for (TokenWalk.Choice choice :
          List.of(
              TokenWalk.Choice.NOTHING,
              TokenWalk.Choice.EVERYTHING,
              index -> some[index % some.length])) {
        TokenWalk jackson = TokenWalk.jackson(json, offset, length, strict, choice);
        TokenWalk cursor = TokenWalk.cursor(json, offset, length, strict, choice);
        String name = what + ": " + new String(json, offset, Math.min(length, 2_000), UTF_8);
        if (jackson.verdict() == TokenWalk.Verdict.ACCEPTED && hasFf(json, offset, length)) {
          // Jackson fills the words of a name with this byte, and so finds a name with too much.
          assertThat(cursor.verdict()).as(name).isEqualTo(TokenWalk.Verdict.MALFORMED);
          continue;
        }
        assertThat(cursor.verdict())
            .as("verdict of %s, %s and %s", name, jackson, cursor)
            .isEqualTo(jackson.verdict());
        // Jackson's column is that of the fault or of one after it.
        assertThat(cursor.line()).as(name).isEqualTo(jackson.line());
        int seen = jackson.tokens().size();
        boolean accepted = jackson.verdict() == TokenWalk.Verdict.ACCEPTED;
        assertThat(cursor.tokens()).as(name).hasSizeBetween(seen, accepted ? seen : seen + 2);
        assertThat(cursor.tokens().subList(0, seen)).as(name).isEqualTo(jackson.tokens());
      }
    }
  }

  private static boolean hasFf(byte[] json, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (json[i] == (byte) 0xFF) {
        return true;
      }
    }
    return false;
  }

  private static void assertSame(String json) {
    byte[] bytes = json.getBytes(UTF_8);
    assertSame(bytes, 0, bytes.length, "document");
  }

  @Test
  void every_scalar_is_read_alike_wherever_it_stands() {
    for (String scalar : SCALARS) {
      for (String around :
          List.of(
              "#",
              " # ",
              "#\n",
              "[#]",
              "[ #, #]",
              "[0,# ,1]",
              "{\"a\":#}",
              "{\"a\" : # , \"b\":#\r\n}",
              "[#",
              "{\"a\":#",
              "##",
              "# #")) {
        assertSame(around.replace("#", scalar));
        assertSame("\uFEFF" + around.replace("#", scalar));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\n\t\r ",
        "\uFEFF",
        "\uFEFF\uFEFF{}",
        "{} {}",
        "{}{}",
        "{},{}",
        "{}]",
        "]",
        "}",
        ",",
        ":",
        "\"",
        "\"\\",
        "\"\\u",
        "[\"a",
        "{\"a\":\"",
        "{\"",
        "\u0000",
        "{}\u0000",
        "\u001E{}",
        "{\u000B}",
        "\u00A0{}",
        "1 \u0001",
        "[1]x"
      })
  void documents_that_are_none_are_refused_alike(String json) {
    assertSame(json);
  }

  @Test
  void every_byte_at_every_place_is_taken_alike() {
    byte[] json = "[\"0123456789abcdefghijklmnop\",-1.5e1,{\"ab\":true}]".getBytes(UTF_8);
    for (int place = 0; place < json.length; place++) {
      for (int value = 0; value < 256; value++) {
        byte[] changed = json.clone();
        changed[place] = (byte) value;
        assertSame(changed, 0, changed.length, value + " at " + place);
      }
    }
  }

  @Test
  void strings_of_any_parts_are_read_alike_wherever_they_break_off() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder(" ".repeat(random.nextInt(9))).append("{\"k\":\"");
      for (int parts = random.nextInt(12); parts > 0; parts--) {
        text.append(PARTS[random.nextInt(PARTS.length)]);
      }
      text.append("\" , \"");
      for (int parts = random.nextInt(3); parts > 0; parts--) {
        text.append(PARTS[random.nextInt(PARTS.length)]);
      }
      byte[] json = text.append("\":\n\"\"}").toString().getBytes(UTF_8);
      if (random.nextInt(4) == 0) {
        json[random.nextInt(json.length)] = (byte) random.nextInt(256);
      }
      int offset = random.nextInt(3);
      byte[] around = new byte[offset + json.length + random.nextInt(9)];
      Arrays.fill(around, (byte) '"');
      System.arraycopy(json, 0, around, offset, json.length);
      int length = random.nextInt(3) == 0 ? random.nextInt(json.length + 1) : json.length;
      assertSame(around, offset, length, "seed " + SEED + ", round " + round);
    }
  }

  @Test
  void random_documents_and_what_chance_makes_of_them_are_read_alike() {
    SplittableRandom random = new SplittableRandom(SEED + 1);
    RandomJson source = new RandomJson(random);
    for (int round = 0; round < 10_000; round++) {
      byte[] json = (source.space() + source.value(5) + source.space()).getBytes(UTF_8);
      String what = "seed " + (SEED + 1) + ", round " + round;
      assertSame(json, 0, json.length, what);
      byte[] changed = json;
      for (int times = 1 + random.nextInt(3); times > 0; times--) {
        changed = changed(changed, random);
      }
      assertSame(changed, 0, changed.length, what + ", changed");
    }
  }

  private static byte[] changed(byte[] json, SplittableRandom random) {
    byte[] other = SCALARS[random.nextInt(SCALARS.length)].getBytes(UTF_8);
    byte[] one = {"{}[]:,\"\\ \n-+.eEu0aé".getBytes(UTF_8)[random.nextInt(20)]};
    int from = random.nextInt(json.length + 1);
    int to = Math.min(json.length, from + random.nextInt(3));
    return switch (random.nextInt(5)) {
      case 0 -> replaced(json, from, to, other);
      case 1 -> replaced(json, from, to, one);
      case 2 -> replaced(json, from, from, one);
      case 3 -> replaced(json, from, to, new byte[] {(byte) random.nextInt(256)});
      default -> Arrays.copyOf(json, from);
    };
  }

  private static byte[] replaced(byte[] json, int from, int to, byte[] by) {
    byte[] all = Arrays.copyOf(json, json.length - (to - from) + by.length);
    System.arraycopy(by, 0, all, from, by.length);
    System.arraycopy(json, to, all, from + by.length, json.length - to);
    return all;
  }

  @Test
  void documents_of_the_fuzzer_are_read_alike_and_broken_off_at_every_byte() throws IOException {
    Path root = Path.of("src/test/resources/io/tollgate/adapters/fuzz");
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        byte[] json = Files.readAllBytes(file);
        assertSame(json, 0, json.length, file.toString());
        for (int length = 0; length < Math.min(json.length, 1_500); length++) {
          assertSame(json, 0, length, file + " up to " + length);
        }
      }
    }
  }

  @Test
  void recorded_usages_are_read_alike_also_where_they_break_off() throws IOException {
    Path file =
        Path.of(System.getProperty("tollgate.root", "."))
            .resolve("../shared/data/usage-fixtures/usages.jsonl.gz");
    assumeTrue(Files.exists(file), "no recorded usages beside the repository");
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), UTF_8))) {
      int count = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        byte[] json = line.getBytes(UTF_8);
        assertSame(json, 0, json.length, "line " + ++count);
        int length = Math.floorMod(count * 7_919, json.length);
        assertSame(json, 0, length, "line " + count + " up to " + length);
      }
    }
  }

  @Test
  void limits_are_met_at_the_same_place() {
    for (int depth : new int[] {63, 64, 65, 127, 128, 129, 499, 500, 501, 600}) {
      assertSame("[".repeat(depth) + "]".repeat(depth));
      assertSame("{\"a\":".repeat(depth) + "1" + "}".repeat(depth));
      assertSame("[{\"a\":".repeat(depth / 2) + "1" + "}]".repeat(depth / 2));
      assertSame("[{\"a\":".repeat(depth / 2) + "1" + "]}".repeat(depth / 2));
    }
    for (int digits : new int[] {999, 1_000, 1_001}) {
      assertSame("[" + "1".repeat(digits) + "]");
      assertSame("-" + "1".repeat(digits));
      assertSame("[1." + "1".repeat(digits - 1) + "]");
      assertSame("[1.5e" + "1".repeat(digits - 2) + "]");
      assertSame("1".repeat(digits) + "x");
    }
    for (int name : new int[] {4_095, 4_096, 4_097}) {
      assertSame("{\"" + "a".repeat(name) + "\":1}");
      assertSame("{\"é" + "a".repeat(name - 2) + "\":1}");
      assertSame("{\"\\u00e9" + "a".repeat(name - 2) + "\":1}");
      assertSame("{\"\\ud83d\\ude00" + "a".repeat(name - 6) + "\":1}");
      assertSame("{\"\\n" + "\\u0061".repeat(name - 1) + "\":1}");
      assertSame("[\"" + "a".repeat(name) + "\"]");
    }
    for (int tokens : new int[] {999_999, 1_000_000, 1_000_001}) {
      byte[] json = ("[" + "1,".repeat(tokens - 3) + "1]").getBytes(UTF_8);
      assertThat(TokenWalk.cursor(json, 0, json.length, true, TokenWalk.Choice.NOTHING).verdict())
          .isEqualTo(
              TokenWalk.jackson(json, 0, json.length, true, TokenWalk.Choice.NOTHING).verdict());
    }
  }

  @Test
  void a_name_twice_is_found_in_a_very_large_object() {
    StringBuilder json = new StringBuilder("{");
    for (int i = 0; i < 100_000; i++) {
      json.append("\"name").append(i).append("\":").append(i).append(',');
    }
    byte[] once = (json + "\"name\":0}").getBytes(UTF_8);
    byte[] twice = (json + "\"\\u006eame0\":0}").getBytes(UTF_8);
    assertThat(TokenWalk.cursor(once, 0, once.length, true, TokenWalk.Choice.NOTHING).verdict())
        .isEqualTo(TokenWalk.Verdict.ACCEPTED);
    assertThat(TokenWalk.cursor(twice, 0, twice.length, true, TokenWalk.Choice.NOTHING).verdict())
        .isEqualTo(TokenWalk.Verdict.TWICE);
  }

  @Test
  void a_name_twice_is_found_among_any_number_of_others() {
    SplittableRandom random = new SplittableRandom(SEED + 2);
    for (int round = 0; round < 3_000; round++) {
      int members = 1 + random.nextInt(40);
      StringBuilder json = new StringBuilder("{");
      for (int i = 0; i < members; i++) {
        String name =
            switch (random.nextInt(12)) {
              case 0 -> "é" + i;
              case 1 -> "\\u006e" + i;
              case 2 -> "\\n" + i;
              case 3 -> "n" + (random.nextInt(5) == 0 ? random.nextInt(members) : i);
              default -> "n" + i;
            };
        json.append(i == 0 ? "" : ",").append('"').append(name).append("\":");
        json.append(random.nextInt(6) == 0 ? "{\"n1\":{\"n1\":1},\"é1\":2}" : "1");
      }
      assertSame(json.append('}').toString());
    }
  }
}
