package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.conversation.CacheMark;
import io.tollgate.adapters.conversation.Citation;
import io.tollgate.adapters.conversation.MediaSource;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.dialect.Losses;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes the parts of messages and of results. */
final class ContentWriter {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final boolean own;
  private final Losses losses;

  ContentWriter(boolean own, Losses losses) {
    this.own = own;
    this.losses = losses;
  }

  /** A single text without anything to it; {@code null} for all else. */
  @Nullable JsonNode plain(List<Part> parts) {
    return parts.size() == 1
            && parts.getFirst() instanceof Part.Text text
            && text.citations().isEmpty()
            && text.cache() == null
        ? JSON.stringNode(text.text())
        : null;
  }

  /** What goes to the model. */
  ArrayNode input(List<Part> parts) {
    ArrayNode content = JSON.arrayNode();
    for (Part part : parts) {
      switch (part) {
        case Part.Text text -> content.add(text(text.text(), text.cache()));
        case Part.Refusal refusal -> content.add(text(refusal.text(), null));
        case Part.Image image -> image(image, content);
        case Part.Document document -> document(document, content);
        case Part.Opaque opaque -> opaque(opaque, content);
        case Part.Audio audio -> audio(audio, content);
        case Part.Video _ -> losses.meaning("video", "the Responses API takes none");
        case Part.Reasoning _, Part.ToolCall _, Part.ToolResult _ ->
            losses.meaning("content", "the Responses API has no place for a part of it");
      }
    }
    return content;
  }

  /** What came from the model. */
  ArrayNode output(List<Part> parts) {
    ArrayNode content = JSON.arrayNode();
    for (Part part : parts) {
      switch (part) {
        case Part.Text text -> {
          ObjectNode written = JSON.objectNode();
          written.put("type", "output_text");
          written.put("text", text.text());
          ArrayNode annotations = written.putArray("annotations");
          for (Citation citation : text.citations()) {
            JsonNode annotation = Citations.write(citation);
            if (annotation == null) {
              losses.hint("citations", "the Responses API cites pages only");
            } else {
              annotations.add(annotation);
            }
          }
          written.putArray("logprobs");
          content.add(written);
        }
        case Part.Refusal refusal ->
            content.add(JSON.objectNode().put("type", "refusal").put("refusal", refusal.text()));
        case Part.Opaque opaque -> opaque(opaque, content);
        case Part.Image _, Part.Document _, Part.Audio _, Part.Video _ ->
            losses.meaning("content", "the Responses API has no media of the model");
        case Part.Reasoning _, Part.ToolCall _, Part.ToolResult _ ->
            losses.meaning("content", "the Responses API has no place for a part of it");
      }
    }
    return content;
  }

  private void opaque(Part.Opaque opaque, ArrayNode content) {
    if (opaque.dialect().equals(ResponsesClient.NAME)) {
      content.add(opaque.json());
    } else {
      losses.meaning("content", "the Responses API has no word for a part of it");
    }
  }

  private JsonNode text(String text, @Nullable CacheMark cache) {
    return marked(JSON.objectNode().put("type", "input_text").put("text", text), cache);
  }

  private ObjectNode marked(ObjectNode part, @Nullable CacheMark cache) {
    if (cache != null && own) {
      part.putObject("prompt_cache_breakpoint").put("mode", "explicit");
    } else if (cache != null) {
      losses.hint("cache_control", "the Responses API caches by itself");
    }
    return part;
  }

  private void image(Part.Image image, ArrayNode content) {
    ObjectNode part = JSON.objectNode();
    part.put("type", "input_image");
    switch (image.source()) {
      case MediaSource.Base64 source -> part.put("image_url", DataUrl.of(source));
      case MediaSource.Url source -> part.put("image_url", source.url());
      case MediaSource.FileId source when isOurs(source) -> part.put("file_id", source.id());
      case MediaSource.FileId _, MediaSource.PlainText _ -> {
        losses.meaning("image", "it lies with another provider");
        return;
      }
    }
    part.put("detail", image.detail() == null ? "auto" : image.detail());
    content.add(marked(part, image.cache()));
  }

  private void document(Part.Document document, ArrayNode content) {
    if (document.citations()) {
      losses.meaning("citations", "the Responses API does not cite documents of the request");
    }
    if (document.context() != null) {
      content.add(text(document.context(), null));
    }
    ObjectNode part = JSON.objectNode();
    part.put("type", "input_file");
    String title = document.title();
    switch (document.source()) {
      case MediaSource.Base64 source -> {
        part.put("filename", title == null ? DataUrl.fileName(source.mediaType()) : title);
        part.put("file_data", DataUrl.of(source));
      }
      case MediaSource.Url source -> {
        if (title != null) {
          part.put("filename", title);
        }
        part.put("file_url", source.url());
      }
      case MediaSource.FileId source when isOurs(source) -> {
        if (title != null) {
          part.put("filename", title);
        }
        part.put("file_id", source.id());
      }
      case MediaSource.FileId _ -> {
        losses.meaning("document", "it lies with another provider");
        return;
      }
      case MediaSource.PlainText source -> {
        String text = title == null ? source.text() : title + "\n\n" + source.text();
        content.add(text(text, document.cache()));
        return;
      }
    }
    content.add(marked(part, document.cache()));
  }

  /** Files of OpenAI's other dialects are the same files. */
  private static boolean isOurs(MediaSource.FileId file) {
    return file.dialect().startsWith("openai");
  }

  private void audio(Part.Audio audio, ArrayNode content) {
    if (!own || !(audio.source() instanceof MediaSource.Base64 source)) {
      losses.meaning("audio", "the Responses API takes none");
      return;
    }
    ObjectNode part = JSON.objectNode();
    part.put("type", "input_audio");
    part.putObject("input_audio")
        .put("data", source.data())
        .put("format", DataUrl.audioFormat(source.mediaType()));
    content.add(part);
  }
}
