package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.conversation.Citation;
import io.tollgate.adapters.json.Nodes;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sources of an answer as this dialect names them: annotations of the type {@code url_citation}.
 */
final class ChatCitations {

  private ChatCitations() {}

  static Citation read(JsonNode annotation) {
    JsonNode url = Nodes.object(annotation, "url_citation");
    return new Citation(
        Nodes.text(url, "url"),
        Nodes.text(url, "title"),
        Nodes.text(url, "content"),
        Nodes.integer(url, "start_index", -1),
        Nodes.integer(url, "end_index", -1),
        ChatClient.NAME,
        annotation);
  }

  /**
   * A citation as an annotation; {@code null} where it names no page.
   *
   * @param from where the text it belongs to begins in the whole content
   * @param to where that text ends
   */
  static @Nullable JsonNode write(Citation citation, long from, long to) {
    if (citation.dialect().equals(ChatClient.NAME)) {
      return citation.json();
    }
    if (citation.url() == null) {
      return null;
    }
    boolean known = citation.startIndex() >= 0 && citation.endIndex() >= citation.startIndex();
    ObjectNode annotation = JsonNodeFactory.instance.objectNode().put("type", "url_citation");
    annotation
        .putObject("url_citation")
        .put("start_index", known ? from + citation.startIndex() : from)
        .put("end_index", known ? from + citation.endIndex() : to)
        .put("url", citation.url())
        .put("title", citation.title() == null ? citation.url() : citation.title());
    return annotation;
  }
}
