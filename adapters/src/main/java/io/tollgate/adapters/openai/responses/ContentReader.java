package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.conversation.CacheMark;
import io.tollgate.adapters.conversation.MediaSource;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.adapters.profile.RequestFields;
import io.tollgate.adapters.profile.UnreadNames;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the content of a message or the output of a tool: a text, or a list of parts. */
final class ContentReader {

  /** Before the type of a part that is opaque, to tell it from an item. */
  static final String PART = "content.";

  private final UnreadNames unread;

  /** A reader that tells what it leaves out. */
  ContentReader(UnreadNames unread) {
    this.unread = unread;
  }

  /** The parts in a member; none where it is missing. */
  List<Part> parts(RequestFields item, String name) throws MalformedRequest {
    JsonNode content = item.get(name);
    if (content == null) {
      return List.of();
    }
    if (content.isString()) {
      return List.of(Part.Text.of(content.stringValue()));
    }
    if (!content.isArray()) {
      throw item.wrong(name, "a string or an array");
    }
    List<Part> parts = new ArrayList<>();
    List<JsonNode> all = item.array(name);
    for (int i = 0; i < all.size(); i++) {
      RequestFields fields = RequestFields.of(item.path(name) + "[" + i + "]", all.get(i));
      Part part = part(fields, all.get(i));
      parts.add(part);
      if (!(part instanceof Part.Opaque)) {
        // How likely the words of an earlier answer were.
        fields.get("logprobs");
        unread.lost(fields);
      }
    }
    return parts;
  }

  private static Part part(RequestFields part, JsonNode json) throws MalformedRequest {
    String type = part.requiredText("type");
    return switch (type) {
      case "input_text", "text" -> new Part.Text(part.requiredText("text"), List.of(), cache(part));
      case "output_text" ->
          new Part.Text(part.requiredText("text"), Citations.read(part.array("annotations")), null);
      case "refusal" -> new Part.Refusal(part.requiredText("refusal"));
      case "input_image" -> image(part, json);
      case "input_file" -> file(part, json);
      case "input_audio" -> audio(part, json);
      default -> opaque(type, json);
    };
  }

  private static Part opaque(String type, JsonNode json) {
    return new Part.Opaque(
        ResponsesClient.NAME, PART + type.substring(0, Math.min(64, type.length())), json);
  }

  private static Part image(RequestFields part, JsonNode json) throws MalformedRequest {
    String url = part.text("image_url");
    String file = part.text("file_id");
    String detail = part.text("detail");
    MediaSource source =
        url != null
            ? DataUrl.source(url, null)
            : file != null ? new MediaSource.FileId(ResponsesClient.NAME, file, null) : null;
    return source == null
        ? opaque("input_image", json)
        : new Part.Image(source, detail, cache(part));
  }

  private static Part file(RequestFields part, JsonNode json) throws MalformedRequest {
    String name = part.text("filename");
    String data = part.text("file_data");
    String url = part.text("file_url");
    String id = part.text("file_id");
    MediaSource source = null;
    if (data != null) {
      MediaSource read = DataUrl.source(data, name);
      source =
          read instanceof MediaSource.Base64 ? read : new MediaSource.Base64(DataUrl.PDF, data);
    } else if (url != null) {
      source = DataUrl.source(url, name);
    } else if (id != null) {
      source = new MediaSource.FileId(ResponsesClient.NAME, id, null);
    }
    return source == null
        ? opaque("input_file", json)
        : new Part.Document(source, name, null, false, cache(part));
  }

  /** As chat completions have it; the Responses API takes no sound yet, but other providers do. */
  private static Part audio(RequestFields part, JsonNode json) throws MalformedRequest {
    RequestFields audio = part.object("input_audio");
    String data = audio == null ? null : audio.text("data");
    String format = audio == null ? null : audio.text("format");
    return data == null || format == null
        ? opaque("input_audio", json)
        : new Part.Audio(new MediaSource.Base64(DataUrl.audioType(format), data), null);
  }

  private static @Nullable CacheMark cache(RequestFields part) {
    return part.get("prompt_cache_breakpoint") == null ? null : new CacheMark(null);
  }
}
