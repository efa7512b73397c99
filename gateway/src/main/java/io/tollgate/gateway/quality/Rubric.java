package io.tollgate.gateway.quality;

import io.tollgate.adapters.conversation.AnswerFormat;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.Message;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.Role;
import io.tollgate.adapters.conversation.Sampling;
import io.tollgate.adapters.conversation.ServingHints;
import io.tollgate.adapters.conversation.Unread;
import io.tollgate.adapters.json.JsonDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What judges are asked: always in the same words, which have a version, at temperature 0, for a
 * verdict of a fixed shape.
 */
final class Rubric {

  /** Raised whenever a word of the rubric changes: scores of two versions are not compared. */
  static final String VERSION = "v1";

  /** Room for the verdict, and for models that cannot but think before it. */
  static final long OUTPUT_TOKENS = 2_048;

  /** How much of the question a judge reads, and of each answer. */
  private static final int TEXT_CHARS_MAX = 24_000;

  private static final String RUBRIC = resource("rubric-" + VERSION + ".txt");

  private static final JsonNode SCHEMA =
      JsonDocument.read(
          """
          {"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"integer"}},\
          "required":["a","b"],"additionalProperties":false}\
          """);

  private static final Sampling SAMPLING =
      new Sampling(
          OUTPUT_TOKENS,
          BigDecimal.ZERO,
          null,
          null,
          null,
          null,
          null,
          List.of(),
          null,
          null,
          null,
          Map.of());

  private Rubric() {}

  /** The most characters that the text of a question or an answer takes. */
  static int textCharsMax() {
    return TEXT_CHARS_MAX;
  }

  /**
   * The conversation by which two answers are judged.
   *
   * @param mark marks where texts begin and end; one that no text can know, so that none can pose
   *     as the end of itself
   */
  static Conversation conversation(String question, String first, String second, String mark) {
    String user =
        section("question", mark, question)
            + section("answer-a", mark, first)
            + section("answer-b", mark, second);
    return new Conversation(
        "judge",
        List.of(
            Message.of(Role.SYSTEM, Part.Text.of(RUBRIC)),
            Message.of(Role.USER, Part.Text.of(user))),
        List.of(),
        null,
        null,
        new AnswerFormat.JsonSchema("verdict", null, SCHEMA, true),
        SAMPLING,
        null,
        false,
        ServingHints.UNSAID,
        "tollgate",
        Map.of(),
        Unread.NOTHING);
  }

  /** Bytes of the texts of such a conversation. */
  static long textBytes(Conversation conversation) {
    long bytes = 0;
    for (Message message : conversation.messages()) {
      for (Part part : message.parts()) {
        if (part instanceof Part.Text text) {
          bytes += text.text().getBytes(StandardCharsets.UTF_8).length;
        }
      }
    }
    return bytes;
  }

  private static String section(String name, String mark, String text) {
    String tag = name + "-" + mark;
    return "<" + tag + ">\n" + text + "\n</" + tag + ">\n";
  }

  private static String resource(String name) {
    try (InputStream in = Rubric.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
