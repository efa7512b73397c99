package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.conversation.CacheMark;
import io.tollgate.adapters.conversation.MediaSource;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.adapters.profile.RequestFields;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads the parts of a message's content. */
final class ChatPartReader {

  private final Extras extras;

  ChatPartReader(Extras extras) {
    this.extras = extras;
  }

  /** Reads a part; what is unknown of it is kept under its path. */
  Part read(String path, RequestFields part) throws MalformedRequest {
    String type = part.requiredText("type");
    Part read =
        switch (type) {
          case "text" -> new Part.Text(part.requiredText("text"), List.of(), cacheMark(part));
          case "refusal" -> new Part.Refusal(part.requiredText("refusal"));
          case "image_url" -> image(path, part);
          case "video_url" -> {
            RequestFields video = required(part, "video_url");
            MediaSource source = ChatMedia.fromUrl(video.requiredText("url"));
            extras.keep(path + ".video_url", video);
            yield new Part.Video(source, cacheMark(part));
          }
          case "input_audio" -> {
            RequestFields audio = required(part, "input_audio");
            MediaSource source =
                new MediaSource.Base64(
                    ChatMedia.audioType(audio.requiredText("format")), audio.requiredText("data"));
            extras.keep(path + ".input_audio", audio);
            yield new Part.Audio(source, cacheMark(part));
          }
          case "file" -> file(path, part);
          default -> null;
        };
    if (read == null) {
      ObjectNode whole = JsonNodeFactory.instance.objectNode();
      whole.put("type", type);
      part.rest().forEach(whole::set);
      return new Part.Opaque(ChatClient.NAME, type, whole);
    }
    extras.keep(path, part);
    return read;
  }

  private Part image(String path, RequestFields part) throws MalformedRequest {
    RequestFields image = required(part, "image_url");
    Part read =
        new Part.Image(
            ChatMedia.fromUrl(image.requiredText("url")), image.text("detail"), cacheMark(part));
    extras.keep(path + ".image_url", image);
    return read;
  }

  private Part file(String path, RequestFields part) throws MalformedRequest {
    RequestFields file = required(part, "file");
    String data = file.text("file_data");
    String id = file.text("file_id");
    if (data == null && id == null) {
      throw file.missing("file_data");
    }
    MediaSource source =
        data == null
            ? new MediaSource.FileId(ChatClient.NAME, id == null ? "" : id, null)
            : ChatMedia.fromFileData(data);
    if (data != null && id != null) {
      extras.keep(
          path + ".file", java.util.Map.of("file_id", JsonNodeFactory.instance.stringNode(id)));
    }
    Part read = new Part.Document(source, file.text("filename"), null, false, cacheMark(part));
    extras.keep(path + ".file", file);
    return read;
  }

  private static RequestFields required(RequestFields part, String name) throws MalformedRequest {
    RequestFields object = part.object(name);
    if (object == null) {
      throw part.missing(name);
    }
    return object;
  }

  /** The mark that OpenRouter and others take from clients of Anthropic's caches. */
  static @Nullable CacheMark cacheMark(RequestFields object, Extras extras)
      throws MalformedRequest {
    RequestFields mark = object.object("cache_control");
    if (mark == null) {
      return null;
    }
    CacheMark read = new CacheMark(mark.text("ttl"));
    extras.unread().lost(mark);
    return read;
  }

  private @Nullable CacheMark cacheMark(RequestFields object) throws MalformedRequest {
    return cacheMark(object, extras);
  }
}
