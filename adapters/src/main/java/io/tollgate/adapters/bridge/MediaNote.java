package io.tollgate.adapters.bridge;

import io.tollgate.adapters.conversation.MediaSource;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.json.Nodes;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The words for something in an answer that is no text and is left out. */
final class MediaNote {

  /** The type of chat completions' sound, which a stream brings in pieces. */
  static final String SOUND = "audio";

  private static final Pattern MEDIA_TYPE = Pattern.compile("[a-z]{1,16}/[A-Za-z0-9.+-]{1,64}");

  private MediaNote() {}

  /** The words for something of a kind, e.g. {@code image}. */
  static String of(String kind, MediaSource source) {
    return switch (source) {
      case MediaSource.Base64 base64 -> words(kind, base64.mediaType(), bytes(base64.data()));
      case MediaSource.PlainText text ->
          words(kind, text.mediaType(), text.text().getBytes(StandardCharsets.UTF_8).length);
      case MediaSource.Url url -> words(kind, url.mediaType(), -1);
      case MediaSource.FileId file -> words(kind, file.mediaType(), -1);
    };
  }

  /** The words for what only one dialect has; {@code null} where it is nothing to look at. */
  static @Nullable String of(Part.Opaque part) {
    JsonNode json = part.json();
    return switch (part.type()) {
      case "inlineData", "fileData" -> {
        JsonNode data = Nodes.object(json, part.type());
        String type = Nodes.text(data, "mimeType", "");
        String kind = type.substring(0, Math.max(0, type.indexOf('/')));
        String base64 = Nodes.text(data, "data");
        yield words(
            kind.equals("image") || kind.equals("audio") || kind.equals("video") ? kind : "file",
            type,
            base64 == null ? -1 : bytes(base64));
      }
      case "image_generation_call" -> {
        String base64 = Nodes.text(json, "result");
        yield base64 == null ? null : words("image", null, bytes(base64));
      }
      case "image", "images" -> words("image", null, -1);
      case "video" -> words("video", null, -1);
      case SOUND -> words("audio", null, -1);
      default -> null;
    };
  }

  private static String words(String kind, @Nullable String mediaType, long bytes) {
    StringBuilder note = new StringBuilder("[Left out by the gateway: ").append(kind);
    if (mediaType != null && MEDIA_TYPE.matcher(mediaType).matches()) {
      note.append(", ").append(mediaType);
    }
    if (bytes >= 0) {
      note.append(", ").append(bytes).append(" bytes");
    }
    return note.append(']').toString();
  }

  /** The length of what is encoded. */
  private static long bytes(String base64) {
    int end = base64.length();
    while (end > 0 && base64.charAt(end - 1) == '=') {
      end--;
    }
    return end * 3L / 4;
  }
}
