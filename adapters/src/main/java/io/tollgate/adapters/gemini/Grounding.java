package io.tollgate.adapters.gemini;

import io.tollgate.adapters.conversation.Citation;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Gathers citations of other dialects into {@code groundingMetadata}. */
final class Grounding {

  private final Map<String, Integer> indices = new LinkedHashMap<>();
  private final ArrayNode chunks = Trees.array();
  private final ArrayNode supports = Trees.array();

  /**
   * Adds a citation. One without an address has no place here, and one of Google's own is in what
   * Google said already.
   *
   * @param part the part of the content that it belongs to
   * @param startByte where in that part, in bytes; -1 where unknown
   * @param text the text it belongs to; {@code null} where unknown
   */
  void add(Citation citation, int part, long startByte, long endByte, @Nullable String text) {
    String url = citation.url();
    if (url == null || citation.dialect().equals(GeminiClient.NAME)) {
      return;
    }
    Integer known = indices.get(url);
    int index = known == null ? chunks.size() : known;
    if (known == null) {
      ObjectNode web = Trees.object("uri", url);
      if (citation.title() != null) {
        web.put("title", citation.title());
      }
      chunks.add(Trees.object("web", web));
      indices.put(url, index);
    }
    ObjectNode segment = Trees.object();
    if (part > 0) {
      segment.put("partIndex", part);
    }
    if (startByte >= 0 && endByte >= startByte) {
      segment.put("startIndex", startByte).put("endIndex", endByte);
    }
    if (text != null) {
      segment.put("text", text);
    }
    ObjectNode support = Trees.object("segment", segment);
    support.putArray("groundingChunkIndices").add(index);
    supports.add(support);
  }

  /** What was gathered; {@code null} where it is nothing. */
  @Nullable ObjectNode done() {
    if (chunks.isEmpty()) {
      return null;
    }
    ObjectNode grounding = Trees.object("groundingChunks", chunks);
    grounding.set("groundingSupports", supports);
    return grounding;
  }
}
