package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.json.JsonText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Writes random requests and answers of this dialect: everything that has a place in a
 * conversation, and what is kept whole because it has none.
 *
 * <p>Left out is what only passes as bytes: members of blocks and tools that a conversation has no
 * word for ({@code caller}, {@code toolset_name}, {@code transformations}, {@code defer_loading},
 * {@code input_examples}, ...).
 */
final class RandomMessages {

  private static final String[] TEXTS = {
    "a", "hello world", "\"quoted\"\\", "line\nline", "日本語", "😀", "{\"model\":\"x\"}", " "
  };
  private static final String[] IDS = {"toolu_01", "a-b_C", "x_x41_y", "_x_", "0"};

  private final RandomGenerator random;

  RandomMessages(RandomGenerator random) {
    this.random = random;
  }

  String request() {
    List<String> members = new ArrayList<>();
    members.add("\"model\":\"m\"");
    members.add("\"max_tokens\":" + random.nextInt(1, 100_000));
    members.add("\"messages\":" + array(1, this::message));
    maybe(members, () -> "\"system\":" + (random.nextBoolean() ? text() : array(1, this::text_)));
    maybe(members, () -> "\"stream\":true");
    maybe(members, () -> "\"tools\":" + array(1, this::tool));
    maybe(members, () -> "\"tool_choice\":" + choice());
    maybe(members, () -> "\"thinking\":" + thinking());
    maybe(members, () -> "\"output_config\":" + outputConfig());
    maybe(members, () -> "\"temperature\":" + pick("0", "0.10", "1.0", "0.7"));
    maybe(members, () -> "\"top_p\":0.95");
    maybe(members, () -> "\"top_k\":40");
    maybe(members, () -> "\"stop_sequences\":" + array(1, this::text));
    maybe(
        members,
        () -> "\"metadata\":{" + pick("\"user_id\":\"u\"", "\"x\":1,\"user_id\":\"u\"") + "}");
    maybe(members, () -> "\"service_tier\":\"standard_only\"");
    maybe(members, () -> "\"container\":\"c\"");
    maybe(members, () -> "\"context_management\":{\"edits\":[]}");
    maybe(
        members, () -> "\"mcp_servers\":[{\"type\":\"url\",\"url\":\"https://x\",\"name\":\"n\"}]");
    maybe(members, () -> "\"cache_control\":{\"type\":\"ephemeral\"}");
    Collections.shuffle(members, Random.from(random));
    return "{" + String.join(",", members) + "}";
  }

  /** The content of an answer. */
  String content() {
    return array(
        0,
        () ->
            switch (random.nextInt(5)) {
              case 0 -> "{\"type\":\"text\",\"text\":" + text() + citations() + "}";
              case 1 ->
                  "{\"type\":\"thinking\",\"thinking\":" + text() + ",\"signature\":\"c2ln\"}";
              case 2 -> "{\"type\":\"redacted_thinking\",\"data\":\"ZGF0YQ\"}";
              case 3 ->
                  "{\"type\":\"tool_use\",\"id\":\""
                      + pick(IDS)
                      + "\",\"name\":\"f\",\"input\":"
                      + input()
                      + ",\"caller\":{\"type\":\"direct\"}}";
              default -> opaque();
            });
  }

  private String message() {
    String role = pick("user", "assistant", "user", "assistant", "system");
    String content =
        random.nextInt(4) == 0 ? text() : array(1, role.equals("user") ? this::block : this::said);
    return "{\"role\":\""
        + role
        + "\",\"content\":"
        + (role.equals("system") ? text() : content)
        + "}";
  }

  private String block() {
    return switch (random.nextInt(5)) {
      case 0 -> text_();
      case 1 -> image();
      case 2 -> document();
      case 3 ->
          "{\"type\":\"tool_result\",\"tool_use_id\":\""
              + pick(IDS)
              + "\""
              + (random.nextBoolean() ? ",\"is_error\":" + random.nextBoolean() : "")
              + pick("", ",\"content\":" + text(), ",\"content\":" + array(1, this::result))
              + cache()
              + "}";
      default -> opaque();
    };
  }

  private String said() {
    return switch (random.nextInt(5)) {
      case 0 -> "{\"type\":\"text\",\"text\":" + text() + citations() + cache() + "}";
      case 1 -> "{\"type\":\"thinking\",\"thinking\":" + text() + ",\"signature\":\"c2ln\"}";
      case 2 -> "{\"type\":\"redacted_thinking\",\"data\":\"ZGF0YQ\"}";
      case 3 ->
          "{\"type\":\"tool_use\",\"id\":\""
              + pick(IDS)
              + "\",\"name\":\"f\",\"input\":"
              + input()
              + cache()
              + "}";
      default -> opaque();
    };
  }

