package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.conversation.CacheMark;
import io.tollgate.adapters.conversation.Citation;
import io.tollgate.adapters.conversation.MediaSource;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Nodes;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.adapters.profile.ParameterReader;
import io.tollgate.adapters.profile.RequestFields;
import io.tollgate.adapters.profile.UnreadNames;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the blocks of a request. One of a type that is not known is kept whole. */
final class BlockReader {

  private final UnreadNames unread;

  /** A reader that tells what it leaves out. */
  BlockReader(UnreadNames unread) {
    this.unread = unread;
  }

  /**
   * The parts of a content: one text, or blocks.
   *
   * @param path what the content is called in refusals
   */
  List<Part> parts(String path, JsonNode content) throws MalformedRequest {
    if (content.isString()) {
      return List.of(Part.Text.of(content.stringValue()));
    }
    if (!content.isArray()) {
      throw ParameterReader.refuse(
          "invalid_type", path, "The parameter '" + path + "' must be a string or an array.");
    }
    List<Part> parts = new ArrayList<>(content.size());
    for (JsonNode block : content.values()) {
      RequestFields fields = RequestFields.of(path + "[" + parts.size() + "]", block);
      Part part = part(fields, block);
      parts.add(part);
      if (!(part instanceof Part.Opaque)) {
        noteRest(fields);
      }
    }
    return parts;
  }

  /** That the model itself called a tool goes without saying. */
  private void noteRest(RequestFields block) {
    if ("direct".equals(Nodes.text(block.rest().get("caller"), "type"))) {
      block.get("caller");
    }
    unread.lost(block);
  }

  /** A cache mark; {@code null} where there is none. */
  static @Nullable CacheMark cache(RequestFields owner, UnreadNames unread)
      throws MalformedRequest {
    RequestFields cache = owner.object("cache_control");
    if (cache == null) {
      return null;
    }
    CacheMark mark = new CacheMark(cache.text("ttl"));
    unread.lost(cache);
    return mark;
  }

  private @Nullable CacheMark cache(RequestFields owner) throws MalformedRequest {
    return cache(owner, unread);
  }

  private Part part(RequestFields block, JsonNode json) throws MalformedRequest {
    String type = block.requiredText("type");
    return switch (type) {
      case "text" -> new Part.Text(block.requiredText("text"), citations(block), cache(block));
      case "image" -> {
        MediaSource source = source(block);
        yield source == null ? opaque(type, json) : new Part.Image(source, null, cache(block));
      }
      case "document" -> {
        MediaSource source = source(block);
        RequestFields citations = block.object("citations");
        boolean cited = citations != null && Boolean.TRUE.equals(citations.bool("enabled"));
        if (citations != null) {
          unread.lost(citations);
        }
        yield source == null
            ? opaque(type, json)
            : new Part.Document(
                source, block.text("title"), block.text("context"), cited, cache(block));
      }
      case "thinking" -> {
        String signature = block.text("signature");
        boolean signed = signature != null && !signature.isEmpty();
        yield new Part.Reasoning(
            block.requiredText("thinking"),
            signed ? signature : null,
            false,
            null,
            signed ? AnthropicClient.NAME : null);
      }
      case "redacted_thinking" ->
          new Part.Reasoning("", block.requiredText("data"), true, null, AnthropicClient.NAME);
      case "tool_use" ->
          new Part.ToolCall(
              SafeName.decode(block.requiredText("id")),
              block.requiredText("name"),
              arguments(block),
              false,
              null,
              cache(block));
      case "tool_result" ->
          new Part.ToolResult(
              SafeName.decode(block.requiredText("tool_use_id")),
              null,
              results(block),
              block.bool("is_error"),
              false,
              cache(block));
      default -> opaque(type, json);
    };
  }

  private static Part.Opaque opaque(String type, JsonNode json) {
    return new Part.Opaque(AnthropicClient.NAME, type, json);
  }

  private static String arguments(RequestFields block) throws MalformedRequest {
    JsonNode input = block.get("input");
    if (input == null) {
      return "{}";
    }
    if (!input.isObject()) {
      throw block.wrong("input", "an object");
    }
    return JsonDocument.text(input);
  }

  private List<Part> results(RequestFields block) throws MalformedRequest {
    JsonNode content = block.get("content");
    return content == null ? List.of() : parts(block.path("content"), content);
  }

  /** Where the bytes are; {@code null} where only this dialect has a word for it. */
  private @Nullable MediaSource source(RequestFields block) throws MalformedRequest {
    RequestFields source = block.object("source");
    if (source == null) {
      throw block.missing("source");
    }
    MediaSource read = source(source, source.requiredText("type"));
    if (read != null) {
      unread.lost(source);
    }
    return read;
  }

  private static @Nullable MediaSource source(RequestFields source, String type)
      throws MalformedRequest {
    return switch (type) {
      case "base64" ->
          new MediaSource.Base64(source.requiredText("media_type"), source.requiredText("data"));
      case "url" -> new MediaSource.Url(source.requiredText("url"), null);
      case "file" ->
          new MediaSource.FileId(AnthropicClient.NAME, source.requiredText("file_id"), null);
      case "text" ->
          new MediaSource.PlainText(source.requiredText("media_type"), source.requiredText("data"));
      default -> null;
    };
  }

  private static List<Citation> citations(RequestFields block) throws MalformedRequest {
    List<Citation> citations = new ArrayList<>();
    for (JsonNode json : block.array("citations")) {
      citations.add(citation(json));
    }
    return citations;
  }

  /** A citation of this dialect, in a request or an answer. */
  static Citation citation(JsonNode json) {
    String title = Nodes.text(json, "title");
    return new Citation(
        Nodes.text(json, "url"),
        title == null ? Nodes.text(json, "document_title") : title,
        Nodes.text(json, "cited_text"),
        -1,
        -1,
        AnthropicClient.NAME,
        json);
  }
}
