package io.tollgate.adapters.gemini;

import io.tollgate.adapters.conversation.Citation;
import io.tollgate.adapters.json.Nodes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Where a text comes from: Google's {@code citationMetadata} (recitation) and {@code
 * groundingMetadata} (search), which stand beside the text, and count in bytes of UTF-8.
 */
final class Citations {

  private Citations() {}

  /**
   * The citations of a candidate.
   *
   * @param characters how many characters so many bytes of its text are; -1 where that is unknown
   */
  static List<Citation> read(JsonNode candidate, LongUnaryOperator characters) {
    List<Citation> citations = new ArrayList<>();
    JsonNode metadata = Nodes.object(candidate, "citationMetadata");
    // The Gemini API and Vertex AI call the list by different names.
    for (String list : List.of("citationSources", "citations")) {
      for (JsonNode source : Nodes.array(metadata, list)) {
        citations.add(
            citation(
                Nodes.text(source, "uri"),
                Nodes.text(source, "title"),
                null,
                source,
                characters,
                source));
      }
    }
    readGrounding(Nodes.object(candidate, "groundingMetadata"), characters, citations);
    return citations;
  }

  private static void readGrounding(
      @Nullable JsonNode grounding, LongUnaryOperator characters, List<Citation> citations) {
    List<JsonNode> chunks = Nodes.array(grounding, "groundingChunks");
    for (JsonNode support : Nodes.array(grounding, "groundingSupports")) {
      JsonNode segment = Nodes.object(support, "segment");
      for (JsonNode index : Nodes.array(support, "groundingChunkIndices")) {
        int at = index.isIntegralNumber() && index.canConvertToInt() ? index.intValue() : -1;
        JsonNode page = at >= 0 && at < chunks.size() ? page(chunks.get(at)) : null;
        if (page != null) {
          citations.add(
              citation(
                  Nodes.text(page, "uri"),
                  Nodes.text(page, "title"),
                  Nodes.text(segment, "text"),
                  segment,
                  characters,
                  support));
        }
      }
    }
  }

  private static @Nullable JsonNode page(JsonNode chunk) {
    for (String kind : List.of("web", "retrievedContext", "maps")) {
      JsonNode page = Nodes.object(chunk, kind);
      if (page != null) {
        return page;
      }
    }
    return null;
  }

  private static Citation citation(
      @Nullable String url,
      @Nullable String title,
      @Nullable String cited,
      @Nullable JsonNode place,
      LongUnaryOperator characters,
      JsonNode json) {
    long start = -1;
    long end = -1;
    long endByte = Nodes.integer(place, "endIndex", -1);
    if (endByte >= 0) {
      // Google leaves zeros out.
      start = characters.applyAsLong(Nodes.integer(place, "startIndex", 0));
      end = characters.applyAsLong(endByte);
    }
    return start < 0 || end < start
        ? new Citation(url, title, cited, -1, -1, GeminiClient.NAME, json)
        : new Citation(url, title, cited, start, end, GeminiClient.NAME, json);
  }

  /** Counts the characters of a text. */
  static LongUnaryOperator charactersOf(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return bytes ->
        bytes < 0 || bytes > utf8.length
            ? -1
            : new String(utf8, 0, (int) bytes, StandardCharsets.UTF_8).length();
  }

  /** How many bytes the first characters of a text are; -1 where it has fewer. */
  static long bytes(String text, long characters) {
    return characters < 0 || characters > text.length()
        ? -1
        : text.substring(0, (int) characters).getBytes(StandardCharsets.UTF_8).length;
  }
}
