package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.conversation.CacheMark;
import io.tollgate.adapters.conversation.MediaSource;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.dialect.Losses;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes the content of a message. */
final class ChatPartWriter {

  private final boolean own;
  private final Losses losses;
  private final Extras extras;

  /**
   * A writer.
   *
   * @param own whether what it writes was said in this dialect
   */
  ChatPartWriter(boolean own, Losses losses, Extras extras) {
    this.own = own;
    this.losses = losses;
    this.extras = extras;
  }

  /** Writes {@code content}: one text as a string, anything else as an array. */
  void writeContent(String path, List<Part> parts, ObjectNode message) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < parts.size(); i++) {
      ObjectNode part = part(path + ".content[" + i + "]", parts.get(i));
      if (part != null) {
        array.add(part);
      }
    }
    if (array.isEmpty()) {
      message.put("content", "");
    } else if (array.size() == 1 && isPlainText(array)) {
      message.set("content", array.get(0).get("text"));
    } else {
      message.set("content", array);
    }
  }

  private static boolean isPlainText(ArrayNode array) {
    return array.get(0).size() == 2 && array.get(0).has("text");
  }

  private @Nullable ObjectNode part(String path, Part part) {
    ObjectNode written =
        switch (part) {
          case Part.Text text -> marked(typed("text").put("text", text.text()), text.cache());
          case Part.Image image -> image(path, image);
          case Part.Document document -> document(path, document);
          case Part.Audio audio -> audio(path, audio);
          case Part.Video video -> video(path, video);
          case Part.Refusal refusal -> typed("refusal").put("refusal", refusal.text());
          case Part.Opaque opaque -> opaque(opaque);
          case Part.Reasoning _ -> lost("thinking", "only the model thinks");
          case Part.ToolCall _ -> lost("tool_use", "only the model calls tools");
          case Part.ToolResult _ -> lost("tool_result", "it stands in the place of another");
        };
    if (written != null) {
      extras.restore(path, written);
    }
    return written;
  }

  private @Nullable ObjectNode lost(String field, String reason) {
    losses.meaning(field, reason);
    return null;
  }

  private static ObjectNode typed(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }

  private ObjectNode marked(ObjectNode part, @Nullable CacheMark mark) {
    if (mark == null) {
      return part;
    }
    if (own) {
      ObjectNode written = part.putObject("cache_control").put("type", "ephemeral");
      ChatConversationWriter.putIfSaid(written, "ttl", mark.ttl());
    } else {
      losses.hint("cache_control", "OpenAI chat has none");
    }
    return part;
  }

  private @Nullable ObjectNode image(String path, Part.Image image) {
    String url = url(image.source());
    if (url == null) {
      return lost("image", "OpenAI chat takes addresses and base64 only");
    }
    ObjectNode part = typed("image_url");
    ObjectNode inner = part.putObject("image_url").put("url", url);
    ChatConversationWriter.putIfSaid(inner, "detail", image.detail());
    extras.restore(path + ".image_url", inner);
    return marked(part, image.cache());
  }

  private @Nullable ObjectNode video(String path, Part.Video video) {
    String url = url(video.source());
    if (url == null || !own) {
      return lost("video", "OpenAI chat has none");
    }
    ObjectNode part = typed("video_url");
    extras.restore(path + ".video_url", part.putObject("video_url").put("url", url));
    return marked(part, video.cache());
  }

  static @Nullable String url(MediaSource source) {
    return switch (source) {
      case MediaSource.Base64 base64 -> ChatMedia.dataUrl(base64);
      case MediaSource.Url url -> url.url();
      case MediaSource.FileId _, MediaSource.PlainText _ -> null;
    };
  }

  private @Nullable ObjectNode audio(String path, Part.Audio audio) {
    if (!(audio.source() instanceof MediaSource.Base64 base64)) {
      return lost("audio", "OpenAI chat takes base64 only");
    }
    ObjectNode part = typed("input_audio");
    ObjectNode inner = part.putObject("input_audio").put("data", base64.data());
    inner.put("format", ChatMedia.audioFormat(base64.mediaType()));
    extras.restore(path + ".input_audio", inner);
    return marked(part, audio.cache());
  }

  private @Nullable ObjectNode document(String path, Part.Document document) {
    if (document.citations()) {
      losses.meaning("citations", "OpenAI chat cites no documents");
    }
    ObjectNode part = typed("file");
    ObjectNode file = part.putObject("file");
    switch (document.source()) {
      case MediaSource.Base64 base64 -> {
        file.put("file_data", ChatMedia.dataUrl(base64));
        if (!own) {
          file.put("filename", document.title() == null ? "document" : document.title());
        }
      }
      case MediaSource.FileId id when id.dialect().startsWith("openai") ->
          file.put("file_id", id.id());
      case MediaSource.FileId _ -> {
        return lost("document", "the file lies with another provider");
      }
      case MediaSource.Url url when own -> file.put("file_data", url.url());
      case MediaSource.Url _ -> {
        return lost("document", "OpenAI chat reads no addresses of documents");
      }
      case MediaSource.PlainText plain -> {
        String title = document.title();
        String text = title == null ? plain.text() : title + "\n\n" + plain.text();
        return marked(typed("text").put("text", text), document.cache());
      }
    }
    if (document.context() != null) {
      losses.meaning("document.context", "OpenAI chat has none");
    }
    if (own) {
      ChatConversationWriter.putIfSaid(file, "filename", document.title());
    }
    extras.restore(path + ".file", file);
    return marked(part, document.cache());
  }

  private @Nullable ObjectNode opaque(Part.Opaque opaque) {
    if (opaque.dialect().equals(ChatClient.NAME) && opaque.json() instanceof ObjectNode json) {
      return json;
    }
    return lost(opaque.type(), "only " + opaque.dialect() + " has it");
  }
}
