package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.conversation.MediaSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Media as this dialect has them: behind an address, or in a data URL (RFC 2397). */
final class DataUrl {

  static final String PDF = "application/pdf";

  private static final String SCHEME = "data:";
  private static final String BASE64 = ";base64";
  private static final int MAX_TYPE_CHARS = 200;

  private DataUrl() {}

  /**
   * What an address stands for: its bytes where it is a data URL in base64, else itself.
   *
   * @param fileName may tell the type; {@code null} for none
   */
  static MediaSource source(String url, @Nullable String fileName) {
    if (url.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      int comma = url.indexOf(',');
      if (comma >= 0 && comma < MAX_TYPE_CHARS) {
        String head = url.substring(SCHEME.length(), comma);
        if (head.toLowerCase(Locale.ROOT).endsWith(BASE64)) {
          String type = head.substring(0, head.length() - BASE64.length());
          return new MediaSource.Base64(
              type.isEmpty() ? "application/octet-stream" : type, url.substring(comma + 1));
        }
      }
    }
    boolean pdf = fileName != null && fileName.toLowerCase(Locale.ROOT).endsWith(".pdf");
    return new MediaSource.Url(url, pdf ? PDF : null);
  }

  /** A data URL. */
  static String of(MediaSource.Base64 source) {
    return SCHEME + source.mediaType() + BASE64 + "," + source.data();
  }

  /** The media type of OpenAI's word for a format of sound. */
  static String audioType(String format) {
    return format.equals("mp3") ? "audio/mpeg" : "audio/" + format;
  }

  /** OpenAI's word for a format of sound. */
  static String audioFormat(String mediaType) {
    return mediaType.equals("audio/mpeg") ? "mp3" : mediaType.substring(mediaType.indexOf('/') + 1);
  }

  /** A name for a file without one, since the provider tells its type by the name. */
  static String fileName(String mediaType) {
    return mediaType.equals(PDF)
        ? "document.pdf"
        : mediaType.equals("text/plain") ? "document.txt" : "document";
  }
}