  private String result() {
    return switch (random.nextInt(4)) {
      case 0 -> image();
      case 1 -> document();
      case 2 -> "{\"type\":\"tool_reference\",\"tool_name\":\"f\"}";
      default -> text_();
    };
  }

  private String text_() {
    return "{\"type\":\"text\",\"text\":" + text() + cache() + "}";
  }

  private String image() {
    return "{\"type\":\"image\",\"source\":"
        + pick(
            "{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"AAAA\"}",
            "{\"type\":\"url\",\"url\":\"https://x/y.png\"}",
            "{\"type\":\"file\",\"file_id\":\"file_1\"}")
        + cache()
        + "}";
  }

  private String document() {
    return "{\"type\":\"document\",\"source\":"
        + pick(
            "{\"type\":\"base64\",\"media_type\":\"application/pdf\",\"data\":\"AAAA\"}",
            "{\"type\":\"url\",\"url\":\"https://x/y.pdf\"}",
            "{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":" + text() + "}",
            "{\"type\":\"content\",\"content\":" + text() + "}",
            "{\"type\":\"file\",\"file_id\":\"file_1\"}")
        + pick("", ",\"title\":" + text())
        + pick("", ",\"context\":" + text())
        + pick("", ",\"citations\":{\"enabled\":true}")
        + cache()
        + "}";
  }

  private String opaque() {
    return pick(
        "{\"type\":\"server_tool_use\",\"id\":\"srvtoolu_1\",\"name\":\"web_search\",\"input\":{\"query\":\"q\"}}",
        "{\"type\":\"web_search_tool_result\",\"tool_use_id\":\"srvtoolu_1\",\"content\":[]}",
        "{\"type\":\"search_result\",\"source\":\"s\",\"title\":\"t\",\"content\":["
            + text_()
            + "]}",
        "{\"type\":\"container_upload\",\"file_id\":\"file_1\"}",
        "{\"type\":\"of_next_year\",\"x\":[1,2.50,null]}");
  }

  private String citations() {
    return pick(
        "",
        ",\"citations\":[{\"type\":\"char_location\",\"cited_text\":\"c\",\"document_index\":0,\"document_title\":null,"
            + "\"start_char_index\":0,\"end_char_index\":1},{\"type\":\"web_search_result_location\",\"url\":\"https://x\","
            + "\"title\":\"t\",\"cited_text\":\"c\",\"encrypted_index\":\"i\"}]");
  }

  private String cache() {
    return pick(
        "",
        "",
        ",\"cache_control\":{\"type\":\"ephemeral\"}",
        ",\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}");
  }

  private String tool() {
    return random.nextInt(4) == 0
        ? "{\"type\":\"web_search_20260318\",\"name\":\"web_search\",\"max_uses\":3}"
        : "{\"name\":\"f\",\"input_schema\":{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"number\",\"minimum\":0.50}}}"
            + pick("", ",\"description\":" + text())
            + pick("", ",\"strict\":true", ",\"strict\":false")
            + cache()
            + "}";
  }

  private String choice() {
    String parallel =
        pick("", ",\"disable_parallel_tool_use\":true", ",\"disable_parallel_tool_use\":false");
    return pick(
        "{\"type\":\"auto\"" + parallel + "}",
        "{\"type\":\"any\"" + parallel + "}",
        "{\"type\":\"tool\",\"name\":\"f\"" + parallel + "}",
        "{\"type\":\"none\"}",
        "{\"type\":\"of_next_year\",\"x\":1}");
  }

  /** A budget is left to tests of its own, since it depends on what the messages hold. */
  private String thinking() {
    return pick(
        "{\"type\":\"adaptive\"}",
        "{\"type\":\"adaptive\",\"display\":\"summarized\"}",
        "{\"type\":\"adaptive\",\"display\":\"omitted\"}",
        "{\"type\":\"disabled\"}",
        "{\"type\":\"between_tools\"}");
  }

  private String outputConfig() {
    return pick(
        "{\"effort\":\"max\"}",
        "{\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\"}}}",
        "{\"effort\":\"low\",\"format\":{\"type\":\"json_schema\",\"schema\":{}},\"task_budget\":{\"total\":1}}");
  }

  private String input() {
    return pick("{}", "{\"a\":1.50}", "{\"a\":{\"b\":[null,\"日\"]}}");
  }

  private String text() {
    StringBuilder json = new StringBuilder();
    JsonText.appendQuoted(json, pick(TEXTS));
    return json.toString();
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private void maybe(List<String> members, Supplier<String> member) {
    if (random.nextInt(3) == 0) {
      members.add(member.get());
    }
  }

  private String array(int least, Supplier<String> element) {
    List<String> elements = new ArrayList<>();
    for (int i = least + random.nextInt(3); i > 0; i--) {
      elements.add(element.get());
    }
    return "[" + String.join(",", elements) + "]";
  }
}
