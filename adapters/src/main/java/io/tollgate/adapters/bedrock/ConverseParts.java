package io.tollgate.adapters.bedrock;

import io.tollgate.adapters.conversation.MediaSource;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.dialect.CallArguments;
import io.tollgate.adapters.dialect.LeftOut;
import io.tollgate.adapters.dialect.Losses;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes parts of messages as content blocks. */
final class ConverseParts {

  private static final String NONE = "Bedrock has none";

  private final ToolIds ids = new ToolIds();
  private final Losses losses;
  private int documents;

  ConverseParts(Losses losses) {
    this.losses = losses;
  }

  /** The block of a part; {@code null} where there is none for it. */
  @Nullable ObjectNode block(Part part) {
    return switch (part) {
      case Part.Text text -> text(text);
      case Part.Image image -> {
        LeftOut.detail(image, losses, NONE);
        yield media(
            "image",
            image.source(),
            MediaFormats.image(mediaType(image.source()), address(image.source())));
      }
      case Part.Video video ->
          media(
              "video",
              video.source(),
              MediaFormats.video(mediaType(video.source()), address(video.source())));
      case Part.Audio audio ->
          media(
              "audio",
              audio.source(),
              MediaFormats.audio(mediaType(audio.source()), address(audio.source())));
      case Part.Document document -> document(document);
      case Part.Reasoning reasoning -> reasoning(reasoning);
      case Part.ToolCall call -> call(call);
      case Part.ToolResult result -> result(result);
      case Part.Refusal refusal -> text(Part.Text.of(refusal.text()));
      case Part.Opaque opaque -> {
        losses.meaning("messages." + LeftOut.printable(opaque.type()), NONE);
        yield null;
      }
    };
  }

  /** A text that is not blank: Bedrock refuses blank ones. */
  private @Nullable ObjectNode text(Part.Text text) {
    if (!text.citations().isEmpty()) {
      losses.hint("messages.citations", "of an earlier answer");
    }
    return text.text().isBlank() ? null : object().put("text", text.text());
  }

  private @Nullable ObjectNode media(String kind, MediaSource source, @Nullable String format) {
    ObjectNode written = source(source);
    if (written == null || format == null) {
      losses.meaning("messages." + kind, "Bedrock takes bytes or s3 of its own formats");
      return null;
    }
    ObjectNode block = object();
    block.putObject(kind).put("format", format).set("source", written);
    return block;
  }

  private @Nullable ObjectNode document(Part.Document document) {
    MediaSource source = document.source();
    ObjectNode written = source(source);
    String format = MediaFormats.document(mediaType(source), address(source));
    if (written == null || format == null) {
      losses.meaning("messages.document", "Bedrock takes bytes or s3 of its own formats");
      return null;
    }
    ObjectNode block = object();
    ObjectNode body = block.putObject("document").put("format", format);
    body.put("name", name(document.title()));
    body.set("source", written);
    if (document.context() != null) {
      body.put("context", document.context());
    }
    if (document.citations()) {
      body.putObject("citations").put("enabled", true);
    }
    return block;
  }

  /**
   * Letters, digits, hyphens, brackets and single spaces, and no two alike in one request; a model
   * may be shown the name, so it is made of the title.
   */
  private String name(@Nullable String title) {
    documents++;
    String clean =
        title == null
            ? ""
            : title.replaceAll("[^a-zA-Z0-9\\-()\\[\\] ]", " ").replaceAll(" +", " ").strip();
    String start = clean.length() > 150 ? clean.substring(0, 150).strip() : clean;
    return (start.isEmpty() ? "document" : start) + " " + documents;
  }

  private static @Nullable ObjectNode source(MediaSource source) {
    return switch (source) {
      case MediaSource.Base64 bytes -> object().put("bytes", bytes.data());
      case MediaSource.PlainText text ->
          object()
              .put(
                  "bytes",
                  Base64.getEncoder().encodeToString(text.text().getBytes(StandardCharsets.UTF_8)));
      case MediaSource.Url url -> {
        if (!url.url().startsWith("s3://")) {
          yield null;
        }
        ObjectNode there = object();
        there.putObject("s3Location").put("uri", url.url());
        yield there;
      }
      case MediaSource.FileId _ -> null;
    };
  }

  private static @Nullable String mediaType(MediaSource source) {
    return switch (source) {
      case MediaSource.Base64 bytes -> bytes.mediaType();
      case MediaSource.PlainText text -> text.mediaType();
      case MediaSource.Url url -> url.mediaType();
      case MediaSource.FileId file -> file.mediaType();
    };
  }

  private static @Nullable String address(MediaSource source) {
    return source instanceof MediaSource.Url url ? url.url() : null;
  }

  private @Nullable ObjectNode reasoning(Part.Reasoning reasoning) {
    String signature = reasoning.signature();
    if (signature == null || !BedrockProvider.NAME.equals(reasoning.origin())) {
      losses.hint("messages.thinking", "not signed by Bedrock");
      return null;
    }
    ObjectNode block = object();
    ObjectNode body = block.putObject("reasoningContent");
    if (reasoning.redacted()) {
      body.put("redactedContent", signature);
    } else {
      body.putObject("reasoningText").put("text", reasoning.text()).put("signature", signature);
    }
    return block;
  }

  private ObjectNode call(Part.ToolCall call) {
    ObjectNode block = object();
    block
        .putObject("toolUse")
        .put("toolUseId", ids.write(call.id()))
        .put("name", call.name())
        .set("input", CallArguments.object(call));
    return block;
  }

  private ObjectNode result(Part.ToolResult result) {
    ObjectNode block = object();
    ObjectNode body = block.putObject("toolResult").put("toolUseId", ids.write(result.callId()));
    ArrayNode content = body.putArray("content");
    for (Part part : result.content()) {
      ObjectNode written = resultPart(part);
      if (written != null) {
        content.add(written);
      }
    }
    Boolean error = result.error();
    if (error != null) {
      body.put("status", error ? "error" : "success");
    }
    return block;
  }

  private @Nullable ObjectNode resultPart(Part part) {
    return switch (part) {
      case Part.Text _, Part.Image _, Part.Document _, Part.Video _ -> block(part);
      case Part.Audio _,
          Part.Reasoning _,
          Part.ToolCall _,
          Part.ToolResult _,
          Part.Refusal _,
          Part.Opaque _ -> {
        losses.meaning("tool_result.content", "Bedrock takes text and images and documents there");
        yield null;
      }
    };
  }

  /** Whether a request calls tools or answers calls, so that tools have to be declared. */
  static boolean usesTools(List<Part> parts) {
    return parts.stream()
        .anyMatch(part -> part instanceof Part.ToolCall || part instanceof Part.ToolResult);
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** A place where the prompt cache may end; an hour is said, five minutes are what is meant. */
  static JsonNode cachePoint(@Nullable String ttl) {
    ObjectNode block = object();
    ObjectNode point = block.putObject("cachePoint").put("type", "default");
    if ("1h".equals(ttl)) {
      point.put("ttl", ttl);
    }
    return block;
  }
}
