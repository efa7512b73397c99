package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.conversation.CacheMark;
import io.tollgate.adapters.conversation.Citation;
import io.tollgate.adapters.conversation.MediaSource;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.dialect.Losses;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes parts of a request as blocks. */
final class BlockWriter {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final boolean own;
  private final Losses losses;

  /**
   * A writer.
   *
   * @param own whether the conversation is of this dialect, and so is not to be made better
   */
  BlockWriter(boolean own, Losses losses) {
    this.own = own;
    this.losses = losses;
  }

  /** The block of a part; {@code null} where there is none. */
  @Nullable ObjectNode write(Part part) {
    return switch (part) {
      case Part.Text text -> text(text);
      case Part.Image image -> image(image);
      case Part.Document document -> document(document);
      case Part.Audio _ -> lost("audio");
      case Part.Video _ -> lost("video");
      case Part.Reasoning reasoning -> reasoning(reasoning);
      case Part.ToolCall call -> call(call);
      case Part.ToolResult result -> result(result);
      case Part.Refusal refusal -> text(Part.Text.of(refusal.text()));
      case Part.Opaque opaque -> opaque(opaque);
    };
  }

  private @Nullable ObjectNode lost(String field) {
    losses.meaning(field, "Anthropic takes none here");
    return null;
  }

  private @Nullable ObjectNode opaque(Part.Opaque opaque) {
    if (opaque.dialect().equals(AnthropicClient.NAME)
        && opaque.json() instanceof ObjectNode block) {
      return block;
    }
    losses.meaning("messages", "a part that only " + opaque.dialect() + " knows");
    return null;
  }

  @Nullable ObjectNode text(Part.Text text) {
    // Anthropic refuses texts without a letter.
    if (!own && text.text().isBlank()) {
      return null;
    }
    ObjectNode block = JSON.objectNode().put("type", "text").put("text", text.text());
    ArrayNode citations = JSON.arrayNode();
    for (Citation citation : text.citations()) {
      if (isReadable(citation)) {
        citations.add(citation.json());
      } else {
        losses.hint("citations", "Anthropic takes only its own");
      }
    }
    if (!citations.isEmpty()) {
      block.set("citations", citations);
    }
    return marked(block, text.cache());
  }

  /** What another provider cited was written for the client without an index. */
  private static boolean isReadable(Citation citation) {
    JsonNode index = citation.json().get("encrypted_index");
    return citation.dialect().equals(AnthropicClient.NAME)
        && (index == null || !index.isString() || !index.stringValue().isEmpty());
  }

  private @Nullable ObjectNode image(Part.Image image) {
    ObjectNode source =
        switch (image.source()) {
          case MediaSource.Base64 base64 -> base64(base64);
          case MediaSource.Url url -> url(url);
          case MediaSource.FileId file -> file(file);
          case MediaSource.PlainText _ -> null;
        };
    if (source == null) {
      return lost("image");
    }
    if (image.detail() != null && !image.detail().equals("auto")) {
      losses.hint("image_url.detail", "Anthropic has none");
    }
    return marked(sourced("image", source), image.cache());
  }

  private @Nullable ObjectNode document(Part.Document document) {
    ObjectNode source =
        switch (document.source()) {
          case MediaSource.Base64 base64 -> documentSource(base64);
          case MediaSource.Url url -> url(url);
          case MediaSource.FileId file -> file(file);
          case MediaSource.PlainText text -> plain(text.mediaType(), text.text());
        };
    if (source == null) {
      return lost("document");
    }
    ObjectNode block = sourced("document", source);
    if (document.title() != null) {
      block.put("title", document.title());
    }
    if (document.context() != null) {
      block.put("context", document.context());
    }
    if (document.citations()) {
      block.putObject("citations").put("enabled", true);
    }
    return marked(block, document.cache());
  }

  private @Nullable ObjectNode documentSource(MediaSource.Base64 base64) {
    String type = base64.mediaType().toLowerCase(Locale.ROOT);
    if (own || type.startsWith("application/pdf")) {
      return base64(base64);
    }
    if (!type.startsWith("text/") && !type.startsWith("application/json")) {
      return null;
    }
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(base64.data());
      return plain(
          "text/plain",
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException | IllegalArgumentException e) {
      return null;
    }
  }

  private static ObjectNode base64(MediaSource.Base64 source) {
    return JSON.objectNode()
        .put("type", "base64")
        .put("media_type", source.mediaType())
        .put("data", source.data());
  }

  private static ObjectNode url(MediaSource.Url source) {
    return JSON.objectNode().put("type", "url").put("url", source.url());
  }

  private static ObjectNode plain(String mediaType, String text) {
    return JSON.objectNode().put("type", "text").put("media_type", mediaType).put("data", text);
  }

  private static @Nullable ObjectNode file(MediaSource.FileId source) {
    return source.dialect().equals(AnthropicClient.NAME)
        ? JSON.objectNode().put("type", "file").put("file_id", source.id())
        : null;
  }

  private static ObjectNode sourced(String type, ObjectNode source) {
    ObjectNode block = JSON.objectNode().put("type", type);
    block.set("source", source);
    return block;
  }

  private @Nullable ObjectNode reasoning(Part.Reasoning reasoning) {
    String signature = reasoning.signature();
    if (signature == null || !AnthropicClient.NAME.equals(reasoning.origin())) {
      losses.hint("reasoning", "Anthropic takes only thoughts that it signed");
      return null;
    }
    return reasoning.redacted()
        ? JSON.objectNode().put("type", "redacted_thinking").put("data", signature)
        : JSON.objectNode()
            .put("type", "thinking")
            .put("thinking", reasoning.text())
            .put("signature", signature);
  }

  private static ObjectNode call(Part.ToolCall call) {
    ObjectNode block =
        JSON.objectNode()
            .put("type", "tool_use")
            .put("id", SafeName.encode(call.id()))
            .put("name", SafeName.encode(call.name()));
    block.set("input", ToolInput.of(call));
    return marked(block, call.cache());
  }

  private ObjectNode result(Part.ToolResult result) {
    ObjectNode block =
        JSON.objectNode()
            .put("type", "tool_result")
            .put("tool_use_id", SafeName.encode(result.callId()));
    JsonNode content = content(result.content());
    if (content != null) {
      block.set("content", content);
    }
    if (result.error() != null) {
      block.put("is_error", result.error());
    }
    return marked(block, result.cache());
  }

  /** The content of parts: a text where it is one and nothing else; {@code null} for none. */
  @Nullable JsonNode content(List<Part> parts) {
    if (parts.size() == 1
        && parts.getFirst() instanceof Part.Text text
        && text.citations().isEmpty()
        && text.cache() == null) {
      return own || !text.text().isBlank() ? JSON.stringNode(text.text()) : null;
    }
    ArrayNode blocks = JSON.arrayNode();
    for (Part part : parts) {
      ObjectNode block = write(part);
      if (block != null) {
        blocks.add(block);
      }
    }
    return blocks.isEmpty() ? null : blocks;
  }

  /** The object with a cache mark, where there is one. */
  static ObjectNode marked(ObjectNode block, @Nullable CacheMark cache) {
    if (cache != null) {
      ObjectNode control = block.putObject("cache_control").put("type", "ephemeral");
      if (cache.ttl() != null) {
        control.put("ttl", cache.ttl());
      }
    }
    return block;
  }
}
