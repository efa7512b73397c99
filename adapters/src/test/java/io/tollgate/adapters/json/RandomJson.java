package io.tollgate.adapters.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/** Writes random JSON in every way the grammar allows: white space, escapes, unicode, nesting. */
public final class RandomJson {

  private static final String[] SPACES = {"", "", "", " ", "\n", "\t", "\r\n", "  \n  "};
  private static final String[] TEXTS = {
    "",
    "a",
    "hello world",
    "model",
    "usage",
    "\"quoted\"",
    "back\\slash",
    "{\"model\":\"x\"}",
    "new\nline",
    "tab\t",
    "grüße",
    "日本語",
    "😀",
    "\u2028",
    "data: [DONE]",
    "finish_reason",
    "/",
    "a:b,c}"
  };

  private final RandomGenerator random;

  public RandomJson(RandomGenerator random) {
    this.random = random;
  }

  public int below(int bound) {
    return random.nextInt(bound);
  }

  public String space() {
    return SPACES[random.nextInt(SPACES.length)];
  }

  public String text() {
    return TEXTS[random.nextInt(TEXTS.length)];
  }

  /** A string literal for the text; any character may be written as an escape. */
  public String string(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean must = c == '"' || c == '\\' || c < 0x20;
      if (must || random.nextInt(8) == 0) {
        json.append(String.format(random.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }

  public String value(int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> "null";
      case 1 -> random.nextBoolean() ? "true" : "false";
      case 2 -> Integer.toString(random.nextInt(-1000, 100_000));
      case 3 -> random.nextInt(1000) + "." + random.nextInt(1000) + "e-3";
      case 4 -> string(text());
      case 5 -> {
        List<String> values = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          values.add(value(depth - 1));
        }
        yield array(values);
      }
      default -> {
        List<String> members = new ArrayList<>();
        String[] names = {"model", "stream", "stream_options", "usage", "日本", "x\"y", "z"};
        for (int i = random.nextInt(names.length); i > 0; i--) {
          members.add(member(names[i], value(depth - 1)));
        }
        yield object(members);
      }
    };
  }

  public String member(String name, String value) {
    return string(name) + space() + ":" + space() + value;
  }

  public String array(List<String> values) {
    return join("[", values, "]");
  }

  /** An object with the members in random order. */
  public String object(List<String> members) {
    List<String> shuffled = new ArrayList<>(members);
    Collections.shuffle(shuffled, java.util.Random.from(random));
    return join("{", shuffled, "}");
  }

  private String join(String open, List<String> parts, String close) {
    StringBuilder json = new StringBuilder(open).append(space());
    String separator = "";
    for (String part : parts) {
      json.append(separator).append(part).append(space());
      separator = "," + space();
    }
    return json.append(close).toString();
  }
}
