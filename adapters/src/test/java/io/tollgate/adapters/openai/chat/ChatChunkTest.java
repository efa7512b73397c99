package io.tollgate.adapters.openai.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.json.JsonCursor;
import io.tollgate.adapters.json.JsonTree;
import io.tollgate.adapters.json.RandomJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Skimming must see what parsing sees. */
class ChatChunkTest {

  @Test
  void skimming_agrees_with_parsing() {
    long seed = 5;
    RandomJson json = new RandomJson(new SplittableRandom(seed));
    int withContent = 0;
    for (int round = 0; round < 12_000; round++) {
      String text = json.space() + chunk(json) + json.space();
      byte[] bytes = text.getBytes(UTF_8);
      ChatChunk chunk = new ChatChunk(bytes, 0, bytes.length);
      Map<String, Object> tree = JsonTree.object(bytes);

      assertThat(chunk.isWellFormed()).as("seed %d round %d: %s", seed, round, text).isTrue();
      assertThat(summary(chunk, bytes))
          .as("seed %d round %d: %s", seed, round, text)
          .isEqualTo(summary(tree));
      withContent += chunk.hasContent() ? 1 : 0;
    }
    assertThat(withContent).isBetween(3_000, 11_500);
  }

  @Test
  void a_chunk_cut_anywhere_is_not_well_formed() {
    byte[] bytes =
        "{\"id\":\"a\",\"choices\":[{\"delta\":{\"content\":\"x\\\"\"},\"finish_reason\":\"stop\"}]}"
            .getBytes(UTF_8);
    for (int end = 0; end < bytes.length; end++) {
      assertThat(new ChatChunk(bytes, 0, end).isWellFormed()).as("cut at %d", end).isFalse();
    }
    assertThat(new ChatChunk(bytes, 0, bytes.length).isWellFormed()).isTrue();
  }

  @Test
  void what_parses_is_always_well_formed_to_the_skimmer() {
    long seed = 6;
    SplittableRandom random = new SplittableRandom(seed);
    RandomJson json = new RandomJson(random);
    int parsed = 0;
    for (int round = 0; round < 12_000; round++) {
      byte[] bytes = chunk(json).getBytes(UTF_8);
      bytes[random.nextInt(bytes.length)] = (byte) "{}[]\",: x1\\".charAt(random.nextInt(11));
      boolean parses = JsonCursor.isObject(bytes, 0, bytes.length);
      parsed += parses ? 1 : 0;
      if (parses) {
        assertThat(new ChatChunk(bytes, 0, bytes.length).isWellFormed())
            .as("seed %d round %d: %s", seed, round, new String(bytes, UTF_8))
            .isTrue();
      }
    }
    assertThat(parsed).isBetween(500, 11_500);
  }

  private static String summary(ChatChunk chunk, byte[] bytes) {
    return summary(
        text(bytes, chunk.id()),
        text(bytes, chunk.model()),
        text(bytes, chunk.usage()),
        text(bytes, chunk.finishReason()),
        chunk.isError(),
        chunk.choices(),
        chunk.finished(),
        chunk.hasContent());
  }

  private static String summary(Map<String, Object> tree) {
    String finish = "-";
    int choices = 0;
    int finished = 0;
    boolean content = false;
    if (tree.get("choices") instanceof List<?> list) {
      choices = list.size();
      for (Object element : list) {
        if (element instanceof Map<?, ?> choice) {
          if (choice.get("finish_reason") instanceof String reason) {
            finish = reason;
            finished++;
          }
          if (choice.get("delta") instanceof Map<?, ?> delta) {
            content |=
                delta.entrySet().stream()
                    .anyMatch(e -> !e.getKey().equals("role") && holds(e.getValue()));
          }
        }
      }
    }
    return summary(
        tree.get("id") instanceof String id ? id : "-",
        tree.get("model") instanceof String model ? model : "-",
        tree.get("usage") instanceof Map<?, ?> usage ? usage.toString() : "-",
        finish,
        !JsonTree.NULL.equals(tree.getOrDefault("error", JsonTree.NULL)),
        choices,
        finished,
        content);
  }

  private static String summary(Object... facts) {
    return List.of(facts).toString();
  }

  private static boolean holds(Object value) {
    return switch (value) {
      case String text -> !text.isEmpty();
      case List<?> list -> !list.isEmpty();
      case Map<?, ?> map -> !map.isEmpty();
      default -> false;
    };
  }

  private static String text(byte[] bytes, ChatChunk.Range range) {
    return range.isPresent()
        ? JsonTree.parse(new String(bytes, range.from(), range.to() - range.from(), UTF_8))
            .toString()
        : "-";
  }

  /** A chunk with names as servers write them, without escapes. */
  private static String chunk(RandomJson json) {
    List<String> members = new ArrayList<>();
    add(members, json, "id", json.string("c" + json.text()));
    add(members, json, "model", json.below(9) == 0 ? json.value(2) : json.string(json.text()));
    add(members, json, "usage", json.below(3) == 0 ? "null" : json.value(2));
    if (json.below(6) == 0) {
      add(members, json, "error", json.value(2));
    }
    add(members, json, "other", json.value(3));
    List<String> choices = new ArrayList<>();
    for (int i = json.below(4); i > 0; i--) {
      choices.add(json.below(9) == 0 ? json.value(2) : choice(json));
    }
    String value = json.below(9) == 0 ? json.value(2) : json.array(choices);
    members.add("\"choices\":" + json.space() + value);
    return json.object(members);
  }

  private static String choice(RandomJson json) {
    List<String> members = new ArrayList<>();
    add(members, json, "index", "0");
    add(members, json, "logprobs", json.value(3));
    add(members, json, "finish_reason", json.below(3) > 0 ? "null" : json.string("stop"));
    List<String> delta = new ArrayList<>();
    add(delta, json, "role", json.string("assistant"));
    add(delta, json, "content", json.value(1));
    add(delta, json, "tool_calls", json.value(2));
    add(members, json, "delta", json.below(9) == 0 ? json.value(1) : json.object(delta));
    return json.object(members);
  }

  private static void add(List<String> members, RandomJson json, String name, String value) {
    if (json.below(3) > 0) {
      members.add('"' + name + '"' + json.space() + ":" + json.space() + value);
    }
  }
}
