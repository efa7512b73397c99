package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.conversation.Citation;
import io.tollgate.adapters.json.Nodes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Annotations of a text as citations, and back. */
final class Citations {

  private Citations() {}

  /** The citations among annotations; all are, in this dialect. */
  static List<Citation> read(List<JsonNode> annotations) {
    return annotations.stream().filter(JsonNode::isObject).map(Citations::read).toList();
  }

  /** One citation. */
  static Citation read(JsonNode annotation) {
    return new Citation(
        Nodes.text(annotation, "url"),
        Nodes.text(annotation, "title", Nodes.text(annotation, "filename", "")),
        null,
        Nodes.integer(annotation, "start_index", -1),
        Nodes.integer(annotation, "end_index", -1),
        ResponsesClient.NAME,
        annotation);
  }

  /**
   * The annotation; {@code null} where there is none for it, since this dialect can cite pages and
   * its own files, but not a document of the request.
   */
  static @Nullable JsonNode write(Citation citation) {
    if (citation.dialect().equals(ResponsesClient.NAME)) {
      return citation.json();
    }
    String url = citation.url();
    if (url == null) {
      return null;
    }
    ObjectNode annotation = JsonNodeFactory.instance.objectNode();
    annotation.put("type", "url_citation");
    annotation.put("url", url);
    annotation.put("start_index", Math.max(0, citation.startIndex()));
    annotation.put("end_index", Math.max(0, citation.endIndex()));
    annotation.put("title", citation.title() == null ? url : citation.title());
    return annotation;
  }
}
