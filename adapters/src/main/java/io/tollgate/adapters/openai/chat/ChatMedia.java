package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.conversation.MediaSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Media as this dialect writes them: addresses, data URLs and formats. */
final class ChatMedia {

  private static final String DATA = "data:";
  private static final String BASE64 = ";base64,";
  private static final String AUDIO = "audio/";

  private ChatMedia() {}

  /** What an address stands for: its bytes where it is a data URL in base64. */
  static MediaSource fromUrl(String url) {
    MediaSource.Base64 inline = inline(url);
    return inline == null ? new MediaSource.Url(url, null) : inline;
  }

  /** What the data of a file stand for; bare base64 is taken for a PDF. */
  static MediaSource fromFileData(String data) {
    MediaSource.Base64 inline = inline(data);
    if (inline != null) {
      return inline;
    }
    boolean address = data.startsWith("http://") || data.startsWith("https://");
    return address || data.startsWith(DATA)
        ? new MediaSource.Url(data, null)
        : new MediaSource.Base64("application/pdf", data);
  }

  private static MediaSource.@Nullable Base64 inline(String url) {
    int comma = url.indexOf(BASE64);
    if (!url.startsWith(DATA) || comma < 0) {
      return null;
    }
    String type = url.substring(DATA.length(), comma);
    // Parameters of the type would be lost elsewhere, so such an address stays one.
    return type.isEmpty() || type.indexOf(';') >= 0 || type.indexOf(',') >= 0
        ? null
        : new MediaSource.Base64(type, url.substring(comma + BASE64.length()));
  }

  static String dataUrl(MediaSource.Base64 source) {
    return DATA + source.mediaType() + BASE64 + source.data();
  }

  static String audioType(String format) {
    return AUDIO + (format.equals("mp3") ? "mpeg" : format);
  }

  static String audioFormat(String mediaType) {
    String type = mediaType.toLowerCase(Locale.ROOT);
    return switch (type) {
      case "audio/mpeg", "audio/mp3" -> "mp3";
      case "audio/x-wav", "audio/wave", "audio/vnd.wave" -> "wav";
      default -> type.startsWith(AUDIO) ? mediaType.substring(AUDIO.length()) : mediaType;
    };
  }
}
